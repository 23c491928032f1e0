"""The application server as `make demo` runs it, and what its processes cost."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from signal import SIGKILL
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from tests.benchmarks.portals import Answer, Portal, Request


class Cost(NamedTuple):
    """Seconds that a request took: CPU of the server, CPU of the database, and until the answer was there."""

    server: float
    database: float
    waiting: float


@contextmanager
def serve(portal: Portal) -> Iterator["Server"]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    granian = subprocess.Popen(
        [
            Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--no-ws", "--workers", "1",
            "--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "portal.wsgi:application",
        ],
        cwd=settings.BASE_DIR,
        env=os.environ | {"BENCHMARK_DATABASE": portal.database},
        stdout=sys.stderr,
        start_new_session=True,  # its processes can be ended together
    )  # fmt: skip
    try:
        yield Server(portal, _connect(port), granian.pid)
    finally:
        granian.terminate()
        try:
            granian.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(granian.pid, SIGKILL)
            granian.wait()


def _connect(port: int) -> HTTPConnection:
    deadline = time.monotonic() + 30
    while True:
        browser = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            browser.connect()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return browser


class Server:
    """A running server, and a browser's connection to it."""

    def __init__(self, portal: Portal, browser: HTTPConnection, pid: int) -> None:
        self.portal = portal
        self.browser = browser
        for page in [
            "constant",
            "list",
            "fragment",
            "as_at",
            "suggestions",
            "save",
            "record",
        ]:  # what a process does once is done
            portal.ask(page, self.send)
        self.workers = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        self.backends = _backends(portal.database)

    def send(self, request: Request) -> Answer:
        method = "GET" if request.form is None else "POST"
        self.browser.request(method, request.path, request.form, request.headers)
        response = self.browser.getresponse()
        return Answer(response.status, response.read())

    def cost(self, page: str) -> Cost:
        before = self._clocks()
        self.portal.ask(page, self.send)
        waiting = time.perf_counter() - before.waiting
        time.sleep(0.002)  # the server clears up when the answer is already here
        after = self._clocks()
        if page == "save":
            self.portal.ask("record", self.send)
        return Cost(after.server - before.server, after.database - before.database, waiting)

    def _clocks(self) -> Cost:
        return Cost(sum(map(_cpu, self.workers)), sum(map(_cpu, self.backends)), time.perf_counter())


def _backends(database: str) -> list[int]:
    """The database's processes that work for the server; none if they are on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [database])
        pids = [pid for (pid,) in cursor.fetchall()]
    titles = {pid: Path(f"/proc/{pid}/cmdline") for pid in pids}
    return [pid for pid, title in titles.items() if title.exists() and title.read_text().startswith("postgres")]


def _cpu(pid: int) -> float:
    """Seconds that a process has run: the clock that clock_getcpuclockid() answers with in C."""
    return time.clock_gettime(~pid << 3 | 2)
