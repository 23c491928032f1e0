"""What the pages cost, one line per figure: `.venv/bin/python tests/benchmarks/run.py` (on Linux, in four minutes).

constant.ms    CPU time of the server for a constant page of 25 kB. It passes through the same server, middleware and
               login as any page: the database is asked for the session and for the user with the roles.
….cpu_ratio    CPU time of the server for one request, as a multiple of that.
….database_ms  CPU time of the database for one request (left out if the database is on another machine).
….queries      Statements that one request sends to the database, BEGIN and COMMIT included, in a process that has
               answered before.
….p95_ms       Time of the database, without planning, for all but 5 % of what is typed into the search box, with
               100,000 documents.
list.growth    How much longer one waits for the list, server and database, with 100,000 partnerships than with 1,000.
list.kb        Size of the list, gzip.
export_….s     Seconds for the whole list as a file; per_sql: how many times as long as its rows take to come from the
               database; peak_mb: Python objects at the worst moment.
import.…       26,000 rows: CPU seconds and memory (MB) of a preview in a process of its own, seconds to carry it out,
               and how many times as long that is as its own SQL.
memo.pdf_s     Seconds for the memo of a review of 40 partners as a PDF.
history.ms     What its triggers add to the update of one record.

as_at is the list of 25,000 agreements as they stood on a day in 2021, in the order of the last day to give notice.

All but the growth is at 25,000 partnerships, and the map at 1,000. The pages take turns in small rounds, so that
whatever else the machine does strikes them alike, and every time is a median. A save changes the record and is
followed to the record's page, as in a browser; only the save counts.
"""

import os
import sys
from argparse import ArgumentParser
from contextlib import redirect_stdout
from pathlib import Path
from signal import SIGTERM, signal
from tempfile import TemporaryDirectory

import django


def main() -> None:
    parser = ArgumentParser(description="What the pages cost, one line per figure.")
    parser.add_argument("--quick", action="store_true", help="few partnerships and rounds: does it run at all?")
    parser.add_argument("--template", help="a database with the portal's tables, empty, unused: saves migrating one")
    options = parser.parse_args()
    signal(SIGTERM, lambda *_: sys.exit(1))  # so that servers and databases are cleared away

    with TemporaryDirectory() as static_root:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "BENCHMARK_STATIC_ROOT": static_root}
        sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
        django.setup()
        from tests.benchmarks.measuring import figures

        sizes = (40, 100, 200) if options.quick else (1_000, 25_000, 100_000)
        with redirect_stdout(sys.stderr):  # what migrations say
            rounds, imported = (2, 50) if options.quick else (60, 26_000)
            found = list(figures(sizes, rounds=rounds, imported=imported, template=options.template))
    for name, value in found:
        sys.stdout.write(f"{name} {value:.4g}\n")


if __name__ == "__main__":
    main()
