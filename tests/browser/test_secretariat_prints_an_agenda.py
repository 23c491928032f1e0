"""The job of the secretariat: from the overview to a printed agenda in three clicks."""

import io
from collections.abc import Callable

from playwright.sync_api import Page
from pypdf import PdfReader


def test_from_the_overview_to_the_pdf_in_three_clicks(visit: Callable[..., Page]) -> None:
    page = visit("secretariat@aalborg.example")
    page.locator("section", has=page.locator("#next-meetings")).locator(".lines a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    address = page.get_by_role("link", name="PDF").first.get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.body()))
    pages = [pdf_page.extract_text() for pdf_page in reader.pages]
    assert "Dagsorden" in pages[0]
    assert title.split(",")[0] in pages[0]
    for number, text in enumerate(pages, start=1):
        assert f"side {number} af {len(pages)}" in text.lower()
    assert all(letter in "".join(pages) for letter in "æøå")
