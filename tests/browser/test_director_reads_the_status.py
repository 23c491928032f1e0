"""The job of a director: read one page, and decide from it."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect


def test_the_annual_status_is_one_readable_page_without_a_form(visit: Callable[..., Page]) -> None:
    page = visit("director@aalborg.example")
    page.get_by_role("navigation", name="Hovedmenu").get_by_role("link", name="Årsstatus").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(timezone.localdate().year))
    main = page.locator("main")
    for text in ["Det globale", "Internationalt hus", "EUniverCities", "Fredrikstad"]:
        expect(main).to_contain_text(text)
    assert main.locator("form, input, textarea, select").count() == 0
    assert main.get_by_role("link", name="Rediger").count() == 0


def test_a_director_finds_the_evidence_behind_a_line(visit: Callable[..., Page]) -> None:
    page = visit("director@aalborg.example", "/status/")
    page.locator("main").get_by_role("link", name="Internationalt hus").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Internationalt hus")
    assert page.get_by_role("link", name="Rediger").count() == 0
