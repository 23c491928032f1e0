"""Searching by the keyboard alone; what it says aloud; how it looks to axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.test_every_page_is_accessible import faults

READER = "reader@aalborg.example"


def type_into_the_box(page: Page, text: str) -> None:
    page.keyboard.press("/")
    expect(page.locator(".site-search input")).to_be_focused()
    page.keyboard.type(text)


def test_from_a_key_to_a_record_without_the_mouse(visit: Callable[..., Page]) -> None:
    page = visit(READER)
    suggestions = page.locator("#suggestions")
    type_into_the_box(page, "fredrik")
    expect(suggestions.get_by_role("link", name="Fredrikstad").first).to_be_visible()
    expect(suggestions.locator("mark").first).to_have_text("Fredrikstad")
    expect(page.locator("#announcement")).to_have_text(suggestions.locator("[data-announce]").text_content() or "-")
    links = suggestions.get_by_role("link")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".site-search input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(page.locator(".site-search input")).to_have_value("fredrik")
    page.keyboard.type("s")
    expect(suggestions).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Fredrikstad")


def test_enter_without_a_choice_opens_all_results(visit: Callable[..., Page]) -> None:
    page = visit(READER, "/partnerships/")
    type_into_the_box(page, "venskabsbyer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=venskabsbyer")
    expect(page.locator(".results mark").first).to_be_visible()
    expect(page.locator(".site-search input")).to_have_value("venskabsbyer")
    page.get_by_role("complementary").get_by_role("link").nth(1).click()
    page.wait_for_url("**kind=**")
    expect(page.locator(".results > li").first).to_be_visible()


def test_leaving_the_box_puts_the_suggestions_away(visit: Callable[..., Page]) -> None:
    page = visit(READER)
    type_into_the_box(page, "fred")
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.locator("h1").click()
    expect(page.locator("#suggestions")).to_be_hidden()


def test_the_key_is_a_letter_in_fields_and_can_be_turned_off(visit: Callable[..., Page]) -> None:
    page = visit(READER, "/partnerships/")
    page.locator("main [type=search]").click()
    page.keyboard.type("a/b")
    expect(page.locator("main [type=search]")).to_have_value("a/b")
    page.locator(".user-button").click()
    page.locator("[data-search-key] input").uncheck()
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator(".site-search input")).not_to_be_focused()
    page.locator(".user-button").click()
    expect(page.locator("[data-search-key] input")).not_to_be_checked()


def test_the_key_stays_turned_off_after_a_logout(visit: Callable[..., Page]) -> None:
    page = visit(READER, "/")
    page.locator(".user-button").click()
    page.locator("[data-search-key] input").uncheck()
    page.locator("form[action='/logout/'] button").click()
    page.locator("[name=login]").fill(READER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.locator(".user-button").click()
    expect(page.locator("[data-search-key] input")).not_to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_open_suggestions_and_results(
    visit: Callable[..., Page], scheme: str, width: int
) -> None:
    page = visit(READER, "/partnerships/", color_scheme=scheme, viewport={"width": width, "height": 700})
    type_into_the_box(page, "aal")
    expect(page.locator("#suggestions a").first).to_be_visible()
    assert faults(page, "suggestions") == []
    page.keyboard.press("ArrowDown")
    assert faults(page, "suggestions walked through") == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.type("zzzz")
    expect(page.locator("#suggestions [data-announce]")).to_be_visible()
    assert faults(page, "nothing to suggest") == []
    for address in ("/search/?q=aalborg", "/search/?q=intet-hedder-dette", "/search/"):
        page.goto(address)
        assert faults(page, address) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_search_works_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit(READER, java_script_enabled=False)
    page.locator(".site-search input").fill("arhus")
    page.locator(".site-search input").press("Enter")
    page.wait_for_url("**/search/?q=arhus")
    expect(page.locator(".results a", has_text="Aarhus").first).to_be_visible()
