"""axe on every kind of page, in light and dark, and no sideways scrolling on a 320 px wide screen."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ROLES = ["editor@midtjylland.example", "secretariat@aalborg.example", "director@kulturregion.example"]
# Pages that no link leads to, or that answer with an error; each must be as accessible as the rest.
ODD_ONES = ["/partnerships/999999/", "/agreements/?q=intet+hedder+sådan", "/meetings/?page=1&sort=-title"]


def kind_of(address: str) -> str:
    """Addresses that differ only in numbers or parameters show the same kind of page."""
    return re.sub(r"\d+", "N", address.split("?")[0])


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
        queue += [link for link in links if link and not re.search(r"\.(pdf|csv|xlsx)$|^/admin/|^/static/", link)]


def faults(page: Page, address: str) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{address}: {fault['id']} {[node['target'] for node in fault['nodes'][:3]]}" for fault in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("email", ROLES)
def test_axe_finds_nothing(visit: Callable[..., Page], email: str, scheme: str) -> None:
    page = visit(email, color_scheme=scheme)
    found = [fault for address in every_kind(page) for fault in faults(page, address)]
    assert found == []


@pytest.mark.parametrize("email", ROLES)
def test_nothing_scrolls_sideways_on_a_narrow_screen(visit: Callable[..., Page], email: str) -> None:
    page = visit(email, viewport={"width": 320, "height": 640})
    wide = []
    for address in every_kind(page):
        width = page.evaluate("document.documentElement.scrollWidth")
        wide += [f"{address}: {width}"] if width > 320 else []
        wide += faults(page, address)
    assert wide == []


def test_error_states_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/agreements/new/")
    page.get_by_role("button", name="Gem").click()
    page.locator(".ds-error-summary").wait_for()
    assert faults(page, "an invalid form") == []


def test_logging_in_is_accessible(portal: str, page: Page) -> None:
    page.goto(f"{portal}/login/")
    assert faults(page, "/login/") == []
    page.goto(f"{portal}/password/reset/")
    assert faults(page, "/password/reset/") == []
