"""A choice among many: long lists are searched by typing, organisations are chosen by name."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_edit_in_place import EDITOR, FORM, looks
from tests.browser.test_every_page_is_accessible import faults

NEW = "/partnerships/activities/new/"


def test_a_long_list_is_searched_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, NEW)
    find, boxes = page.locator("[data-find] input").first, page.locator("[name=partnerships]")
    shown = page.locator("[name=partnerships]:visible")
    many = boxes.count()
    announcement = page.locator("#announcement")
    find.focus()
    page.keyboard.type("fuglafjordur")
    expect(shown).to_have_count(1)
    expect(announcement).to_have_text(re.compile(r"^1\b"))
    page.keyboard.press("Enter")
    expect(page.locator(".ds-error-summary")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(shown).to_be_checked()
    expect(page.locator("[data-chosen]").first).to_have_text(re.compile(r"^1\b"))
    page.keyboard.press("Shift+Tab")
    expect(find).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("AALBORG uni")
    expect(shown).to_have_count(2)  # what is ticked stays
    for look in looks(page):
        assert faults(page, f"a searched list, {look}") == []
    page.keyboard.press("Escape")
    expect(find).to_have_value("")
    expect(shown).to_have_count(many)
    expect(find).to_be_focused()
    assert page.url.endswith(NEW)


def test_escape_empties_the_search_before_it_leaves_the_cell(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, "/partnerships/?q=edinburgh")
    link = page.locator("a.edit").first
    link.evaluate("link => { link.href = link.href.replace(/[a-z_]+.[?].*/, 'topics/') }")  # no list offers it so far
    link.click()
    find = page.locator(f"{FORM} [data-find] input")
    find.fill("smart")
    expect(page.locator(f"{FORM} [name=topics]:visible:not(:checked)")).to_have_count(1)
    find.press("Escape")
    expect(find).to_have_value("")
    find.press("Escape")
    expect(page.locator(FORM)).to_have_count(0)


def test_without_scripts_there_is_the_plain_list_and_one_input(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, NEW, java_script_enabled=False)
    expect(page.locator("[data-find]").first).to_be_hidden()
    expect(page.locator("[name=partnerships]").last).to_be_visible()
    expect(page.locator("input[name=organisations]:visible")).to_have_count(1)


def test_two_organisations_are_added_by_name_and_one_in_a_dialog(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, NEW)
    names = page.locator("[name=organisations][type=text]:visible")
    page.get_by_label("Titel").fill("Kor på besøg")
    page.locator("[name=kind]").select_option("visit")
    page.locator("[name=starts_on]").fill("2026-05-04")
    names.nth(0).press_sequentially("gdyn")
    expect(page.locator("datalist option[value='Gdynia (Polen)']")).to_be_attached()
    expect(names).to_have_count(2)
    names.nth(0).fill("Gdynia (Polen)")
    names.nth(0).press("Tab")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.type("tulce")
    expect(page.locator("[data-one-more] > p").nth(1).locator("option[value^='Tulcea']")).to_be_attached()
    names.nth(1).fill("Atlantis")
    expect(names).to_have_count(3)
    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Atlantis")
    expect(names.nth(1)).to_have_value("Atlantis")
    for look in looks(page):
        assert faults(page, f"an unknown organisation, {look}") == []
    names.nth(1).fill("tulcea")

    page.locator("#id_organisations ~ .new-related a").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Navn", exact=False).first.fill("Dialogby for mange")
    dialog.get_by_label("Type").select_option("city")
    dialog.get_by_label("Land").select_option("FI")
    dialog.get_by_role("button", name="Gem").click()
    expect(page.get_by_label("Dialogby for mange (Finland)")).to_be_checked()
    expect(page.get_by_label("Dialogby for mange (Finland)")).to_be_focused()
    page.locator(".form-card").get_by_role("button", name="Gem").click()
    page.wait_for_url(re.compile(r"/activities/\d+/$"))
    for name in ("Gdynia", "Tulcea", "Dialogby for mange"):
        expect(page.locator("main")).to_contain_text(name)

    page.goto(f"{page.url}edit/")
    expect(page.locator("[name=organisations]:checked")).to_have_count(3)
    for look in looks(page):
        assert faults(page, f"three chosen, {look}") == []
