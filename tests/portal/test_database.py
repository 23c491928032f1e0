"""The embedded server is looked at as its users see it: from processes of their own, and from the files it leaves."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.database import database_settings

PROJECT = Path(__file__).resolve().parents[2]

# A process that connects, runs one statement, prints the answer and stays connected until its input ends.
USER = """
import sys
from pathlib import Path
from django.conf import settings
from portal.database import database_settings
data_dir, serving, statement = sys.argv[1:]
settings.configure(DATABASES={"default": database_settings(None, data_dir=Path(data_dir), serving=serving == "True")})
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(statement)
    print(cursor.fetchone()[0] if cursor.description else "done", flush=True)
sys.stdin.read()
connection.close()
connection.close_pool()
"""
SERVER_STARTED_AT = "SELECT pg_postmaster_start_time()"

type Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it may be on somebody's machine: deep, with a space, a quote and a comma in its path."""
    return tmp_path_factory.mktemp("my portal, it's") / ("deep" * 40) / "postgres"


@pytest.fixture
def start(data_dir: Path) -> Iterator[Start]:
    """Start a process that uses the server in `data_dir`; after the test all have ended, and the server too."""
    processes = []

    def start(statement: str = SERVER_STARTED_AT, *, serving: bool = False, data_dir: Path = data_dir) -> Any:
        command = [sys.executable, "-c", USER, str(data_dir), str(serving), statement]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, cwd=PROJECT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.communicate(timeout=30)
    wait_until_stopped(data_dir)


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def running_server(data_dir: Path) -> psutil.Process:
    return psutil.Process(int((data_dir / "cluster" / "postmaster.pid").read_text().splitlines()[0]))


def is_running(data_dir: Path) -> bool:
    return (data_dir / "cluster" / "postmaster.pid").exists()


def wait_until_stopped(data_dir: Path) -> None:
    deadline = time.monotonic() + 15
    while is_running(data_dir):
        assert time.monotonic() < deadline, "the server is still running"
        time.sleep(0.02)


def test_processes_that_come_at_once_share_one_server_until_the_last_has_left(data_dir: Path, start: Start) -> None:
    first, second = start(), start()
    assert answer(first) == answer(second) != ""
    first.communicate()
    time.sleep(0.5)
    assert is_running(data_dir)
    second.communicate()
    wait_until_stopped(data_dir)


def test_a_killed_process_neither_keeps_the_server_nor_stops_the_next_start(data_dir: Path, start: Start) -> None:
    killed = start()
    started_at = answer(killed)
    killed.kill()
    wait_until_stopped(data_dir)
    assert answer(start()) not in {"", started_at}


def test_a_killed_server_comes_back_while_it_is_used(data_dir: Path, start: Start) -> None:
    started_at = answer(start())
    running_server(data_dir).kill()
    assert answer(start()) not in {"", started_at}


def test_a_server_whose_keeper_was_killed_is_stopped_all_the_same(data_dir: Path, start: Start) -> None:
    answer(start())
    keeper = running_server(data_dir).parent()
    assert keeper
    keeper.kill()
    assert answer(start()) != ""


def test_a_test_database_left_behind_is_gone_the_next_time(data_dir: Path, start: Start) -> None:
    creator = start("CREATE DATABASE test_portal_1")
    assert answer(creator) == "done"
    creator.kill()
    wait_until_stopped(data_dir)
    assert answer(start("SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'")) == "0"


def test_the_server_is_the_same_on_every_machine_and_has_no_network(start: Start) -> None:
    statement = """
        SELECT format('%s, %s, %s, <%s>', pg_encoding_to_char(encoding), datcollate, datlocprovider::text,
                      current_setting('listen_addresses'))
        FROM pg_database WHERE datname = current_database()
    """
    assert answer(start(statement)) == "UTF8, C, c, <>"


@pytest.mark.parametrize(("serving", "limits"), [(True, "10s, 3s, 30s"), (False, "0, 0, 0")])
def test_only_processes_that_serve_have_time_limits(serving: bool, limits: str, start: Start) -> None:
    statement = """
        SELECT concat_ws(', ', current_setting('statement_timeout'), current_setting('lock_timeout'),
                         current_setting('idle_in_transaction_session_timeout'))
    """
    assert answer(start(statement, serving=serving)) == limits


def test_reading_the_settings_starts_nothing(tmp_path: Path) -> None:
    database_settings(None, data_dir=tmp_path / "postgres")
    assert not list(tmp_path.iterdir())


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path, start: Start) -> None:
    (tmp_path / "file").touch()
    _, errors = start(data_dir=tmp_path / "file" / "postgres").communicate()
    assert f"ImproperlyConfigured: The embedded PostgreSQL cannot keep its data in {tmp_path / 'file'}" in errors


def test_a_server_that_cannot_start_says_why(tmp_path: Path, start: Start) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "cluster").mkdir(mode=0o700)
    (tmp_path / "cluster" / "PG_VERSION").write_text("12\n")
    _, errors = start(data_dir=tmp_path).communicate()
    assert "ImproperlyConfigured: The embedded PostgreSQL does not start." in errors
    assert f"{tmp_path / 'server.log'} ends with:" in errors


def settings_of(url: str, **arguments: Any) -> dict[str, Any]:
    return database_settings(url, data_dir=Path("unused"), **arguments)


def test_database_url_may_hold_everything_a_postgresql_address_can() -> None:
    settings = settings_of("postgresql://anna:p%40ss%2Fw%23rd@db.example:6432/partners?sslmode=verify-full")
    parts = {name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert parts == {
        "NAME": "partners",
        "USER": "anna",
        "PASSWORD": "p@ss/w#rd",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full", "options": "-c pgtrigger.ignore={}"},
    }


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgres:///portal?host=/run/PostgreSQL", "/run/PostgreSQL"),
        ("postgresql://%2Frun%2FPostgreSQL/portal", "/run/PostgreSQL"),
        ("postgresql://[2001:db8::1]:5432/portal", "2001:db8::1"),
        ("postgresql://first.example,second.example/portal", "first.example,second.example"),
    ],
)
def test_database_url_may_name_its_host_in_several_ways(url: str, host: str) -> None:
    assert settings_of(url)["HOST"] == host


def test_options_of_the_address_stay_beside_the_time_limits() -> None:
    settings = settings_of("postgresql:///portal?options=-c%20search_path%3Dx", serving=True, pool_size=3)
    assert settings["OPTIONS"]["options"].endswith(" -c search_path=x")
    assert "statement_timeout" in settings["OPTIONS"]["options"]
    assert settings["OPTIONS"]["pool"]["max_size"] == 3


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mysql://anna:secret@db.example/portal", "must begin with postgresql://"),
        ("secret", "must begin with postgresql://"),
        ("postgresql://anna:secret@[::1/portal", "must be percent-encoded"),
        ("postgresql://anna:sec%ret@db.example/portal", "must be percent-encoded"),
        ("postgresql://anna:secret@db.example/portal?sslmod=require", "not an address like"),
        ("postgresql://anna:secret@db.example", "names no database"),
    ],
)
def test_a_wrong_database_url_is_refused_without_telling_the_password(url: str, complaint: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=complaint) as caught:
        settings_of(url)
    assert "sec" not in str(caught.value)
