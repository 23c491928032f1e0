"""Two people open the same record. Nothing that either of them typed is lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

EDITOR = ".rich-text-area"


def test_the_later_one_sees_both_versions_and_decides(visit: Callable[..., Page]) -> None:
    first = visit("editor@aalborg.example", "/partnerships/?q=almere")
    first.get_by_role("link", name="Almere").click()
    first.get_by_role("link", name="Rediger").click()
    second = visit("secretariat@aalborg.example", "/partnerships/?q=almere")
    second.get_by_role("link", name="Almere").click()
    second.get_by_role("link", name="Rediger").click()

    first.get_by_label("Prioritet", exact=True).select_option("high")
    first.locator(EDITOR).first.fill("Førstes tekst")
    first.get_by_role("button", name="Gem").click()
    expect(first.locator(".facts")).to_contain_text("Høj prioritet")

    second.get_by_label("Prioritet", exact=True).select_option("low")
    second.locator(EDITOR).first.fill("Andens tekst, som tog tid at skrive")
    second.get_by_label("Begrundelse for ændringen").fill("Efter mødet i gruppen")
    with second.expect_response(lambda response: response.request.method == "POST") as answer:
        second.get_by_role("button", name="Gem").click()
    assert answer.value.status == 409
    clash = second.locator(".conflict")
    expect(clash).to_contain_text("Førstes tekst")
    expect(clash).to_contain_text("Andens tekst, som tog tid at skrive")
    expect(clash).to_contain_text("Høj prioritet")
    expect(second.locator(EDITOR).first).to_have_text("Andens tekst, som tog tid at skrive")
    expect(second.get_by_label("Begrundelse for ændringen")).to_have_value("Efter mødet i gruppen")

    second.get_by_role("button", name="Gem").click()
    expect(second.locator("main")).to_contain_text("Andens tekst, som tog tid at skrive")
    second.get_by_role("link", name="Historik").click()
    expect(second.locator(".history")).to_contain_text("Førstes tekst")
