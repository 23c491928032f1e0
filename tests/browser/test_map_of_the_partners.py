"""The map by keyboard and on a narrow screen; the public page for somebody who has never logged in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_every_page_is_accessible import faults

NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 800}


def looks(page: Page, where: str) -> list[str]:
    """What is wrong with a page in light, in dark, and on a narrow screen."""
    found = faults(page, where)
    page.emulate_media(color_scheme="dark")
    found += faults(page, f"{where} in dark")
    page.set_viewport_size(NARROW)
    found += faults(page, f"{where} at 320 px")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return found + ([f"{where} is {width} px wide"] if width > 320 else [])


def test_the_map_is_filtered_and_followed_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/?kind=twin_city")
    page.locator("#results a[href^='/partnerships/map/']").click()
    page.wait_for_url("**/partnerships/map/?kind=twin_city")
    dots = page.locator("#results figure > svg a")
    expect(page.locator("[data-announce]")).to_contain_text("33")
    before = dots.count()
    page.locator("[name=country]").select_option("PL")
    page.wait_for_url("**country=PL**")
    expect(page.locator("#results tbody tr")).to_have_count(2)
    assert dots.count() == 2 < before
    gdynia = page.locator("svg a", has=page.locator("title", has_text="Gdynia"))
    gdynia.focus()
    expect(page.locator("tr[data-marked]")).to_contain_text("Gdynia")
    page.locator("tbody a", has_text="Lubuskie").focus()
    expect(page.locator("svg a[data-marked] title")).to_contain_text("Lubuskie")
    gdynia.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnerships/*/")
    expect(page.locator("h1")).to_have_text("Gdynia")


def test_a_mark_of_several_opens_into_the_area_of_those(visit: Callable[..., Page]) -> None:
    page = visit("reader@aalborg.example", "/partnerships/map/?kind=twin_city")
    several = page.locator("[data-tone=several][data-holds]").first
    keys = (several.get_attribute("data-holds") or "").split()
    several.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**near=**")
    rows = page.locator("#results tbody tr")
    for key in keys:
        expect(rows.locator(f"a[href='/partnerships/{key}/']")).to_have_count(1)
    assert len(keys) <= rows.count() < 33  # whoever else lies in that area is there too


def test_the_land_and_the_marks_are_drawn_where_they_belong(visit: Callable[..., Page]) -> None:
    page = visit("reader@aalborg.example", "/partnerships/map/?q=Gdynia")
    land = page.locator("figure use.land").bounding_box()
    assert land is not None
    assert land["width"] > 100
    mark = page.locator("figure svg a").bounding_box()
    map_ = page.locator("figure > svg").bounding_box()
    assert mark
    assert map_
    middle = map_["x"] + map_["width"] / 2
    assert abs(mark["x"] + mark["width"] / 2 - middle) < 5  # alone, it is in the middle


@pytest.mark.parametrize("address", ["/partnerships/map/", "/partnerships/map/?by=country&zoom=europe"])
def test_the_map_is_accessible_everywhere(visit: Callable[..., Page], address: str) -> None:
    assert looks(visit("editor@aalborg.example", address), address) == []


def test_anybody_reads_the_public_page_in_both_languages(portal: str, browser: Browser) -> None:
    context = browser.new_context(base_url=portal, locale="da-DK")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/public/aalborg/")
    expect(page.locator("html")).to_have_attribute("lang", "da")
    expect(page.locator("tbody tr")).to_have_count(33)
    found = looks(page, "/public/aalborg/")
    page.locator("tbody a", has_text="Gdynia").click()
    expect(page.locator("h1")).to_have_text("Gdynia")
    expect(page.locator(".state")).to_contain_text("Polen")
    found += looks(page, page.url)
    page.locator("header a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".state")).to_contain_text("Poland")
    page.locator("header .site-name").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("tbody tr")).to_have_count(33)
    assert found == []
    assert complaints == []
    assert context.cookies() == []
    context.close()
