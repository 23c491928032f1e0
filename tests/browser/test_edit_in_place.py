"""One field changed where it is shown, and many records at once: by keyboard, heard, and without losing the place."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_every_page_is_accessible import faults

EDITOR = "editor@aalborg.example"
FORM = "form[data-cell]"


def focused(page: Page, attribute: str) -> str:
    return page.evaluate(f"document.activeElement.getAttribute('{attribute}') || ''")


def looks(page: Page) -> Iterator[str]:
    """Light, dark and a narrow screen, one after the other."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        yield scheme
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    yield "320 px"
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")


@pytest.fixture
def edinburgh(visit: Callable[..., Page]) -> Page:
    """The list with one row, and the focus on the button beside its status."""
    page = visit(EDITOR, "/partnerships/?q=edinburgh")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("a.edit[href*='/status/']").focus()
    return page


def test_a_cell_is_changed_by_keyboard_and_the_change_is_heard(edinburgh: Page) -> None:
    page = edinburgh
    page.keyboard.press("Enter")
    expect(page.locator(f"{FORM} select")).to_be_focused()
    page.keyboard.press("ArrowDown")  # to the next status
    page.keyboard.press("Enter")
    expect(page.locator(FORM)).to_have_count(0)
    expect(page.locator("tbody .badge")).to_have_text("I dvale")
    assert "/status/" in focused(page, "href")
    announcement = page.locator("#announcement")
    expect(announcement).to_contain_text("Edinburgh")
    expect(announcement).to_contain_text("I dvale")
    assert page.url.endswith("/partnerships/?q=edinburgh")


def test_escape_leaves_the_cell_as_it_was(edinburgh: Page) -> None:
    page = edinburgh
    before = page.locator("tbody .badge").text_content()
    page.keyboard.press("Enter")
    expect(page.locator(f"{FORM} select")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.locator(FORM)).to_have_count(0)
    expect(page.locator("tbody .badge")).to_have_text(before or "")
    assert "/status/" in focused(page, "href")


def test_a_wrong_value_stays_in_the_cell_with_the_reason(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, "/partnerships/?q=edinburgh")
    page.locator("a.edit[href*='/since/']").focus()
    page.keyboard.press("Enter")
    field = page.locator(f"{FORM} [name=since]")
    expect(field).to_be_focused()
    field.fill("engang")
    page.keyboard.press("Enter")
    expect(page.locator(f"{FORM} .ds-validation-message")).to_be_visible()
    expect(field).to_have_value("engang")
    expect(field).to_be_focused()
    assert faults(page, "a refused value in a cell") == []


def test_two_editors_of_one_cell_see_both_values(visit: Callable[..., Page]) -> None:
    first, second = (
        visit(EDITOR, "/partnerships/?q=antibes"),
        visit("secretariat@aalborg.example", "/partnerships/?q=antibes"),
    )
    for page in (first, second):
        page.locator("a.edit[href*='/priority/']").click()
        page.locator(f"{FORM} select").wait_for()
    first.locator(f"{FORM} select").select_option("high")
    first.locator(f"{FORM} button").click()
    expect(first.locator(FORM)).to_have_count(0)
    second.locator(f"{FORM} select").select_option("low")
    second.locator(f"{FORM} button").click()
    clash = second.locator(f"{FORM} [role=alert]")
    expect(clash).to_contain_text("Høj prioritet")
    expect(clash).to_contain_text("Lav prioritet")
    for look in looks(second):
        assert faults(second, f"a clash in a cell, {look}") == []
    second.locator(f"{FORM} button").click()
    expect(second.locator(FORM)).to_have_count(0)
    expect(second.locator("tbody")).to_contain_text("Lav prioritet")


def test_a_fact_is_changed_on_its_page_and_the_rest_of_the_page_follows(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, "/agreements/")
    page.get_by_role("link", name="Samarbejde om havn og logistik", exact=True).click()
    page.locator("#edit-starts").focus()
    page.keyboard.press("Enter")
    field = page.locator(f"{FORM} [name=starts]")
    expect(field).to_be_focused()
    before = page.locator(".state").inner_text()
    field.fill("15.1.2031")
    page.keyboard.press("Enter")
    expect(page.locator(".facts", has_text="15. januar 2031").first).to_be_visible()
    expect(page.locator(".state")).not_to_have_text(before)
    expect(page.locator("#edit-starts")).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("15. januar 2031")


