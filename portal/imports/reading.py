"""A file that somebody hands in, as a table: its headings and its rows of texts. It trusts nothing about the file."""

import csv
import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.lists.export import FORMULA_SIGNS

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024  # a workbook is a zip file: how large its parts may be together
MAX_RATIO = 100  # and how many times larger than the file; ordinary workbooks reach 10 to 30
MAX_ROWS = 50_000
MAX_COLUMNS = 200

ZIP_FILE = b"PK\x03\x04"
OLD_OFFICE_FILE = b"\xd0\xcf\x11\xe0"  # .xls, and what Excel wraps around a workbook with a password


class UnreadableFileError(Exception):
    """The file cannot be taken, for a reason that its sender can do something about: the message says what."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts (the headings are row 1), and a text for each heading."""

    number: int
    cells: list[str]
    surplus: bool = False  # whether there are cells beyond the last heading


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a file, and its rows, which can be gone through once."""

    headings: list[str]
    rows: Iterator[Row]


def read(file: IO[bytes], size: int) -> Table:
    """The table in an XLSX, CSV or TSV file, whatever its name. Raises UnreadableFileError, also later."""
    if size > MAX_BYTES:
        text = _("The file is larger than %(limit)d MB. Divide it into several.")
        raise UnreadableFileError(text % {"limit": MAX_BYTES // 1024 // 1024})
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if not start.strip():
        raise UnreadableFileError(_("The file is empty."))
    if start.startswith(OLD_OFFICE_FILE):
        raise UnreadableFileError(
            _("The file has a password, or is an old Excel file (.xls). Save it as .xlsx without a password.")
        )
    lines = _workbook_lines(file) if start.startswith(ZIP_FILE) else _text_lines(file)
    headings = _headings(next(lines, (1, []))[1])
    return Table(headings, _rows(lines, len(headings)))


def _headings(cells: list[str]) -> list[str]:
    headings = [" ".join(cell.split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if not any(any(map(str.isalpha, heading)) for heading in headings):
        raise UnreadableFileError(_("The first row must hold the headings of the columns; it holds none."))
    if len(headings) > MAX_COLUMNS:
        raise UnreadableFileError(_("The file has more than %(limit)d columns.") % {"limit": MAX_COLUMNS})
    counts = Counter(heading.casefold() for heading in headings if heading)
    if twice := [heading for heading in headings if counts[heading.casefold()] > 1]:
        text = _("Several columns have the same heading: %(headings)s. Give each its own.")
        raise UnreadableFileError(text % {"headings": ", ".join(dict.fromkeys(twice))})
    return headings


def _rows(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    count = 0
    for number, cells in lines:
        if not any(cells):
            continue
        count += 1
        if count > MAX_ROWS:
            limit = number_format(MAX_ROWS, force_grouping=True)
            text = _("The file has more than %(limit)s rows. Divide it into several.")
            raise UnreadableFileError(text % {"limit": limit})
        yield Row(number, (cells + [""] * width)[:width], surplus=any(cells[width:]))
    if not count:
        raise UnreadableFileError(_("The file has headings, but no rows below them."))


def _workbook_lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The first sheet. Formulas come as the values that Excel last worked out; nothing is worked out here."""
    try:
        _refuse_bomb(file)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not to be relied on
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1):
            last = next((place for place in range(len(cells), 0, -1) if cells[place - 1] is not None), 0)
            yield number, [text_of(cell) for cell in cells[:last]]
    except UnreadableFileError:
        raise
    except Exception as error:  # whatever a crafted or damaged file makes openpyxl stumble over
        raise _broken_workbook() from error


def _broken_workbook() -> UnreadableFileError:
    return UnreadableFileError(_("The workbook cannot be read. Open it in Excel and save it anew as .xlsx."))


def _refuse_bomb(file: IO[bytes]) -> None:
    """Look at the sizes in the zip's directory before anything is unpacked."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except BadZipFile:
        raise _broken_workbook() from None
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 10_000):
        raise UnreadableFileError(_("The workbook unpacks to more than can be taken. Divide it into several."))
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(_("The file has a password. Save it without one."))
    file.seek(0)


def text_of(cell: object) -> str:
    """A spreadsheet's value as a Dane would have typed it, which is how all values are understood from here on."""
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nej"
        case float():
            return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}".replace(".", ",")
        case datetime():
            return str(cell.date()) if cell.time() == time() else cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _text_lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    text = TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        first = text.readline()
        text.seek(0)
        number = 1
        reader = csv.reader(text, delimiter=_delimiter(first), strict=True)
        for cells in reader:
            yield number, [_unguarded(cell) for cell in cells]
            number += 1
    except csv.Error as error:
        text_ = _("Row %(row)d cannot be read: a quotation mark is missing, or a cell is far too long.")
        raise UnreadableFileError(text_ % {"row": number}) from error
    finally:
        text.detach()  # or the file would be closed with it


def _encoding(file: IO[bytes]) -> str:
    """UTF-8 if the whole file is that, and else what Danish Windows programs write."""
    if _decodes(file, "utf-8-sig"):
        return "utf-8-sig"
    if _decodes(file, "cp1252"):
        return "cp1252"
    raise UnreadableFileError(_("The letters of the file cannot be made out. Save it as CSV in UTF-8."))


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(1024 * 1024):
            if b"\0" in piece:
                raise UnreadableFileError(_("The file is not text. Save it as CSV in UTF-8, or as .xlsx."))
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _delimiter(line: str) -> str:
    """The sign that parts the headings: the commonest of the three outside quotation marks."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(";,\t", key=bare.count)


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that our own CSV files put before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell
