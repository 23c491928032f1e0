"""The job of the cross-departmental group: keep a record right, in a browser, in a minute."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_new_end_date_gives_a_new_notice_sentence(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/partnerships/")
    page.locator(".filters").get_by_label("Søg").fill("rapperswil")
    page.get_by_role("link", name="Rapperswil-Jona", exact=True).click()
    page.get_by_role("link", name="Ny aftale", exact=True).click()
    page.get_by_label("Titel").fill("Venskabsbyaftale med Rapperswil-Jona")
    page.get_by_label("Type").select_option("Venskabsbyaftale")
    page.get_by_label("Løbetid", exact=False).first.select_option("auto")
    page.get_by_label("Løbetidens udløb").fill("2029-12-31")
    page.get_by_label("Forlænges med (måneder)").fill("24")
    page.get_by_label("Opsigelsesvarsel").fill("6")
    page.get_by_role("button", name="Gem").click()
    state = page.locator(".state")
    expect(state).to_contain_text("Skal opsiges senest 30. juni 2029, ellers forlænges aftalen 2 år.")

    page.get_by_role("link", name="Rediger", exact=True).click()
    page.get_by_label("Løbetidens udløb").fill("2031-03-31")
    page.get_by_label("Begrundelse for ændringen").fill("Ny dato efter brev fra byen")
    page.get_by_role("button", name="Gem").click()
    expect(state).to_contain_text("Skal opsiges senest 30. september 2030, ellers forlænges aftalen 2 år.")

    page.get_by_role("link", name="Historik").click()
    expect(page.locator(".history")).to_contain_text("Ny dato efter brev fra byen")
    expect(page.locator(".history")).to_contain_text("31. december 2029")


def test_an_end_before_the_start_is_told_beside_the_field_and_nothing_is_lost(visit: Callable[..., Page]) -> None:
    page = visit("editor@aalborg.example", "/agreements/new/")
    page.get_by_label("Titel").fill("Aftale uden hoved og hale")
    page.get_by_label("I kraft fra").fill("1.5.2026")
    page.get_by_label("Løbetidens udløb").fill("2026-04-30")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name="Der er problemer")).to_be_visible()
    expect(page.get_by_label("Titel")).to_have_value("Aftale uden hoved og hale")
    expect(page.get_by_label("Løbetidens udløb")).to_have_value("2026-04-30")
