"""Databases to measure on, and what a browser asks of them."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.forms import PartnershipForm
from partnerships.models import Agreement
from portal.access import RoleKind
from tests.benchmarks.search import fill
from tests.factories import RoleFactory

FORM = "application/x-www-form-urlencoded"


class Request(NamedTuple):
    """What a browser asks for; a form it posts."""

    path: str
    headers: dict[str, str]
    form: str | None = None


class Answer(NamedTuple):
    status: int
    body: bytes


type Send = Callable[[Request], Answer]


class Portal:
    """A database with so many partnerships, and an editor who is logged in and changes one of them again and again."""

    def __init__(self, database: str, *, partnerships: int) -> None:
        self.database = database
        use_database(database)
        call_command("reference", verbosity=0)
        role = RoleFactory(kind=RoleKind.EDITOR)
        with connection.cursor() as cursor:
            script = Path(__file__).with_name("partnerships.sql").read_text()
            cursor.execute(script, {"rows": partnerships, "owner": role.owner_id})
            fill(partnerships, owner_id=role.owner_id)
            cursor.execute("VACUUM ANALYZE")
        self.user = role.user
        partnership = Agreement.objects.earliest("pk").partnership
        self.address = partnership.get_absolute_url()
        form = PartnershipForm(instance=partnership, user=role.user)
        values: dict[str, Any] = {name: form[name].value() for name in form.fields}
        self.form = {name: "" if value is None else value for name, value in values.items()}
        browser = Client()
        browser.force_login(role.user)
        self.token = secrets.token_hex(16)
        login = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={login}; {settings.CSRF_COOKIE_NAME}={self.token}"

    memo = ""  # the address of a review's memo, once there is one

    def ask(self, page: str, send: Send) -> bytes:
        """The answer to one of the requests; it comes from a server or from this process, as `send` decides."""
        answer = send(self._request(page))
        if answer.status != (302 if page == "save" else 200):
            raise RuntimeError(f"{page} was answered with {answer.status}:\n{answer.body.decode()}")
        if page == "save":
            self.form["version"] += 1
        return answer.body

    def _request(self, page: str) -> Request:
        headers = {"Cookie": self.cookies}
        match page:
            case "constant":
                return Request("/constant/", headers)
            case "list":
                return Request("/partnerships/", headers)
            case "fragment":
                return Request("/partnerships/", headers | {"HX-Request": "true", "HX-Request-Type": "partial"})
            case "as_at":
                return Request("/agreements/?on=2021-10-01&sort=latest_notice_date", headers)
            case "map":
                return Request("/partnerships/map/", headers)
            case "suggestions":
                return Request("/search/suggestions/?q=nor", headers)
            case "record":
                return Request(self.address, headers)
            case "memo":
                return Request(self.memo, headers)
            case "save":
                fields = self.form | {"source": f"Udgave {self.form['version']}"}
                headers |= {"Content-Type": FORM, "X-CSRFToken": self.token}
                return Request(f"{self.address}edit/", headers, urlencode(fields, doseq=True))
        raise ValueError(page)

    def count_queries(self, page: str) -> int:
        use_database(self.database)
        self.ask(page, send_in_process)
        with CaptureQueriesContext(connection) as queries:
            self.ask(page, send_in_process)
        count = len(queries)
        if page == "save":
            self.ask("record", send_in_process)  # the page that the saves lead to shows, and forgets, their messages
        return count


browser = Client()


def send_in_process(request: Request) -> Answer:
    method = "GET" if request.form is None else "POST"
    response = browser.generic(method, request.path, request.form or "", FORM, headers=request.headers)
    return Answer(response.status_code, response.content)


def use_database(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def migrated_database() -> Iterator[str]:
    """A new database with the portal's tables."""
    usual = connection.settings_dict["NAME"]
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield name
    finally:
        use_database(name)
        connection.creation.destroy_test_db(usual, verbosity=0)


@contextmanager
def copied_database(template: str, suffix: str) -> Iterator[str]:
    """A copy of a database that nobody is connected to."""
    name = f"{template}_{suffix}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
