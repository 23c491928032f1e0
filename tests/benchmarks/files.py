"""What files cost: a list as a file, a file into the records; each beside the time of its own SQL."""

import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from partnerships.models import Partnership
from portal.models import ImportRun
from tests.benchmarks.portals import Portal, Request, browser, use_database

# The memory is that of the process alone: what getrusage() tells also counts the one that it was forked from.
IN_A_PROCESS = """
import re, sys, time
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
print(time.process_time(), re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""


class Spent(NamedTuple):
    """Seconds of a piece of work, and how many of them the database had."""

    total: float
    sql: float


@contextmanager
def _sql_clock() -> Iterator[list[float]]:
    times: list[float] = []

    def timed(execute: Callable[..., Any], *arguments: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            times.append(time.perf_counter() - start)

    with connection.execute_wrapper(timed):
        yield times


def spent(work: Callable[[], object]) -> Spent:
    with _sql_clock() as times:
        start = time.perf_counter()
        work()
        return Spent(time.perf_counter() - start, sum(times))


def file_figures(portal: Portal, rows: int) -> Iterator[tuple[str, float]]:
    """Export of all partnerships, import of so many organisations, and a save with and without its history."""
    use_database(portal.database)
    for kind in ("csv", "xlsx"):
        cost = spent(lambda kind=kind: export(portal, kind))
        yield f"export_{kind}.s", cost.total
        yield f"export_{kind}.per_sql", cost.total / sql_of_export()
    yield "export_csv.peak_mb", peak_of_export(portal)
    yield from import_figures(portal, rows)
    yield "history.ms", cost_of_history() * 1000


def export(portal: Portal, kind: str) -> int:
    """The size of the file, every part of it let go at once."""
    request = Request(f"/partnerships/?export={kind}", {"Cookie": portal.cookies})
    response: Any = browser.get(request.path, headers=request.headers)
    if response.status_code != 200:
        raise RuntimeError(f"The export was answered with {response.status_code}.")
    return sum(len(part) for part in response.streaming_content)


def sql_of_export() -> float:
    """Seconds to have the same fields of all rows from the database, without making anything of them."""
    fields = ["pk", "partner__name", "partner__country__name_da", "kind", "status", "since", "priority"]
    rows = Partnership.objects.with_last_activity().order_by("partner__sort_key", "pk")
    rows = rows.values_list(*fields, "last_active_on")
    sql, parameters = rows.query.sql_with_params()
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while cursor.fetchmany(2000):
            pass
    return time.perf_counter() - start


def peak_of_export(portal: Portal) -> float:
    """MB of Python objects at the worst moment of a streamed export."""
    tracemalloc.start()
    try:
        export(portal, "csv")
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def import_figures(portal: Portal, rows: int) -> Iterator[tuple[str, float]]:
    """A preview in a process of its own, whose memory can be told, and then the import itself, undone again."""
    from tests.importing import carry_out, checked, take_back

    lines = ["Navn;Type;Land;Sted", *(f"Benchmarkby {number};By;Sverige;Sted {number % 50}" for number in range(rows))]
    text = "\n".join(lines)
    with TemporaryDirectory() as folder, settings_override(MEDIA_ROOT=folder):
        file = Path(folder) / "towns.csv"
        file.write_text(text)
        seconds, memory = used_by("import", "portal.organisation", str(file), "--user", portal.user.email, "--dry-run")
        yield "import.preview_s", seconds
        yield "import.preview_mb", memory
        run = checked("portal.organisation", text, portal.user)
        apply = spent(lambda: carry_out(run, portal.user))
        yield "import.apply_s", apply.total
        yield "import.per_sql", apply.total / apply.sql
        take_back(run, portal.user)
        ImportRun.objects.all().delete()


@contextmanager
def settings_override(**changes: Any) -> Iterator[None]:
    before = {name: getattr(settings, name) for name in changes}
    for name, value in changes.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def used_by(*command: str) -> tuple[float, float]:
    """CPU seconds and MB at the worst moment of a management command in a process of its own, start-up included."""
    finished = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS, *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"BENCHMARK_DATABASE": connection.settings_dict["NAME"], "FILES_DIR": settings.MEDIA_ROOT},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, kilobytes = finished.stdout.split()[-2:]
    return float(seconds), float(kilobytes) / 1000


def cost_of_history(rounds: int = 5, updates: int = 40) -> float:
    """Seconds that its triggers add to the update of one record: medians with and without them, in turns."""
    keys = list(Partnership.objects.values_list("pk", flat=True)[:updates])
    times: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    for number in range(rounds):
        for state, measured in times.items():
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE partnerships_partnership {state} TRIGGER USER")
            for key in keys:
                start = time.perf_counter()
                Partnership.objects.filter(pk=key).update(source=f"{state} {number}")
                measured.append(time.perf_counter() - start)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE partnerships_partnership ENABLE TRIGGER USER")
    return median(times["ENABLE"]) - median(times["DISABLE"])