def test_the_open_form_is_accessible(edinburgh: Page) -> None:
    page = edinburgh
    page.keyboard.press("Enter")
    page.locator(FORM).wait_for()
    for look in looks(page):
        assert faults(page, f"an open cell, {look}") == []
    page.keyboard.press("Escape")
    page.locator("tbody th a").click()
    page.locator("#edit-priority").click()
    page.locator(FORM).wait_for()
    for look in looks(page):
        assert faults(page, f"an open fact, {look}") == []


def test_without_scripts_a_cell_is_a_page_that_leads_back(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, "/partnerships/?q=galway", java_script_enabled=False)
    page.locator("a.edit[href*='/priority/']").focus()
    page.keyboard.press("Enter")
    page.locator("select[name=priority]").select_option("high")
    page.locator("main button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/partnerships/\?q=galway$"))
    expect(page.locator("tbody")).to_contain_text("Høj prioritet")


@pytest.mark.parametrize("scripts", [True, False])
def test_many_are_changed_by_keyboard(scripts: bool, visit: Callable[..., Page]) -> None:
    topic = "Turisme" if scripts else "Sundhed"
    page = visit(EDITOR, "/partnerships/?kind=twin_city&sort=-partner", java_script_enabled=scripts)
    bar = page.locator(".bulk-bar")
    expect(bar).to_be_hidden()
    for number in (0, 1):
        page.locator("[name=row]").nth(number).focus()
        page.keyboard.press("Space")
    names = page.locator("tbody th").all_inner_texts()[:2]
    expect(bar).to_be_visible()
    if scripts:
        expect(page.locator("[data-pick-count]")).to_contain_text("2")
        expect(page.locator("#announcement")).to_contain_text("2")
    bar.get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.locator("[name=topics-act][value=add]").check()
    page.get_by_label(topic, exact=True).check()
    page.locator("[name=change_reason]").fill("Efter mødet i gruppen")
    page.keyboard.press("Enter")
    expect(page.locator("tbody th")).to_have_text([name.strip() for name in names])
    expect(page.locator("tbody")).to_contain_text(topic)
    page.locator("main button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/partnerships/\?kind=twin_city&sort=-partner$"))
    expect(page.locator(".messages")).to_contain_text("2 samarbejder")
    page.locator(".messages a").click()
    expect(page.locator("main")).to_contain_text(names[1].strip())


def test_all_of_a_page_are_ticked_at_once(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, "/networks/")
    rows = page.locator("[name=row]").count()
    page.locator("[data-pick-all]").check()
    expect(page.locator("[name=row]:checked")).to_have_count(rows)
    page.locator("[name=row]").first.uncheck()
    assert page.locator("[data-pick-all]").evaluate("box => box.indeterminate")
    page.locator(".filters [type=search]").fill("eurocities")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("[data-pick-all]")).to_be_visible()
    expect(page.locator(".bulk-bar")).to_be_hidden()


def test_the_pages_of_a_change_in_bulk_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, "/partnerships/?q=a")
    for number in (0, 1, 2):
        page.locator("[name=row]").nth(number).check()
    for look in looks(page):
        assert faults(page, f"ticked rows, {look}") == []
    page.locator(".bulk-bar button").click()
    page.locator("main button[type=submit]").click()
    page.locator(".ds-error-summary").wait_for()
    page.locator("[name=priority-act][value=set]").check()
    page.locator("[name=topics-act][value=add]").check()
    for look in looks(page):
        assert faults(page, f"the choice of fields, {look}") == []
    page.locator("[name=topics-act][value=leave]").check()
    page.locator("[name=last_activity_on-act][value=set]").check()
    page.locator("[name=last_activity_on]").fill("2026-02-03")
    page.locator("[name=priority-act][value=clear]").check()
    page.locator("main button[type=submit]").click()
    expect(page.locator("tbody [name=row]")).to_have_count(3)
    for look in looks(page):
        assert faults(page, f"before and after, {look}") == []
    page.locator("[name=row]").first.evaluate("box => { box.value = box.value.replace(/:.*/, ':999') }")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator(".ds-alert[autofocus]")).to_be_visible()
    for look in looks(page):
        assert faults(page, f"a refused change in bulk, {look}") == []
    page.locator("main button[type=submit]").first.click()
    page.locator(".messages a").click()
    expect(page).to_have_url(re.compile(r"/activity/\?group="))
    for look in looks(page):
        assert faults(page, f"what was changed, {look}") == []
