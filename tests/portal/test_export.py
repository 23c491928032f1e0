"""A list as a file, through HTTP: what is on screen, all of it, and never a formula."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from openpyxl import load_workbook

from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import AgendaItemFactory, BodyFactory, DecisionFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.example")']


def lines_of(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def sheet_of(client: Client, address: str) -> list[list[object]]:
    answer = client.get(address)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_a_file_has_the_columns_filter_and_order_on_screen(as_editor: Client, owner: Organisation) -> None:
    for name, since in (("Århus", "1951"), ("Zürich", "1987-08-04"), ("Gdynia", "1999")):
        kind = "cooperation" if name == "Gdynia" else "twin_city"
        PartnershipFactory(owner=owner, kind=kind, since=since, partner=OrganisationFactory(name=name))
    query = "?kind=twin_city&columns=partner,since&sort=-partner"
    assert lines_of(as_editor, f"/partnerships/{query}&export=csv") == [
        ["Partner", "Siden"],
        ["Århus", "1951"],
        ["Zürich", "4. august 1987"],
    ]
    assert sheet_of(as_editor, f"/partnerships/{query}&export=xlsx") == [
        ["Partner", "Siden"],
        ["Århus", "1951"],
        ["Zürich", datetime(1987, 8, 4)],
    ]


def test_a_file_speaks_the_language_of_its_reader(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner, since="1987-08-04", partner=OrganisationFactory(name="Gdynia"))
    as_editor.cookies["django_language"] = "en"
    query = "?columns=partner,kind,since"
    lines = [["Partner", "Kind", "Since"], ["Gdynia", "Twin city", "4 August 1987"]]
    assert lines_of(as_editor, f"/partnerships/{query}&export=csv") == lines
    assert sheet_of(as_editor, f"/partnerships/{query}&export=xlsx")[0] == lines[0]


def test_a_danish_title_can_be_read_in_the_name_of_the_file(as_editor: Client) -> None:
    for kind in ("csv", "xlsx"):
        answer = as_editor.get(f"/meetings/?export={kind}")
        assert b"".join(answer.streaming_content)
        name = rf'attachment; filename="moeder-\d{{4}}-\d\d-\d\d\.{kind}"'
        assert re.fullmatch(name, answer["Content-Disposition"])


def test_a_file_holds_all_pages(as_editor: Client, owner: Organisation) -> None:
    for _number in range(60):
        PartnershipFactory(owner=owner)
    assert len(lines_of(as_editor, "/partnerships/?export=csv&page=2")) == 61


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_cell_is_a_formula(as_editor: Client, owner: Organisation, payload: str) -> None:
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name=payload))
    book = load_workbook(io.BytesIO(b"".join(as_editor.get("/partnerships/?export=xlsx").streaming_content)))
    assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert book.active["A2"].value == payload
    assert lines_of(as_editor, "/partnerships/?export=csv")[1][0] == f"'{payload}"


def test_control_characters_do_not_break_the_workbook(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdy\x0bnia"))
    assert sheet_of(as_editor, "/partnerships/?export=xlsx")[1][0] == "Gdynia"


def test_a_file_holds_nothing_its_reader_may_not_see(
    client: Client, user_with: Callable[..., User], owner: Organisation
) -> None:
    body = BodyFactory(owner=owner)
    DecisionFactory(item=AgendaItemFactory(body=body, title="Lukket sag", is_closed=True))
    DecisionFactory(item=AgendaItemFactory(title="Fremmed sag"))
    DecisionFactory(item=AgendaItemFactory(body=body, title="Åben sag"))
    client.force_login(user_with(RoleKind.READER))
    text = str(lines_of(client, "/decisions/?export=csv"))
    assert "Åben sag" in text
    assert "Lukket sag" not in text
    assert "Fremmed sag" not in text


@pytest.mark.parametrize(
    "address",
    ["/agreements/", "/organisations/", "/persons/", "/networks/", "/networks/memberships/", "/strategies/",
     "/strategies/initiatives/", "/strategies/actions/", "/bodies/", "/meetings/", "/decisions/"],
)  # fmt: skip
def test_every_list_can_be_had_as_a_file(as_editor: Client, address: str) -> None:
    assert len(lines_of(as_editor, f"{address}?export=csv")) >= 1
    assert len(sheet_of(as_editor, f"{address}?export=xlsx")) >= 1
