"""An editor imports a file in a browser: the columns, the preview, the work beside the page, and back again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_every_page_is_accessible import faults

FILE = "Navn;Land;Type\nImportby Ét;Sverige;By\nImportby To;Norge;By\nUkendt;Utopia;By\n"


def test_an_import_shows_what_it_would_do_does_it_and_takes_it_back(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/organisations/")
    page.locator("a[href*='/imports/new/']").click()
    assert faults(page, "the upload") == []
    file = {"name": "byer.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.locator("[name=file]").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/mapping/")
    assert faults(page, "the columns") == []
    page.locator("main form button[type=submit]").click()
    page.locator("#act-new").wait_for()  # by itself, when the rows are checked
    expect(page.locator("#act-new .count")).to_have_text("2")
    expect(page.locator("#act-refused .count")).to_have_text("1")
    assert faults(page, "the preview") == []
    page.locator("form[action$='/apply/'] button").click()
    page.locator("form[action$='/undo/'] button").wait_for()
    page.get_by_role("link", name="Importby Ét").click()
    expect(page.locator("h1")).to_have_text("Importby Ét")
    page.go_back()
    page.locator("form[action$='/undo/'] button").click()
    page.locator(".ds-alert[data-color=info]").wait_for()
    page.goto("/organisations/?q=importby")
    expect(page.get_by_role("link", name="Importby Ét")).to_have_count(0)
