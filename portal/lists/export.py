"""A list as a file: exactly the columns, filters and order on screen, but all of its pages."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.lists.listing import Listing
from portal.text.danish import slug

# What a spreadsheet takes for the beginning of a formula (OWASP: CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 24  # of a column, in characters


def as_csv(listing: Listing) -> StreamingHttpResponse:
    headings = [str(column.heading) for column in listing.chosen]
    return csv_file(headings, listing.every_row(lambda column: column.text), title=listing.title())


def csv_file(headings: Sequence[str], rows: Iterable[Iterable[str]], *, title: str) -> StreamingHttpResponse:
    """A table as Danish Excel expects a CSV file: semicolons, UTF-8 with a byte order mark, nothing a formula."""
    response = StreamingHttpResponse(
        _csv_lines(headings, rows, get_language()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{_name(title)}.csv"'
    return response


def as_xlsx(listing: Listing) -> FileResponse:
    """The list as a workbook with real dates and numbers. No cell is a formula, whatever stands in the record."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(listing.title()[:31])
    sheet.freeze_panes = "A2"
    for number in range(1, len(listing.chosen) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
    sheet.append([_heading(sheet, str(column.heading)) for column in listing.chosen])
    for values in listing.every_row(lambda column: column.value):
        sheet.append([_cell(sheet, value) for value in values])
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_name(listing.title())}.xlsx")


def _csv_lines(headings: Iterable[str], rows: Iterable[Iterable[str]], language: str | None) -> Iterator[str]:
    with override(language):  # the lines are made when the request, and its language, are over
        yield "\ufeff" + _line(headings)
        for cells in rows:
            yield _line(f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in cells)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerow(cells)
    return buffer.getvalue()


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return text_cell(sheet, value) if isinstance(value, str) else value


def text_cell(sheet: Any, value: str) -> Any:
    """A cell that is text, whatever stands in it."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # openpyxl would make a formula of what begins with "="
    return cell


def _name(title: str) -> str:
    return f"{slug(title)}-{timezone.localdate():%Y-%m-%d}"
