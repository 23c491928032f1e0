"""The date engine in a browser: notice too late, a renewal by a new memorandum, an end that follows another's."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

EDITOR = "editor@midtjylland.example"


def make(page: Page, *, partner: str, title: str, **fields: str) -> None:
    """A signed agreement on the page of a partner: fields by their names in the form."""
    page.goto("/partnerships/")
    page.get_by_role("link", name=partner, exact=True).click()
    page.locator('a[href^="/agreements/new/"]').click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=kind]").select_option("cooperation")
    for name, value in fields.items():
        control = page.locator(f"[name={name}]")
        control.select_option(value) if control.evaluate("one => one.tagName") == "SELECT" else control.fill(value)
    page.locator(".form-actions button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(title)


def test_notice_too_late_is_said_at_once_and_ends_it_a_term_later(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR)
    ends_on = date.today() + timedelta(days=40)  # less than the three months of notice
    make(
        page, partner="Bács-Kiskun", title="Udveksling af kokke", term_kind="auto", starts="2020",
        ends_on=ends_on.isoformat(), renewal_months="24", notice_count="3",
    )  # fmt: skip
    page.locator('a[href$="/notice/"]').click()
    said = page.locator(".similar")
    page.locator("[name=notice_given_on]").fill(date.today().isoformat())
    page.locator("[name=notice_given_on]").blur()
    expect(said).to_contain_text(str(ends_on.year))
    expect(said).to_contain_text(str(ends_on.year + 2))
    page.locator("[name=notice_given_by]").fill("Bács-Kiskun")
    page.locator(".form-actions button[type=submit]").click()
    expect(page.locator("[name=give_anyway]")).to_be_visible()  # asked before it is given
    expect(page.locator("[name=notice_given_by]")).to_have_value("Bács-Kiskun")
    page.locator("[name=give_anyway]").check()
    page.locator(".form-actions button[type=submit]").click()
    expect(page.locator(".state")).to_contain_text("Opsagt")
    expect(page.locator(".state")).to_contain_text(str(ends_on.year + 2))


def test_a_new_memorandum_takes_over_from_the_agreement_it_renews(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR)
    make(page, partner="Bács-Kiskun", title="Samarbejde om vandløb", term_kind="open", starts="2015")
    page.locator('a[href*="renews="]').click()
    expect(page.locator("[name=renews] option:checked")).to_have_text("Samarbejde om vandløb")
    page.locator("[name=title]").fill("Memorandum om vandløb")
    page.locator("[name=kind]").select_option("memorandum")
    page.locator("[name=term_kind]").select_option("open")
    page.locator("[name=starts]").fill("1.1.2026")
    page.locator(".form-actions button[type=submit]").click()
    chain = page.locator("#chain + ol > li")
    expect(chain).to_have_count(2)
    expect(chain.nth(0)).to_contain_text("Samarbejde om vandløb")
    expect(chain.nth(0).locator(".badge")).to_have_text("I kraft")  # a proposal takes over from nothing

    page.locator('.page-actions a[href$="/edit/"]').click()
    page.locator("[name=stage]").select_option("signed")
    page.locator("[name=signed]").fill("12.12.2025")
    page.locator(".form-actions button[type=submit]").click()
    expect(chain.nth(0).locator(".meta")).to_contain_text("1. januar 2026")
    chain.nth(0).get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Samarbejde om vandløb")
    expect(page.locator("#timeline + ol")).to_contain_text("31. december 2025")


def test_moving_the_contracts_end_moves_the_end_of_what_follows_it(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR)
    make(page, partner="Leningrad Oblast", title="Kontrakt om kontor", term_kind="fixed", ends_on="2027-12-31")
    contract = page.url
    page.goto("/partnerships/")
    make(page, partner="Leningrad Oblast", title="Aftale, der følger", term_kind="fixed", follows="Kontrakt om kontor")
    agreement = page.url
    expect(page.locator(".state")).to_contain_text("31. december 2027")
    page.goto(f"{contract}edit/")
    page.locator("[name=ends_on]").fill("2029-06-30")
    page.locator(".form-actions button[type=submit]").click()
    expect(page.get_by_role("link", name="Aftale, der følger")).to_be_visible()
    page.goto(agreement)
    expect(page.locator(".state")).to_contain_text("30. juni 2029")


def test_the_list_shows_what_the_review_of_2012_saw(visit: Callable[..., Page]) -> None:
    page = visit(EDITOR, "/agreements/?view=all")
    page.locator("[name=state]").select_option("in_force")
    page.locator("[name=on]").fill("2012-10-01")
    page.wait_for_url("**on=2012-10-01*")
    expect(page.locator(".chips")).to_contain_text("1. oktober 2012")
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Samarbejdsaftale med Leningrad Oblast")).to_contain_text("31. december 2013")
    expect(rows.filter(has_text="Arbejdsprogram for sundhedssamarbejde")).to_have_count(0)
    page.locator(".chips a").first.click()
    expect(page.locator(".chips")).to_have_count(0)
    expect(rows.filter(has_text="Arbejdsprogram for sundhedssamarbejde")).to_have_count(1)
