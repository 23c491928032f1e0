"""An activity is noted by keyboard in half a minute; a city that asks is weighed and becomes a partner."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_every_page_is_accessible import faults


def test_an_activity_is_noted_from_a_partnership_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/?q=Racine")
    page.get_by_role("link", name="Racine", exact=True).click()
    page.locator("a[href$='/activities/new/']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    found = faults(page, "the short form of an activity")
    page.keyboard.type("Opkald om jazz")
    page.keyboard.press("Tab")
    page.keyboard.type("M")  # the only kind that begins so
    expect(page.locator("#id_kind")).to_have_value("meeting")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/partnerships/\d+/$"))
    expect(page.locator("section:has(#activities)")).to_contain_text("Opkald om jazz")
    assert not found


def test_a_chinese_city_asks_where_there_is_one_already_and_becomes_a_partner(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/enquiries/new/")
    page.locator("#id_sender").fill("Prøveby i Kina")
    page.locator("#id_country").select_option("CN")
    weighing = page.locator("#weighing")
    expect(weighing.locator("[data-color=warning]")).to_be_visible()
    expect(weighing.get_by_role("link", name="Hefei")).to_be_visible()
    expect(page.locator("#id_sender")).to_have_value("Prøveby i Kina")
    expect(page.locator("#announcement")).to_contain_text("Kina")
    found = faults(page, "an enquiry from where there is a partner")
    page.locator("main button[type=submit]").last.click()

    page.locator("a[href$='/answer/']").click()
    expect(page.locator("#weighing").get_by_role("link", name="Hefei")).to_be_visible()
    page.locator("#id_answer").select_option("accepted")
    page.locator("main button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/enquiries/\d+/$"))
    found += faults(page, "an answered enquiry")

    page.locator("a[href$='/partnership/']").click()
    page.get_by_role("link", name="Opret organisation").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("#quick-name").fill("Prøveby")
    dialog.locator("#quick-kind").select_option("city")
    dialog.locator("#quick-country").select_option("CN")
    dialog.get_by_role("button", name="Gem").click()
    expect(page.locator("#id_partner")).to_have_value("Prøveby (Kina)")
    page.locator("#id_kind").select_option("cooperation")
    page.locator("main form.form-body button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/partnerships/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Prøveby")
    page.get_by_role("link", name="Prøveby i Kina").click()
    expect(page.locator("main")).to_contain_text("Prøveby")
    assert page.locator("a[href$='/partnership/']").count() == 0
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not found
