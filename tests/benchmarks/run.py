"""What the pages cost, as `name value` lines: `.venv/bin/python tests/benchmarks/run.py [--quick]`.

`*.cpu_ratio`  CPU time of the server process for one request, as a multiple of that for a constant page of 25 kB. The
               constant page passes through the same server, middleware and login, which asks the database for session
               and user; it does not ask for roles and renders nothing.
`*.queries`    Statements that one request sends to the database, BEGIN and COMMIT included, in a process that has
               answered before.
`*.database_ms`  CPU time of the database for one request, where its processes are on this machine.
`list.growth`  How much longer the list takes to come (server and database) with 100,000 partnerships than with 1,000.
`list.kb`      Size of the list, gzip.

All but the growth is at 25,000 partnerships. All pages take turns in small rounds, so that whatever else the machine
does strikes them alike; every figure is a median over the rounds. A save is followed to the page that it leads to, as
a browser does; that page does not count.
"""

import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from partnerships.models import Agreement  # noqa: E402
from portal.access import RoleKind  # noqa: E402
from tests.factories import RoleFactory  # noqa: E402

SMALL, USUAL, LARGE = 1_000, 25_000, 100_000
AS_A_PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Portal(NamedTuple):
    """A database with a number of partnerships, and somebody who is logged in."""

    database: str
    login: str
    partnership: int


class Cost(NamedTuple):
    """What one request took: CPU of the server, CPU of the database, and time until the answer was there."""

    cpu: float
    database: float
    wall: float


class Server:
    """The application server on one database, and a browser that is logged in."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [
            Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--no-ws", "--workers", "1",
            "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning", "portal.wsgi:application",
        ]  # fmt: skip
        environment = os.environ | {"BENCHMARK_DATABASE": portal.database}
        self.process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=sys.stderr)
        self.cookies = {settings.SESSION_COOKIE_NAME: portal.login}

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.connect()
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def connect(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.connection.connect()
        self.get("/constant/")
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        self.workers = [int(pid) for pid in children.split()]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [self.portal.database])
            self.database = [pid for (pid,) in cursor.fetchall()]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            for pid in [self.process.pid, *self.workers]:
                os.kill(pid, signal.SIGKILL)

    def get(self, path: str, headers: dict[str, str] | None = None) -> str:
        return self.request("GET", path, headers=headers, expect=200)

    def post(self, path: str, fields: dict[str, str]) -> None:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.request("POST", path, urlencode(fields), form, expect=302)

    def request(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None, *, expect: int
    ) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookies, **(headers or {})})
        response = self.connection.getresponse()
        page = response.read().decode()
        if response.status != expect:
            raise RuntimeError(f"{method} {path} answered {response.status}:\n{page}")
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, value = re.match("([^=]+)=([^;]*)", cookie).groups()
            self.cookies[name] = value
        return page

    def measured(self, act: Callable[[], object], *, times: int = 1) -> Cost:
        before = self.clocks()
        for _ in range(times):
            act()
        return Cost(*((after - start) / times * 1000 for after, start in zip(self.clocks(), before, strict=True)))

    def clocks(self) -> tuple[float, float, float]:
        return sum(map(cpu_seconds, self.workers)), sum(map(cpu_seconds, self.database)), time.perf_counter()


class Editor:
    """Somebody who saves a partnership again and again."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.page = f"/partnerships/{server.portal.partnership}/"
        self.form = form_fields(server.get(f"{self.page}edit/"))

    def save(self) -> None:
        self.form["source"] = f"Version {self.form['version']}"
        self.server.post(f"{self.page}edit/", self.form)
        self.form["version"] = str(int(self.form["version"]) + 1)

    def follow(self) -> None:
        self.server.get(self.page)
