"""What stands around a record: a note in seconds by keyboard, a file, following, confirming without leaving."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_every_page_is_accessible import faults


def open_partnership(page: Page, name: str) -> None:
    page.goto(f"/partnerships/?q={name.lower()}")
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url("**/partnerships/*/")


def test_a_note_is_written_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example")
    open_partnership(page, "Karlskoga")
    page.locator("a[href*='/journal/new/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/journal/new/**")
    expect(page.locator("[name=title]")).to_be_focused()
    page.keyboard.type("Borgmesteren ringede om besøget")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnerships/*/#journal")
    expect(page.get_by_role("link", name="Borgmesteren ringede om besøget")).to_be_visible()
    assert faults(page, "a partnership with a journal") == []
    page.get_by_role("link", name="Borgmesteren ringede om besøget").click()
    assert faults(page, "a journal entry") == []


def test_a_file_is_attached_and_downloaded(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example")
    open_partnership(page, "Karlskoga")
    page.locator("a[href*='/attachments/new/']").click()
    page.locator("[name=uploads]").set_input_files({"name": "ond.html", "mimeType": "text/html", "buffer": b"<html>"})
    page.locator("[name=description]").fill("Underskrevet udgave")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("ond.html")
    expect(page.locator("[name=description]")).to_have_value("Underskrevet udgave")
    assert faults(page, "a refused file") == []
    content = b"%PDF-1.7\n%%EOF"
    page.locator("[name=uploads]").set_input_files(
        [
            {"name": "aftale æøå.pdf", "mimeType": "application/pdf", "buffer": content},
            {"name": "tal.csv", "mimeType": "text/csv", "buffer": b"a;b"},
        ]
    )
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/partnerships/*/#attachments")
    with page.expect_download() as download:
        page.get_by_role("link", name="aftale æøå.pdf", exact=True).click()
    assert download.value.suggested_filename == "aftale æøå.pdf"
    assert download.value.path().read_bytes() == content
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(page, "a partnership with files at 320 px") == []


def test_following_keeps_the_focus_and_is_spoken(visit: Callable[..., Page]) -> None:
    page = visit("reader@aalborg.example")
    open_partnership(page, "Riga")
    button, spoken = page.locator("#follow-button"), page.locator("#announcement")
    label = button.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).not_to_have_text(label)
    expect(button).to_be_focused()
    expect(spoken).to_contain_text("Riga")
    page.keyboard.press("Enter")
    expect(button).to_have_text(label)
    expect(button).to_be_focused()


def test_confirming_is_one_click_that_is_spoken(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example")
    open_partnership(page, "Riga")
    address = page.url
    page.locator(".confirmation button").click()
    expect(page.locator(".confirmation")).to_contain_text("Mette Lindholm")
    expect(page.locator(".confirmation button")).to_have_count(0)
    expect(page.locator("#announcement")).to_contain_text("Riga")
    assert page.url == address
    assert faults(page, "a record just confirmed") == []


def test_the_overview_confirms_in_place(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example")
    panel = page.locator("section[aria-labelledby=unconfirmed]")
    first = panel.locator("li").first
    first.locator("button").click()
    expect(first.locator(".confirmation")).to_contain_text("Mette Lindholm")
    expect(first.locator("button")).to_have_count(0)
    assert faults(page, "the overview after confirming") == []
