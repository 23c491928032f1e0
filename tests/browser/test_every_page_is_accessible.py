"""axe on every kind of page, in light and dark, and no sideways scrolling on a 320 px wide screen."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

ROLES = ["editor@midtjylland.example", "secretariat@aalborg.example", "director@kulturregion.example"]
RUN_AXE = """options => axe.run(document, options).then(({violations}) => violations.map(
    one => `${one.id} ${one.nodes.slice(0, 3).map(node => node.target).join(" | ")}`))"""
# Pages that no link leads to, or that answer with an error; each must be as accessible as the rest.
ODD_ONES = ["/partnerships/999999/", "/agreements/?q=intet+hedder+sådan", "/meetings/?page=1&sort=-title"]


def kind_of(address: str) -> str:
    """Addresses that differ only in numbers or parameters show the same kind of page; but each list is its own."""
    kind = re.sub(r"\d+", "N", address.split("?")[0])
    if kind.startswith("/cells/"):
        return "/cells/"
    return kind if kind.startswith("/lists/") else re.sub(r"[a-z]+\.[a-z]+", "KIND", kind)


def every_kind(page: Page) -> Iterator[str]:
    """Follows links from the overview, one address of each kind; leaves each page open while it is looked at."""
    queue, seen = ["/", *ODD_ONES], set()
    while queue:
        address = queue.pop(0)
        if address not in ODD_ONES and kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        page.goto(address)
        yield address
        links = page.eval_on_selector_all(
            "a[href^='/']", "all => all.map(one => one.getAttribute('href').split('#')[0])"
        )
        queue += [link for link in links if link and not re.search(r"\.(pdf|docx|csv|xlsx)$|^/admin/|^/static/", link)]


def faults(page: Page, where: str, **options: object) -> list[str]:
    """What axe finds on the page as it stands. The script is sent once per page; only the faults come back."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(RUN_AXE, {"resultTypes": ["violations"], **options})
    return [f"{where}: {fault}" for fault in found]


@pytest.mark.parametrize("email", ROLES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Callable[..., Page], email: str) -> None:
    page = visit(email)
    found: list[str] = []
    for address in every_kind(page):
        found += faults(page, address)
        page.emulate_media(color_scheme="dark")
        found += faults(page, f"{address} in dark", runOnly=["color-contrast"])
        page.set_viewport_size({"width": 320, "height": 640})
        found += faults(page, f"{address} at 320 px in dark")
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{address} is {width} px wide"] if width > 320 else []
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})
    assert not found, "\n".join(found)


def test_error_states_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/agreements/new/")
    page.get_by_role("button", name="Gem").click()
    page.locator(".ds-error-summary").wait_for()
    assert faults(page, "an invalid form") == []


def test_open_menus_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/")
    page.get_by_role("button", name="Kolonner").click()
    assert faults(page, "the choice of columns") == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Min konto").click()
    assert faults(page, "the user's menu") == []


def test_logging_in_is_accessible(portal: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{portal}/login/")
    assert faults(page, "/login/") == []
    page.goto(f"{portal}/password/reset/")
    assert faults(page, "/password/reset/") == []
    page.close()
