"""A closed tab, an expired login, a second tab: what was typed comes back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.test_every_page_is_accessible import faults

EDITOR = ".rich-text-area"


def open_form(visit: Callable[..., Page], name: str) -> Page:
    """The form of a partnership; each test has one of its own."""
    page = visit("editor@aalborg.example", f"/partnerships/?q={name}")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="Rediger", exact=True).click()
    return page


def write(page: Page, text: str) -> None:
    """Type into the first editor, and wait until the draft is kept."""
    page.locator(EDITOR).first.fill(text)
    expect(page.locator("[data-draft-status]")).to_contain_text("Kladde gemt kl.", timeout=20_000)


def expire_login(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def log_in(page: Page, email: str = "editor@aalborg.example") -> None:
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda address: "/login/" not in address)


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url(lambda address: "/edit/" not in address)


def put_aside(page: Page) -> int:
    return page.evaluate("sessionStorage.length")


def test_a_closed_tab_is_continued(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Riga")
    address = page.url
    page.get_by_label("Siden").fill("maj måske")
    write(page, "Skrevet, men ikke gemt")
    page.close()
    page = page.context.new_page()
    page.goto(address)
    expect(page.locator("[id^=draft-]")).to_contain_text("Du har en kladde fra")
    expect(page.locator(EDITOR).first).not_to_have_text("Skrevet, men ikke gemt")
    found = faults(page, "the offer of a draft")
    page.get_by_role("link", name="Fortsæt kladden").click()
    expect(page.locator(EDITOR).first).to_have_text("Skrevet, men ikke gemt")
    expect(page.get_by_label("Siden")).to_have_value("maj måske")
    page.get_by_label("Siden").fill("1990")
    save(page)
    expect(page.locator("main")).to_contain_text("Skrevet, men ikke gemt")
    page.goto("/drafts/")
    expect(page.locator("main")).not_to_contain_text("Riga")
    assert not found


def test_what_was_typed_in_the_last_second_is_kept_too(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Haifa")
    address = page.url
    page.locator(EDITOR).first.fill("Skrevet og lukket med det samme")
    page.get_by_role("link", name="Overblik").click()
    page.wait_for_timeout(1000)  # the draft is sent while the page is left
    page.goto(address)
    page.get_by_role("link", name="Fortsæt kladden").click()
    expect(page.locator(EDITOR).first).to_have_text("Skrevet og lukket med det samme")


def test_what_was_typed_before_the_page_was_ready_is_kept(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Wismar")
    page.route("**/js/draft*.js", lambda route: (page.locator("#id_since").fill("1990"), route.continue_()))
    page.reload()
    expect(page.locator("[data-draft-status]")).to_contain_text("Kladde gemt kl.", timeout=20_000)


def test_an_expired_login_leaves_the_form_where_it_is(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Lerum")
    write(page, "Før")
    expire_login(page)
    page.locator(EDITOR).first.fill("Før og efter")
    expired = page.locator("#expired")
    expect(expired).to_be_visible()
    assert put_aside(page) == 1
    found = faults(page, "an expired login")
    with page.context.expect_page() as opened:
        expired.get_by_role("link").click()
    log_in(opened.value)
    opened.value.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # headless windows have none of their own
    expect(expired).to_be_hidden()
    assert put_aside(page) == 0
    save(page)
    expect(page.locator("main")).to_contain_text("Før og efter")
    assert not found


def test_a_save_with_an_expired_login_leads_through_login_back_to_the_text(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Orsa")
    expire_login(page)
    page.locator(EDITOR).first.fill("Skrevet uden login")
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url("**/login/**")
    log_in(page)
    expect(page.locator(EDITOR).first).to_have_text("Skrevet uden login")
    assert put_aside(page) == 0
    save(page)
    expect(page.locator("main")).to_contain_text("Skrevet uden login")


def test_a_save_of_a_kept_draft_with_an_expired_login_leads_back_to_it_too(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Orust")
    write(page, "Gemt som kladde")
    expire_login(page)
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url("**/login/**")
    log_in(page)
    page.get_by_role("link", name="Fortsæt kladden").click()
    expect(page.locator(EDITOR).first).to_have_text("Gemt som kladde")


def test_somebody_else_who_logs_in_does_not_get_the_text(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Galway")
    expire_login(page)
    page.locator(EDITOR).first.fill("Kun mit")
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url("**/login/**")
    log_in(page, "secretariat@aalborg.example")
    expect(page.locator(EDITOR).first).not_to_have_text("Kun mit")
    expect(page.locator("[id^=draft-]")).to_have_count(0)


def test_two_tabs_have_a_draft_each(visit: Callable[..., Page]) -> None:
    first = open_form(visit, "Liperi")
    second = first.context.new_page()
    second.goto(first.url)
    write(first, "Første fane")
    write(second, "Anden fane")
    second.reload()
    waiting = second.locator("[id^=draft-]")
    expect(waiting).to_have_count(2)
    found = faults(second, "the offer of two drafts")
    second.get_by_role("button", name="Kassér").last.click()
    expect(waiting).to_have_count(1)
    second.get_by_role("link", name="Fortsæt kladden").click()
    expect(second.locator(EDITOR).first).to_have_text("Anden fane")
    assert not found


def test_what_is_typed_and_taken_back_leaves_no_draft(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Lancaster")
    since = page.get_by_label("Siden")
    before = since.input_value()
    since.fill("maj måske")
    expect(page.locator("[data-draft-status]")).to_contain_text("Kladde gemt kl.", timeout=20_000)
    since.fill(before)
    expect(page.locator("[data-draft-status]")).to_be_empty(timeout=20_000)
    page.reload()
    expect(page.locator("[id^=draft-]")).to_have_count(0)


def test_logging_out_leaves_nothing_on_the_computer(visit: Callable[..., Page]) -> None:
    page = open_form(visit, "Solvang")
    page.evaluate("sessionStorage.setItem('draft 1 /x/', '{}')")
    page.get_by_role("link", name="Overblik").click()
    page.get_by_role("button", name="Min konto").click()
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/login/**")
    assert put_aside(page) == 0


def test_the_list_of_drafts_is_accessible(visit: Callable[..., Page]) -> None:
    page = visit("reader@aalborg.example", "/drafts/")
    found = faults(page, "no drafts")
    page = open_form(visit, "Varna")
    write(page, "Kladde til listen")
    page.goto("/drafts/")
    found += faults(page, "drafts")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("row", name="Varna").get_by_role("button", name="Kassér").click()
    expect(page.get_by_role("status")).to_contain_text("Kladden er kasseret")
    assert not found
