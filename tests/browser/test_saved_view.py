"""Somebody narrows a list, saves it as a view, and is back in one click."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

CURRENT = ".views a[aria-current]"
ANNOUNCEMENT = "#announcement"


def test_a_view_is_saved_and_reached_in_one_click(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/")
    expect(page.locator(CURRENT)).to_have_text("Alle")
    page.get_by_role("button", name="Kolonner").click()
    page.locator("#column-since").uncheck()
    page.locator("#column-owner").check()
    page.locator("#choose-columns button[type=submit]").click()
    expect(page).to_have_url(re.compile("columns="))
    heads = page.locator("thead th")
    expect(heads.filter(has_text="Ejer")).to_have_count(1)

    page.locator("#sort-partner").click()  # turns the order, and the fields that carry it to the filters
    expect(page).to_have_url(re.compile("sort=-partner"))
    expect(page.locator("#sort-partner")).to_be_focused()
    page.locator("#id_status").focus()
    page.locator("#id_status").select_option("active")
    expect(page).to_have_url(re.compile("status=active"))
    expect(page).to_have_url(re.compile("sort=-partner"))
    expect(page.locator("#id_status")).to_be_focused()
    expect(page.locator(ANNOUNCEMENT)).to_have_text(re.compile(r"^\d+ samarbejde"))
    expect(page.locator(CURRENT)).to_have_count(0)
    first = page.locator("tbody tr").first.inner_text()

    page.locator("[popovertarget=save-view]").click()
    page.locator("#view-name").fill("De aktive bagfra")
    page.locator("#save-view button").click()
    expect(page.locator(CURRENT)).to_have_text("De aktive bagfra")

    page.goto("/partnerships/?view=all")
    expect(page.locator(CURRENT)).to_have_text("Alle")
    page.get_by_role("link", name="De aktive bagfra").click()
    expect(page.locator(CURRENT)).to_have_text("De aktive bagfra")
    expect(page.locator("tbody tr").first).to_have_text(first, use_inner_text=True)
    expect(page.locator("#id_status")).to_have_value("active")
    expect(page.locator("#sort-partner").locator("..")).to_have_attribute("aria-sort", "descending")

    page.locator("#sort-partner").click()
    expect(page.locator(CURRENT)).to_have_count(0)
    page.go_back()
    expect(page.locator(CURRENT)).to_have_text("De aktive bagfra")
    expect(page.locator("tbody tr").first).to_have_text(first, use_inner_text=True)
    page.reload()
    expect(page.locator("tbody tr").first).to_have_text(first, use_inner_text=True)


def test_the_way_back_from_a_record_leads_to_the_whole_list_as_it_was_narrowed(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/")
    page.locator("#id_status").select_option("active")
    expect(page).to_have_url(re.compile("status=active"))
    expect(page.locator("tbody tr")).not_to_have_count(0)
    page.locator("tbody th a").first.click()
    expect(page.locator("#facts")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Samarbejder")
    expect(page.locator("#id_status")).to_have_value("active")


def test_whom_a_view_is_for_decides_what_else_is_asked(visit: Callable[..., Page]) -> None:
    page = visit("secretariat@aalborg.example", "/views/new/?listing=partnerships.partnership")
    for chosen, shown in [("department", ["department"]), ("role", ["role"]), ("owner", []), ("personal", [])]:
        page.locator("[name=sharing]").select_option(chosen)
        asked = [name for name in ("owner", "department", "role") if page.locator(f"[name={name}]").is_visible()]
        assert asked == shown
