"""A form lacks an organisation, a person, a topic: it is made on the spot, and the form goes on."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_every_page_is_accessible import faults


def test_a_partner_a_person_and_a_topic_are_made_and_chosen(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/new/")
    page.get_by_label("Type").select_option("cooperation")
    dialog = page.get_by_role("dialog")

    page.get_by_role("link", name="Opret organisation").click()
    expect(dialog).to_have_accessible_name("Opret organisation")
    dialog.get_by_label("Navn", exact=False).first.fill("Dialogby")
    dialog.get_by_role("button", name="Gem").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Land")
    found = faults(page, "a dialog with errors")
    page.emulate_media(color_scheme="dark")
    found += faults(page, "a dialog in dark", runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light")
    dialog.get_by_label("Type").select_option("city")
    dialog.get_by_label("Land").select_option("FI")
    dialog.get_by_role("button", name="Gem").click()
    expect(dialog).to_have_count(0)
    partner = page.get_by_label("Partner", exact=False).first
    expect(partner).to_have_value("Dialogby (Finland)")
    expect(partner).to_be_focused()
    expect(page.locator("#announcement")).to_have_text("Dialogby (Finland) er oprettet og valgt.")

    page.get_by_role("link", name="Opret person").click()
    expect(dialog.get_by_label("Ejer")).to_have_value(page.locator("#id_owner").input_value())
    dialog.get_by_label("Navn").fill("Dina Dialog")
    dialog.get_by_role("button", name="Gem").click()
    person = page.get_by_label("Ansvarlig person")
    expect(person).to_be_focused()
    expect(person.locator("option:checked")).to_have_text("Dina Dialog")

    page.get_by_role("link", name="Opret fagområde").click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("link", name="Opret fagområde").click()
    dialog.get_by_label("Dansk navn").fill("Dialog")
    dialog.get_by_label("Engelsk navn").fill("Dialogue")
    dialog.get_by_role("button", name="Gem").click()
    expect(page.get_by_label("Dialog", exact=True)).to_be_checked()

    expect(page.get_by_label("Type")).to_have_value("cooperation")
    page.get_by_role("button", name="Gem").click()
    for text in ("Dialogby", "Dina Dialog"):
        expect(page.locator("main")).to_contain_text(text)
    assert not found


def test_what_is_there_already_is_shown_while_one_types_and_asked_about(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/organisations/new/")
    page.get_by_label("Navn", exact=False).first.fill("gdyn")
    shown = page.locator(".similar")
    expect(shown.get_by_role("link", name="Gdynia (Polen)")).to_be_visible()
    found = faults(page, "similar records")
    page.get_by_label("Navn", exact=False).first.fill("Gdynia")
    page.get_by_label("Type").select_option("city")
    page.get_by_label("Land").select_option("PL")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_label("Opret alligevel")).to_be_visible()
    found += faults(page, "a question about a double")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not found
