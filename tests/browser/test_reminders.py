"""The job of whoever is reminded: say from the mail that it is seen to, or leave it to a colleague.

The reminders are those of the demonstration; no other test handles them.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

ONE = "Aftale om hjemtagning af EU-midler"
OTHER = "Aftale om deltagelse på Kulturmødet"


def link_of_the_mail(page: Page, title: str) -> str:
    """Where the mail about it leads, which is also where the overview's button does without JavaScript."""
    line = page.locator("#panel-reminders li").filter(has_text=title)
    address = line.locator("a[href^='/reminders/']").get_attribute("href")
    assert address
    return address


def test_the_secretary_opens_the_mails_link_and_acknowledges(visit: Callable[..., Page]) -> None:
    overview = visit("secretariat@midtjylland.example")
    address = link_of_the_mail(overview, ONE)

    page = visit("secretariat@midtjylland.example", address)
    expect(page.locator("h1")).to_contain_text(ONE)
    acknowledge = page.locator("form[action$='/acknowledge/'] button")
    acknowledge.click()
    expect(page.locator(".state")).to_contain_text("Birgitte Holm Nygaard")
    expect(acknowledge).to_have_count(0)

    overview.reload()
    expect(overview.locator("#panel-reminders li").filter(has_text=ONE)).to_have_count(0)


def test_on_the_overview_a_reminder_is_handed_over_to_a_colleague(visit: Callable[..., Page]) -> None:
    page = visit("editor@kulturregion.example")
    panel = page.locator("#panel-reminders")
    line = panel.locator("li").filter(has_text=OTHER)
    line.locator("a[href^='/reminders/']").click()
    expect(line.locator("[name=until][type=submit]").first).to_be_focused()

    line.locator("input[name=until]").fill("2099-01-01")
    line.locator("form:has(input[name=until]) button").click()
    expect(line.locator("[role=alert]")).to_be_focused()
    expect(line.locator("input[name=until]")).to_have_value("2099-01-01")

    line.locator("select[name=to]").select_option("Camilla Ravn")
    line.locator("form[action$='/hand-over/'] button").click()
    expect(line).to_have_count(0)
    expect(page.locator("#announcement")).to_contain_text("Camilla Ravn")
    expect(panel).to_be_focused()
    expect(page).to_have_url(re.compile(r"/$"))

    colleague = visit("secretariat@kulturregion.example")
    expect(colleague.locator("#panel-reminders li").filter(has_text=OTHER)).to_be_visible()
