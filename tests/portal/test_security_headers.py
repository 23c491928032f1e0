"""Every answer carries the headers that keep a browser on our side, whatever the answer is."""

import logging
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from portal.models import Organisation
from tests.factories import PASSWORD, PartnershipFactory, RoleFactory

PROJECT = Path(__file__).resolve().parents[2]

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}

PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "kT9" * 20 + "!æøå0123456789xyz",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "EMAIL_HOST": "mail.example",
}
ASK = """
import django
django.setup()
from django.conf import settings
from django.test import Client
answer = Client(headers={"host": "portal.example"}).get("/", secure=True)
print(answer.status_code, answer["Strict-Transport-Security"])
print(Client(headers={"host": "portal.example"}).get("/")["Location"])
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY)
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEBUG)
"""


def check(response: HttpResponse, status: int) -> None:
    assert response.status_code == status
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == CSP
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert "Server" not in response.headers


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """A Python process of the project, in production as if on a server."""
    ours = ("PORTAL_", "DATABASE_", "DEBUG", "EMAIL_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= PRODUCTION | {"DJANGO_SETTINGS_MODULE": "portal.settings"} | changes
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )


@pytest.mark.django_db
def test_pages_lists_forms_and_refusals_carry_them(
    client: Client, as_editor: Client, reader: object, owner: Organisation
) -> None:
    partnership = PartnershipFactory(owner=owner)
    edit = f"/partnerships/{partnership.pk}/edit/"
    check(Client().get("/login/"), 200)
    check(Client().get("/"), 302)
    check(as_editor.get("/"), 200)
    check(as_editor.get("/partnerships/"), 200)
    check(as_editor.get("/partnerships/", headers={"HX-Request": "true", "HX-Request-Type": "partial"}), 200)
    check(as_editor.get(edit), 200)
    check(as_editor.post(edit, {"version": 1}), 422)
    check(as_editor.post(edit, {"version": 7}), 409)
    check(as_editor.post(edit, {"source": "x"}), 400)
    check(as_editor.put(edit), 405)
    check(as_editor.get("/partnerships/0/"), 404)
    client.force_login(reader)
    check(client.get(edit), 403)


@pytest.mark.django_db
def test_a_failure_carries_them_and_tells_nothing(as_editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("portal.views.overview.deadlines", fail)
    as_editor.raise_request_exception = False
    response = as_editor.get("/")
    check(response, 500)
    assert "secret of the inside" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db
def test_a_failure_is_written_to_the_log_with_where_it_happened(
    as_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("what went wrong")

    monkeypatch.setattr("portal.views.overview.deadlines", fail)
    log = StringIO()
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler:
            monkeypatch.setattr(handler, "stream", log)
    as_editor.raise_request_exception = False
    assert as_editor.get("/nowhere/").status_code == 404
    assert log.getvalue() == ""
    assert as_editor.get("/?q=1").status_code == 500
    assert "ERROR django.request: Internal Server Error: /" in log.getvalue()
    assert "RuntimeError: what went wrong" in log.getvalue()


@pytest.mark.django_db
def test_the_browser_shows_no_part_of_a_page_for_the_page(as_editor: Client) -> None:
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for response in (as_editor.get("/partnerships/"), as_editor.get("/partnerships/", headers=part)):
        assert response["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "HX-Request", "HX-Request-Type"} <= {*response["Vary"].split(", ")}


@pytest.mark.django_db
def test_no_page_has_inline_script_or_style(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    for address in ["/", "/partnerships/", f"/partnerships/{partnership.pk}/", "/partnerships/new/", "/trash/"]:
        page = as_editor.get(address).content.decode()
        for forbidden in ["<style", " style=", "<script>", " onclick=", "hx-on", "javascript:", 'hx-vals="js']:
            assert forbidden not in page


@pytest.mark.django_db
def test_cookies_are_kept_from_scripts_and_other_sites(client: Client) -> None:
    user = RoleFactory().user
    user.set_password(PASSWORD)
    user.save()
    client.get("/login/")
    client.post("/login/", {"login": user.email, "password": PASSWORD})
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
    assert (token["samesite"], token["path"]) == ("Lax", "/")


def test_production_speaks_https_only_and_binds_its_cookies_to_the_host() -> None:
    process = run("-c", ASK)
    assert process.stdout.splitlines() == [
        "302 max-age=31536000; includeSubDomains; preload",
        "https://portal.example/",
        "True True True",
        "__Host-session __Host-csrf False",
    ], process.stderr


@pytest.mark.django_db
def test_production_passes_djangos_own_deployment_check() -> None:
    database = connection.settings_dict
    server = {name.lower(): database[name] for name in ("HOST", "PORT", "USER", "PASSWORD") if database[name]}
    address = f"postgresql:///{database['NAME']}?{urlencode(server)}"
    process = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=address)
    assert process.returncode == 0, process.stderr


@pytest.mark.parametrize(
    "mistake", [{"PORTAL_DEMO": "1"}, {"DEBUG": "1"}, {"SECRET_KEY": ""}, {"DATABASE_URL": ""}, {"PORTAL_ENV": "prod"}]
)
def test_production_refuses_to_start_on_a_doubtful_setting(mistake: dict[str, str]) -> None:
    assert run("-c", "import django; django.setup()", **mistake).returncode != 0
