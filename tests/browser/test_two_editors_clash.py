"""Two people open the same record. Nothing that either of them typed is lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_every_page_is_accessible import faults

EDITOR = ".rich-text-area"


def open_form(visit: Callable[..., Page], email: str, name: str) -> Page:
    page = visit(email, f"/partnerships/?q={name.lower()}")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="Rediger", exact=True).click()
    return page


def test_the_later_one_sees_both_versions_and_decides(visit: Callable[..., Page]) -> None:
    first = open_form(visit, "editor@aalborg.example", "Almere")
    second = open_form(visit, "secretariat@aalborg.example", "Almere")

    first.get_by_label("Prioritet", exact=True).select_option("high")
    first.get_by_label("Siden").fill("1999")
    first.locator(EDITOR).first.fill("Førstes tekst")
    first.get_by_role("button", name="Gem").click()
    expect(first.locator(".facts")).to_contain_text("Høj prioritet")

    second.get_by_label("Prioritet", exact=True).select_option("low")
    second.locator(EDITOR).first.fill("Andens tekst, som tog tid at skrive")
    second.locator(EDITOR).nth(1).fill("Udsigter")
    second.get_by_label("Begrundelse for ændringen").fill("Efter mødet i gruppen")
    with second.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url) as answer:
        second.get_by_role("button", name="Gem").click()
    assert answer.value.status == 409

    text = second.get_by_role("group", name="Samarbejdet i dag")
    expect(text).to_contain_text("Førstes tekst")
    expect(text).to_contain_text("Andens tekst, som tog tid at skrive")
    expect(second.get_by_role("group")).to_have_count(2)
    expect(second.get_by_role("alert")).to_contain_text("Siden")
    expect(second.get_by_label("Begrundelse for ændringen")).to_have_value("Efter mødet i gruppen")

    second.get_by_role("group", name="Prioritet").get_by_label("Behold deres").check()
    text.get_by_label("Skriv selv").check()
    expect(text.locator(EDITOR)).to_have_text("Andens tekst, som tog tid at skrive")
    text.locator(EDITOR).fill("Førstes tekst. Andens tekst, som tog tid at skrive")
    second.get_by_role("button", name="Gem").click()

    expect(second.locator("main")).to_contain_text("Førstes tekst. Andens tekst, som tog tid at skrive")
    expect(second.locator("main")).to_contain_text("Udsigter")
    expect(second.locator(".facts")).to_contain_text("Høj prioritet")
    second.get_by_role("link", name="Historik").click()
    expect(second.locator(".history")).to_contain_text("Efter mødet i gruppen")


def test_the_choice_is_required_accessible_and_fits_a_narrow_screen(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "editor@aalborg.example", "Rendsburg")
    page.locator("[name=version]").evaluate("field => { field.value = 99 }")
    page.locator(EDITOR).first.fill("En helt anden tekst")
    page.get_by_role("button", name="Gem").click()
    page.locator(".conflict").wait_for()
    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".conflict")).to_be_visible()  # the browser asks for a choice
    page.get_by_label("Skriv selv").check()
    found = faults(page, "a clash")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    found += faults(page, "a clash at 320 px in dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not found, "\n".join(found)


def test_whoever_leaves_the_choice_finds_the_text_as_a_draft(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "editor@aalborg.example", "Edinburgh")
    page.locator("[name=version]").evaluate("field => { field.value = 99 }")
    page.locator(EDITOR).first.fill("Tekst, der ikke blev gemt")
    page.get_by_role("button", name="Gem").click()
    page.locator(".conflict").wait_for()
    page.get_by_role("link", name="Overblik").click()
    page.get_by_role("link", name="Rediger Edinburgh").click()
    expect(page.locator(EDITOR).first).to_have_text("Tekst, der ikke blev gemt")
