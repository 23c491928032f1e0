"""The annexes of a case: all international work, and the twin cities, as page and as PDF."""

import io
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from portal.access import RoleKind
from portal.models import Organisation
from portal.printing.typst import PrintError
from tests.factories import (
    ActivityFactory,
    AgreementFactory,
    DepartmentFactory,
    InitiativeFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PerspectiveFactory,
    RoleFactory,
    StrategyFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_june")]


@pytest.fixture
def _june() -> object:
    with time_machine.travel("2026-06-20", tick=False):
        yield


def add_city(owner: Organisation, name: str, **fields: object) -> None:
    city = PartnershipFactory(owner=owner, partner=OrganisationFactory(name=name), kind="twin_city", **fields)
    AgreementFactory(partnership=city, title=f"Venskab med {name}", starts="1990")
    ActivityFactory(owner=owner, title=f"Rejse til {name}", starts_on=date(2026, 3, 1)).partnerships.add(city)


def words(client: Client, path: str) -> str:
    pdf = client.get(f"{path}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)


def test_the_twin_cities_stand_under_their_priority_with_what_goes_on(as_editor: Client, owner: Organisation) -> None:
    add_city(
        owner, "Fredrikstad", priority="high", since="1951", description="<p>Musikskoler</p>", outlook="<p>Havne</p>"
    )
    add_city(owner, "Rendsburg")
    add_city(owner, "Forbi", status="ended")
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Region X"), kind="partner_region")
    path = f"/reports/{owner.pk}/twin-cities"
    parts = as_editor.get(f"{path}/").context["annex"].parts
    assert [[row.cells[0].partition(",")[0] for row in part.rows] for part in parts] == [
        ["Fredrikstad"],
        ["Rendsburg"],
    ]
    paper = words(as_editor, path)
    for told in ("Fredrikstad", "1951", "Musikskoler", "Havne", "Rejse til Fredrikstad", "Rendsburg"):
        assert told in paper
    assert "Forbi" not in paper
    assert "Region X" not in paper


def test_the_status_maps_all_work_of_every_department(as_editor: Client, owner: Organisation) -> None:
    department = DepartmentFactory(owner=owner, name="Skoleforvaltningen")
    strategy = StrategyFactory(owner=owner, status="adopted", starts_year=2024)
    perspective = PerspectiveFactory(strategy=strategy, number=1, name="Det globale")
    InitiativeFactory(perspective=perspective, code="1.a", title="Internationalt hus", department=department)
    MembershipFactory(network=NetworkFactory(name="EuroCities"), organisation=owner, joined="2001")
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Tartu"), department=department)
    activity = ActivityFactory(owner=owner, title="Lærerudveksling", starts_on=date(2026, 1, 9))
    activity.departments.add(department)
    ActivityFactory(owner=owner, title="For længst", starts_on=date(2001, 1, 9)).departments.add(department)
    path = f"/reports/{owner.pk}/status"
    page = as_editor.get(f"{path}/")
    assert page.status_code == 200
    paper = words(as_editor, path)
    for text in (page.content.decode(), paper):
        for told in ("Det globale", "Internationalt hus", "EuroCities", "2001", "Tartu", "Lærerudveksling"):
            assert told in text
        assert "For længst" not in text
    row = next(
        row for part in page.context["annex"].parts for row in part.rows if row.cells[0] == "Skoleforvaltningen"
    )
    assert row.cells[1:] == ["1.a Internationalt hus", "Tartu", "Lærerudveksling (9. januar 2026)"]


@pytest.mark.parametrize("name", ["status", "twin-cities"])
def test_an_annex_of_many_takes_as_many_queries_as_one_of_one(
    name: str, as_editor: Client, owner: Organisation
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/reports/{owner.pk}/{name}/").status_code == 200
        return len(captured)

    add_city(owner, "By 0")
    DepartmentFactory(owner=owner)
    queries()
    before = queries()
    for number in range(1, 6):
        add_city(owner, f"By {number}")
        DepartmentFactory(owner=owner)
    assert queries() == before


@pytest.mark.parametrize("name", ["status", "twin-cities"])
def test_an_annex_without_anything_prints(name: str, as_editor: Client, owner: Organisation) -> None:
    assert as_editor.get(f"/reports/{owner.pk}/{name}/").status_code == 200
    assert words(as_editor, f"/reports/{owner.pk}/{name}")


def test_there_is_no_other_annex(as_editor: Client, owner: Organisation) -> None:
    assert as_editor.get(f"/reports/{owner.pk}/nonsense/").status_code == 404


def test_an_annex_that_cannot_be_set_says_so(
    as_editor: Client, owner: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> bytes:
        raise PrintError("annex: no")

    monkeypatch.setattr("portal.printing.answer.render_pdf", refuse)
    assert as_editor.get(f"/reports/{owner.pk}/status.pdf").status_code == 503


def test_every_twin_city_of_aalborg_is_printed(client: Client) -> None:
    call_command("reference", verbosity=0)
    call_command("loaddata", "aalborg", verbosity=0)
    aalborg = Organisation.objects.get(name="Aalborg Kommune", is_owner=True)
    client.force_login(RoleFactory(owner=aalborg, kind=RoleKind.DIRECTOR).user)
    paper = " ".join(words(client, f"/reports/{aalborg.pk}/twin-cities").split())
    (part,) = client.get(f"/reports/{aalborg.pk}/twin-cities/").context["annex"].parts
    assert len(part.rows) == 33
    flat = paper.replace("-", "").replace(" ", "")
    names = [row.cells[0].partition(",")[0] for row in part.rows]
    assert [name for name in names if name.replace("-", "").replace(" ", "") not in flat] == []
    status = words(client, f"/reports/{aalborg.pk}/status")
    for told in ("EuroCities", "EUniverCities", "Fredrikstad"):
        assert told in status
