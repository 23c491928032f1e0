# Everything needs Python 3.12 or later and make; what else it takes goes into .venv, and the data into .data.
#
#   make demo       the portal with demo data on http://127.0.0.1:8000 (PORT= to change)
#   make test       the whole suite (ARGS= is passed to pytest)
#   make lint       style and types
#   make bench      one line per figure: name value
#   make messages   collect the texts into portal/locale and compile them

PORT ?= 8000
RUN := .venv/bin/python
PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.14 python3 /usr/bin/python3,$(shell \
	$(name) -c 'import sys; sys.version_info < (3, 12) or print("$(name)")' 2>/dev/null)))

.PHONY: demo test lint bench messages venv

demo: export PORTAL_DEMO := 1
demo: .venv/requirements.installed
	@$(RUN) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2> /dev/null \
	|| { echo "Port $(PORT) is taken; choose another: make demo PORT=8001" >&2; exit 1; }
	$(RUN) manage.py collectstatic --no-input --verbosity 0
	$(RUN) manage.py migrate --no-input --verbosity 0
	$(RUN) manage.py demo
	@# No more threads than a process has database connections (DATABASE_POOL_SIZE).
	exec .venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --no-ws \
		--workers 2 --blocking-threads 4 --respawn-failed-workers --workers-kill-timeout 10 portal.wsgi:application

test: venv
	$(RUN) -m pytest $(ARGS)

lint: venv
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy .

bench: venv
	@$(RUN) tests/benchmarks/run.py

messages: venv
	$(RUN) manage.py makemessages --locale da --locale en --no-wrap --add-location file
	$(RUN) manage.py compilemessages --ignore .venv

venv: .venv/requirements-dev.installed

# One environment to run and to test. The lock (on descriptor 9, until the shell ends) is for two makes at once.
.venv/%.installed: %.txt
	@test -n "$(PYTHON)" || { echo "The portal needs Python 3.12 or later: make PYTHON=/path/to/python3" >&2; exit 1; }
	@mkdir -p .data && exec 9> .data/venv.lock \
	&& $(PYTHON) -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' \
	&& if [ ! "$@" -nt "$<" ]; then \
		echo "Installing $<" \
		&& { $(RUN) -m pip --version > /dev/null 2>&1 || { rm -rf .venv && $(PYTHON) -m venv .venv; }; } \
		&& $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $< \
		&& touch "$@"; \
	fi
