"""The benchmark runs from end to end, and the pages keep to their number of queries."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "run.py"
PAGES = ["list", "fragment", "as_at", "suggestions", "record", "save"]


def test_the_benchmark_prints_every_figure(django_db_setup: None) -> None:
    connection.close()  # a database is copied only while nobody uses it
    command = [sys.executable, SCRIPT, "--quick", "--template", settings.DATABASES["default"]["NAME"]]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert finished.returncode == 0, finished.stderr
    figures = {name: float(value) for name, value in (line.split() for line in finished.stdout.splitlines())}
    expected = {f"{page}.{figure}" for page in PAGES for figure in ("cpu_ratio", "queries")}
    expected |= {"map.cpu_ratio", "map.queries"}
    expected |= {"constant.ms", "suggestions.p95_ms", "list.growth", "list.kb", "history.ms"}
    expected |= {
        "export_csv.per_sql",
        "export_xlsx.per_sql",
        "import.per_sql",
        "import.preview_s",
        "import.preview_mb",
        "memo.pdf_s",
        "memo.queries",
    }
    assert expected <= figures.keys()
    assert min(value for name, value in figures.items() if name != "history.ms") > 0  # which may drown in noise
    assert figures["list.queries"] <= 6
    assert figures["fragment.queries"] <= 6
    assert figures["as_at.queries"] <= 8
    assert figures["record.queries"] <= 10
    assert figures["memo.queries"] <= 12
    assert figures["map.queries"] <= 8
