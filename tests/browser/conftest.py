"""Chromium against the portal as `make demo` serves it: granian, hashed static files, the demo data."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

PROJECT = Path(__file__).parents[2]
PASSWORD = "demo-portal-2026"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)  # the database that the portal's is copied from


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """These tests speak HTTP: the mark has the database made, but they open no connection of their own to it."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    if CHROMIUM is None:
        message = "Chromium is not installed: on Debian, apt-get install chromium"
        if os.environ.get("PORTAL_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-background-networking"]}


@pytest.fixture(scope="session")
def portal(
    django_db_setup: None,
    django_db_blocker: object,
    browser_type_launch_args: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Address of a running portal with the demo data. Tests share it, so each changes only records of its own."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        environment = os.environ | {"PORTAL_DEMO": "1", "DATABASE_URL": _copy_of_test_database()}
    environment["FILES_DIR"] = str(tmp_path_factory.mktemp("files"))
    for command in ("demo", "collectstatic --no-input"):
        arguments = [sys.executable, "manage.py", *command.split()]
        subprocess.run(arguments, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    granian = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    server = subprocess.Popen(
        [*granian, "--blocking-threads", "4", "--workers-kill-timeout", "2", "portal.wsgi:application"],
        cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/healthz")
    yield address
    server.terminate()
    server.wait(20)


def _copy_of_test_database() -> str:
    settings = connection.settings_dict
    name = f"{settings['NAME']}_browser"
    host, user, password, port = (str(settings[key] or "") for key in ("HOST", "USER", "PASSWORD", "PORT"))
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
    query = urlencode({key: value for key, value in (("host", host), ("port", port)) if value})
    return f"postgresql://{quote(user)}:{quote(password)}@/{name}?{query}"


def _wait_for(address: str) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def logins() -> dict[str, Any]:
    """The cookies of those who have logged in, by e-mail: one address may only log in so many times a minute."""
    return {}


@pytest.fixture
def visit(portal: str, browser: Browser, logins: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """Opens a page as somebody, in a browser of their own. What the browser complains of (CSP, 5xx) fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def log_in(email: str, path: str = "/", **options: object) -> Page:
        context = browser.new_context(base_url=portal, locale="da-DK", **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_cookies(logins.get(email, []))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        page.goto(path)
        if "/login/" in page.url:
            page.locator("[name=login]").fill(email)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("main button[type=submit]").click()
            page.wait_for_url(lambda address: "/login/" not in address)
            logins[email] = context.cookies()
        return page

    yield log_in
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(message: object) -> bool:
    # Chromium also logs each 4xx answer as an error; those are asserted by the tests that cause them.
    return message.type == "error" and "status of 4" not in message.text  # type: ignore[attr-defined]
