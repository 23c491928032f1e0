"""What can be imported, and the way out and back: a list as a file, edited in a spreadsheet, changes just that."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from portal.imports.registry import all_importers
from portal.lists.listing import listings
from portal.models import Affiliation, Department, Organisation, OrganisationMember, Population, RunState, User
from portal.records.versioned import VersionedModel
from strategy.models import Attendance, MeetingState
from tests.factories import (
    ActionItemFactory,
    ActivityFactory,
    AgendaItemFactory,
    AgreementFactory,
    BodyFactory,
    CriterionFactory,
    DecisionFactory,
    DepartmentFactory,
    EnquiryFactory,
    ExtensionFactory,
    InitiativeFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OfficeFactory,
    OfficeNameFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ReviewRoundFactory,
    SeatFactory,
    StrategyFactory,
)
from tests.importing import acts, carry_out, cells, checked, importer, problems

pytestmark = pytest.mark.django_db

# Records that do not come in files, and why.
BY_HAND = {
    "portal.attachment": "is a file itself",
    "portal.journalentry": "belongs to a record of any kind, on whose page it is written",
    "portal.contact": "belongs to a record of any kind, on whose page it is chosen",
    "partnerships.assessment": "belongs to a record of any kind, and is made with its review",
    "partnerships.score": "is given on the page of its review, under the version of its assessment",
    "partnerships.publicpage": "an owner has one, and turns it on by hand",
    "strategy.statusupdate": "a status changes by being reported, never by a file",
}
KINDS = [one.kind for one in all_importers()]


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _in_danish() -> Iterator[None]:
    with translation.override("da"):
        yield


def test_every_kind_of_record_can_be_imported_or_has_a_reason_not_to() -> None:
    records = {model._meta.label_lower for model in apps.get_models() if issubclass(model, VersionedModel)}
    assert {one.kind for one in all_importers()} == records - BY_HAND.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_every_declaration_holds_together(kind: str, administrator: User, owner: Organisation) -> None:
    """Each field has a column of its own name, and a row of nonsense does not break anything off."""
    one = importer(kind)
    assert set(one.synonyms) | set(one.readings) | set(one.may_lack) | set(one.given) <= set(one.fields)
    text = ";".join(one.fields) + "\n" + ";".join("vrøvl" for _field in one.fields) + "\n"
    run = checked(kind, text, administrator, owner=owner)
    assert run.mapping == {name: place for place, name in enumerate(one.fields)}
    assert run.state == RunState.CHECKED
    assert acts(run) == {"refused": 1}


@pytest.fixture
def records(owner: Organisation) -> None:
    """Two of everything that has a list."""
    for number in (1, 2):
        partner = OrganisationFactory(name=f"Tampere {number}", local_name="=Tammerfors")
        partnership = PartnershipFactory(owner=owner, partner=partner, since="1951-08", last_activity_on="2026-02-01")
        AgreementFactory(partnership=partnership, title="+ Aftale", signed="1951")
        extended = AgreementFactory(
            partnership=partnership, title=f"Forlænget aftale {number}", term_kind="fixed", ends_on="2026-12-31"
        )
        ExtensionFactory(agreement=extended, agreed_on="2026-05-04", ends_on="2028-12-31", note="Brev")
        AgreementFactory(
            partnership=partnership, title="Anden aftale", term_kind="fixed", starts="2020", ends_on="2026-12-31"
        )
        CriterionFactory(review=ReviewRoundFactory(owner=owner), guidance="=Hvor meget")
        ActivityFactory(owner=owner, ends_on="2026-05-06", cost="12500.50").partnerships.add(partnership)
        OfficeNameFactory(
            office=OfficeFactory(owner=owner, operator=partner, opened="2004-05"), used_from="1998", used_to="2004"
        )
        EnquiryFactory(
            owner=owner, organisation=partner, partnership=partnership, answer="accepted", answered_on="2026-06-01"
        )
        Population.objects.create(organisation=partner, counted_on="2026-01-01", inhabitants=1_304_253)
        OrganisationMember.objects.create(partnership=owner, member=partner, joined_on="2020-01-01")
        person = PersonFactory(owner=owner, name=f"Søren {number}", phone="+45 99 99 99 99")
        Affiliation.objects.create(person=person, organisation=partner, role="Konsulent", starts_on="2020-01-01")
        network = NetworkFactory(founded="1986", parent=NetworkFactory(), secretariat=partner)
        MembershipFactory(organisation=owner, network=network, joined="1991", responsible=person)
        strategy = StrategyFactory(owner=owner, ends_year=2030)
        initiative = InitiativeFactory(
            perspective__strategy=strategy, department=DepartmentFactory(owner=owner), responsible=person
        )
        ActionItemFactory(plan__strategy=strategy, initiative=initiative, due_on="2026-12-31")
        body = BodyFactory(owner=owner, meetings_a_year=4)
        starts_at = datetime(2026, 12, 7 + number, 9, 0, tzinfo=UTC)
        meeting = MeetingFactory(body=body, starts_at=starts_at, host=partner, state=MeetingState.HELD)
        SeatFactory(body=body, organisation=partner, person=person, has_mandate=True)
        Attendance.objects.create(meeting=meeting, person=person, kind="present")
        item = AgendaItemFactory(body=body, meeting=meeting)
        DecisionFactory(item=item, decided_on="2026-12-08", text="<p>" + "Magistraten godkendte. " * 20 + "</p>")


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("form", ["csv", "xlsx", "xlsx with all columns"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_comes_back_as_it_went_out_changes_nothing(
    client: Client, administrator: User, owner: Organisation, kind: str, form: str
) -> None:
    client.force_login(administrator)
    listing = listings[importer(kind).model]
    columns = ",".join(column.name for column in listing.columns) if "all" in form else ""
    answer = client.get(f"{listing.url()}?export={form.partition(' ')[0]}&columns={columns}")
    run = checked(kind, b"".join(answer.streaming_content), administrator, owner=owner)
    assert ("id" in run.mapping) == bool(columns)
    assert problems(run) == {}
    assert cells(run) == {}
    assert acts(run).keys() == {"unchanged"}


@pytest.mark.usefixtures("records")
def test_of_an_edited_file_exactly_the_edited_cells_change(
    client: Client, administrator: User, owner: Organisation
) -> None:
    client.force_login(administrator)
    content = b"".join(client.get("/partnerships/?export=csv").streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(content), delimiter=";"))
    place = lines[0].index("Siden")
    assert lines[2][place] == "august 1951"
    lines[2][place] = "1952"
    edited = StringIO()
    csv.writer(edited, delimiter=";").writerows(lines)
    run = checked("partnership", edited.getvalue(), administrator, owner=owner)
    assert acts(run) == {"changed": 1, "unchanged": 1}
    assert cells(run) == {3: {"since": ["august 1951", "1952"]}}
    carry_out(run, administrator)
    again = b"".join(client.get("/partnerships/?export=csv").streaming_content).decode("utf-8-sig")
    assert list(csv.reader(StringIO(again), delimiter=";")) == lines


@pytest.mark.usefixtures("records")
def test_of_an_edited_workbook_exactly_the_edited_cells_change(
    client: Client, administrator: User, owner: Organisation
) -> None:
    client.force_login(administrator)
    query = "?columns=title,partner,term_kind,kind,starts,signed&export=xlsx"
    book = load_workbook(BytesIO(b"".join(client.get(f"/agreements/{query}").streaming_content)))
    headings = [cell.value for cell in book.active[1]]
    book.active.cell(3, headings.index("Underskrevet") + 1).value = datetime(1987, 8, 4)
    edited = BytesIO()
    book.save(edited)
    run = checked("agreement", edited.getvalue(), administrator, owner=owner)
    assert [change.keys() for change in cells(run).values()] == [{"signed"}]
    assert acts(run) == {"changed": 1, "unchanged": 5}


def test_a_kind_without_a_page_of_its_own_is_imported_too(administrator: User, owner: Organisation) -> None:
    run = checked("department", "Navn;Kort navn\nSundhed og Kultur;SK\n", administrator, owner=owner)
    carry_out(run, administrator)
    assert list(Department.objects.values_list("owner", "name", "short_name")) == [
        (owner.pk, "Sundhed og Kultur", "SK")
    ]
