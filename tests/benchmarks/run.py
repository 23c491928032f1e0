"""What the pages cost, one line per figure: `.venv/bin/python tests/benchmarks/run.py` (Linux).

`constant.ms`     CPU time of the server for a constant page of 25 kB. It passes through the same server, middleware and
                  login as any page: the database is asked for the session and the user, but not for roles.
`*.cpu_ratio`     CPU time of the server for one request, as a multiple of that.
`*.database_ms`   CPU time of the database for one request (not measured on another machine).
`*.queries`       Statements that one request sends to the database, BEGIN and COMMIT included, in a process that has
                  answered before.
`list.growth`     How much longer one waits for the list, server and database, with 100,000 partnerships than with 1,000.
`list.kb`         Size of the list, gzip.

All but the growth is at 25,000 partnerships. The pages take turns in small rounds, so that whatever else the machine
does strikes them alike; every time is a median. A save changes the record, and its answer leads on to the record's page
as in a browser; only the save counts.
"""

import gzip
import os
import secrets
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from signal import SIGKILL, SIGTERM, signal
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parents[2]
static_root = TemporaryDirectory()
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "BENCHMARK_STATIC_ROOT": static_root.name}
sys.path.insert(0, str(PROJECT))

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from partnerships.forms import PartnershipForm  # noqa: E402
from partnerships.models import Agreement  # noqa: E402
from portal.access import RoleKind  # noqa: E402
from tests.factories import RoleFactory  # noqa: E402

FORM = "application/x-www-form-urlencoded"
PAGES = ["constant", "list", "fragment", "record", "save"]


class Request(NamedTuple):
    """What a browser asks for; a form it posts."""

    path: str
    headers: dict[str, str]
    form: str | None = None


class Cost(NamedTuple):
    """Seconds that one request took: CPU of the server, CPU of the database, and all in all."""

    server: float
    database: float
    waiting: float


class Portal:
    """A database with so many partnerships, and an editor who is logged in and keeps changing one of them."""

    def __init__(self, database: str, partnerships: int) -> None:
        self.database = database
        call_command("reference", verbosity=0)
        role = RoleFactory(kind=RoleKind.EDITOR)
        with connection.cursor() as cursor:
            statements = Path(__file__).with_name("partnerships.sql").read_text()
            cursor.execute(statements, {"rows": partnerships, "owner": role.owner_id})
            cursor.execute("VACUUM ANALYZE")
        client = Client()
        client.force_login(role.user)
        login = client.cookies[settings.SESSION_COOKIE_NAME].value
        token = secrets.token_hex(16)
        cookies = {settings.SESSION_COOKIE_NAME: login, settings.CSRF_COOKIE_NAME: token}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

        partnership = Agreement.objects.earliest("pk").partnership
        form = PartnershipForm(instance=partnership, user=role.user)
        self.address = partnership.get_absolute_url()
        values = {name: form[name].value() for name in form.fields}
        self.form = {name: "" if value is None else value for name, value in values.items()}
        self.form["csrfmiddlewaretoken"] = token

    def request(self, page: str) -> Request:
        match page:
            case "constant":
                return Request("/constant/", self.headers)
            case "list":
                return Request("/partnerships/", self.headers)
            case "fragment":
                part = {"HX-Request": "true", "HX-Request-Type": "partial"}
                return Request("/partnerships/", self.headers | part)
            case "record":
                return Request(self.address, self.headers)
            case "save":
                self.form["source"] = f"Udgave {self.form['version']}"
                headers = self.headers | {"Content-Type": FORM}
                return Request(f"{self.address}edit/", headers, urlencode(self.form, doseq=True))
        raise ValueError(page)

    def has_saved(self) -> None:
        self.form["version"] += 1

    def queries(self, page: str) -> int:
        """How many statements a page sends to the database the second time it is asked for in this process."""
        for _ in range(2):
            path, headers, form = self.request(page)
            with CaptureQueriesContext(connection) as captured:
                if form is None:
                    response = Client().get(path, headers=headers)
                else:
                    response = Client().post(path, form, content_type=FORM, headers=headers)
