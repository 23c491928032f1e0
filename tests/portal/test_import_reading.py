"""Files of all sorts, handed in on the command line: what can be read, and what is said of the rest."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from portal.imports import reading
from portal.imports.reading import UnreadableFileError, read, text_of
from portal.imports.values import moment, number, partial_date
from portal.models import Organisation, OrganisationKind
from tests.factories import CountryFactory, OwnerFactory

HEADINGS = "Navn;Land;Type"
SMALL = f"{HEADINGS}\nGyőr;Danmark;By\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def table(content: bytes) -> list[list[str]]:
    found = read(BytesIO(content), len(content))
    return [found.headings, *(row.cells for row in found.rows)]


def workbook(*rows: list[Any]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_is_read_with_any_delimiter_and_mark(encoding: str, delimiter: str) -> None:
    content = SMALL.replace(";", delimiter).encode(encoding)
    assert table(content) == [["Navn", "Land", "Type"], ["Győr", "Danmark", "By"]]


def test_what_old_windows_programs_write_is_read() -> None:
    assert table("Navn;Land\nÅrhus;Færøerne\n".encode("cp1252"))[1] == ["Århus", "Færøerne"]


def test_quotation_marks_keep_delimiters_and_line_ends_together() -> None:
    assert table(b'a,"b;c"\n"1\n2","x,y"\n')[1] == ["1\n2", "x,y"]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    found = read(BytesIO(b"a;b\n\n1;2\n\n\n3;4;5\n"), 20)
    assert [(row.number, row.surplus) for row in found.rows] == [(3, False), (6, True)]


def test_the_apostrophe_of_our_own_files_is_taken_off() -> None:
    assert table(b"a\n'=1+1\n'-5\n'kun et tegn\n")[1:] == [["=1+1"], ["-5"], ["'kun et tegn"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"Navn;Land\n", "no rows below"),
        (b";;\n1;2;3\n", "must hold the headings"),
        (b"1;2;3\n4;5;6\n", "must hold the headings"),
        (b"Navn;Land;navn\na;b;c\n", "same heading: Navn, navn"),
        (b"Navn;Land\n\x81\x8d;b\n", "letters of the file"),
        (b"Navn;Land\na\0;b\n", "is not text"),
        ("Navn;Land\na;b\n".encode("utf-16"), "is not text"),
        (b'Navn;Land\n"aldrig lukket;b\nc;d\n', "Row [23] cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        (b"PK\x03\x04 not really a zip file", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_plainly(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        table(content)


def test_a_zip_file_that_is_no_workbook_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("brev.txt", "Kære alle")
    with pytest.raises(UnreadableFileError):
        table(file.getvalue())


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_it_is_unpacked() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 150 * 1024 * 1024)
    started = process_time()
    with pytest.raises(UnreadableFileError, match="unpacks"):
        table(file.getvalue())
    assert process_time() - started < 1


@pytest.mark.parametrize("bombed", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_an_entity_bomb_in_any_part_of_a_workbook_is_refused(bombed: str) -> None:
    source, file = BytesIO(workbook(["Navn"], ["a"])), BytesIO()
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            declaration, end, content = old.read(part).rpartition(b"?>")
            new.writestr(part, declaration + end + (bomb if part == bombed else b"") + content)
        assert bombed in new.namelist()
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        table(file.getvalue())


def test_the_limits_of_size_rows_and_columns_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="20 MB"):
        read(BytesIO(b""), 50 * 1024 * 1024)
    with pytest.raises(UnreadableFileError, match="200 columns"):
        table(";".join(f"k{number}" for number in range(201)).encode() + b"\n")
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    with pytest.raises(UnreadableFileError, match="2 rows"):
        table(b"a\n1\n2\n3\n")


def test_the_values_of_a_workbook_come_as_a_dane_writes_them() -> None:
    row = [1304253.5, 1951.0, True, date(2026, 12, 31), datetime(2026, 12, 31, 9, 30), None, "=1+1", 56.366]
    assert table(workbook(["a", "b", "c", "d", "e", "f", "g", "h"], row))[1] == [
        "1304253,5", "1951", "ja", "2026-12-31", "2026-12-31 09:30", "", "", "56,366",
    ]  # fmt: skip
    assert text_of(1e-05) == "0,00001"


@pytest.mark.parametrize(
    ("text", "places", "read_as"),
    [
        ("1.304.253,5", 2, "1304253.50"),
        ("1304253", 0, "1304253"),
        ("1.304", 0, "1304"),
        ("1.304", 2, "1304.00"),
        ("56.366", 5, "56.36600"),
        ("56,366666666667", 5, "56.36667"),
        ("1 304 253 kr.", 0, "1304253"),
        ("-12,5", 5, "-12.50000"),
        ("mange", 0, "mange"),
        ("1,304,253.5", 2, "1,304,253.5"),
    ],
)
def test_numbers_are_read_as_danes_write_them(text: str, places: int, read_as: str) -> None:
    assert number(text, places=places) == read_as


@pytest.mark.parametrize(
    "text",
    ["31-12-2026", "31.12.2026", "31/12/2026", "2026-12-31", "31. december 2026", "31 December 2026", "31. dec. 2026",
     "31. december 2026 kl. 00.00", "2026-12-31 00:00"],
)  # fmt: skip
def test_a_day_can_be_written_in_many_ways(text: str) -> None:
    found = moment(text)
    assert found is not None
    assert found.isoformat() == "2026-12-31T00:00:00"
    assert partial_date(text) == "2026-12-31"


@pytest.mark.parametrize("text", ["31-02-2026", "31. foruary 2026", "i går", "12-31-2026", "31-12-26"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert moment(text) is None


def test_a_month_with_its_name_is_a_partial_date() -> None:
    assert partial_date("august 1987") == partial_date("Aug. 1987") == "1987-08"
    assert partial_date("1951") == "1951"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "fil.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.django_db
def test_the_command_line_says_what_is_wrong_and_writes_nothing(file: Callable[[str], str]) -> None:
    OwnerFactory()
    with pytest.raises(CommandError):
        call_command("import", "organisation", file(""))
    with pytest.raises(CommandError, match="--map"):
        call_command("import", "organisation", file("Sted;Land\nHer;Danmark\n"))
    with pytest.raises(CommandError, match="No column is headed Stad"):
        call_command("import", "organisation", file(SMALL), "--map", "name=Stad")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import", "organisation", "/findes/ikke.csv")
    with pytest.raises(CommandError, match="no kind"):
        call_command("import", "banan", file(SMALL))
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_a_file_becomes_records_from_the_command_line(file: Callable[[str], str]) -> None:
    OwnerFactory()
    CountryFactory(code="HU", name_da="Ungarn", name_en="Hungary")
    out, err = StringIO(), StringIO()
    path = file("Stad;Land;Breddegrad;Længdegrad\nGyőr;hungary;47,68333;17.63512\nX;Utopia;;\n")
    arguments = ["--map", "name=Stad", "--set", "kind=By"]
    call_command("import", "portal.organisation", path, *arguments, stdout=out, stderr=err)
    made = Organisation.objects.get(name="Győr")
    assert (made.kind, made.country_id, str(made.latitude), str(made.longitude)) == (
        OrganisationKind.CITY, "HU", "47.68333", "17.63512",
    )  # fmt: skip
    assert "3: " in err.getvalue()
    assert "Utopia" in err.getvalue()
