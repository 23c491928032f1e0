"""The review of Region Midtjylland: scored in the table, handed over to an agenda, printed as the memo."""

import io
import zipfile
from collections.abc import Callable

from playwright.sync_api import Page, expect
from pypdf import PdfReader


def test_from_scoring_to_the_printed_memo(visit: Callable[..., Page]) -> None:
    page = visit("secretariat@midtjylland.example", "/partnerships/reviews/")
    page.locator("main table tbody a").first.click()
    row = page.locator("tr", has=page.get_by_role("link", name="Leningrad Oblast", exact=True))
    row.locator(".link-button").focus()
    page.keyboard.press("Enter")
    form = page.locator(".scores-form")
    expect(form.locator("select").first).to_be_visible()
    for number, points in enumerate(["2", "3", "3", "4", "4"]):
        form.locator(".score select").nth(number).select_option(points)
    form.locator(".score input").first.fill("Kun gennem kontoret")
    form.locator(".score input").first.press("Enter")  # as in a cell of a list
    expect(form).to_have_count(0)
    expect(row.locator("td").nth(5)).to_have_text("16")
    expect(row.locator(".link-button")).to_be_focused()
    expect(page.locator(".state")).to_contain_text("1 ")
    row.locator(".link-button").click()
    form.locator("select").first.select_option("1")
    form.locator("select").first.press("Escape")  # nothing is saved
    expect(form).to_have_count(0)
    expect(row.locator("td").nth(5)).to_have_text("16")

    page.locator("thead a[id=sort-total]").click()
    expect(page.locator("tbody tr").first).to_contain_text("Leningrad Oblast")

    page.locator(".page-actions a").first.click()
    expect(page.locator("article")).to_contain_text("Kun gennem kontoret")
    address = page.url
    pdf = page.request.get(address.removesuffix("/") + ".pdf")
    text = " ".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.body())).pages).split())
    assert "Kun gennem kontoret" in text
    assert "svinefarme og akvakultur" in text
    word = page.request.get(address.removesuffix("/") + ".docx")
    with zipfile.ZipFile(io.BytesIO(word.body())) as package:
        assert "Kun gennem kontoret" in package.read("word/document.xml").decode()


def test_a_decision_sheet_becomes_an_agenda_item_in_one_click(visit: Callable[..., Page]) -> None:
    page = visit("secretariat@midtjylland.example", "/partnerships/reviews/")
    page.locator("main table tbody a").first.click()
    page.get_by_role("link", name="Østersøkommissionen", exact=True).click()
    sheet = page.url
    page.locator("form select[name=place]").select_option(index=0)
    page.locator("form:has(select[name=place]) button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Østersøkommissionen")
    expect(page.locator("article")).to_contain_text("udtræder af Østersøkommissionen")
    item = page.url
    page.locator("aside a", has_text="Gennemgang").click()
    assert page.url == sheet
    expect(page.locator("form select[name=place]")).to_have_count(0)
    page.locator("main section a", has_text="Østersøkommissionen").first.click()
    assert page.url == item
