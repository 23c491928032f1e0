"""On a narrow screen the filters of a list lie folded, so that its rows come first; on a wide one they always show."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_they_unfold_by_keyboard_and_stay_so_while_one_types(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/?view=all")
    page.set_viewport_size({"width": 320, "height": 700})
    search, fold = page.locator("#filters [type=search]"), page.locator("#filters > details > summary")
    expect(search).to_be_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    search.fill("riga")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(search).to_be_focused()
    expect(search).to_be_visible()
    page.reload()
    expect(search).to_have_value("riga")  # in use, so it is not hidden
    expect(search).to_be_visible()


def test_on_a_wide_screen_there_is_nothing_to_unfold(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/?view=all")
    expect(page.locator("#filters [type=search]")).to_be_visible()
    expect(page.locator("#filters > details > summary")).to_be_hidden()
    page.locator("#filters [name=kind]").select_option("twin_city")
    page.wait_for_url("**kind=twin_city*")
