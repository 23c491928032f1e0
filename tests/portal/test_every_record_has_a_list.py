"""Every kind of record has a list that opens, can be had as a file, and holds only what its reader may see."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from partnerships.models import PublicPage
from portal.lists.listing import Listing, listings
from portal.models import (
    Affiliation,
    Attachment,
    Contact,
    JournalEntry,
    Organisation,
    OrganisationMember,
    Population,
    User,
)
from portal.records.versioned import VersionedModel
from portal.views.record import record_models
from strategy.models import Attendance, StatusUpdate
from tests.factories import (
    ActionItemFactory,
    ActivityFactory,
    AgendaItemFactory,
    AgreementFactory,
    AssessmentFactory,
    CriterionFactory,
    DecisionFactory,
    DepartmentFactory,
    EnquiryFactory,
    ExtensionFactory,
    InitiativeFactory,
    MeetingFactory,
    MembershipFactory,
    OfficeFactory,
    OfficeNameFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    PublicPageFactory,
    ScoreFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db

SHARED = {"portal.organisation", "portal.organisationmember", "portal.population", "networks.network"}
LISTINGS = [pytest.param(listing, id=listing.label()) for listing in listings.values()]


def one_of_each(owner: Organisation) -> dict[str, VersionedModel]:
    """A record of every kind that belongs to the owner, or is shared reference data."""
    partnership = PartnershipFactory(owner=owner)
    agreement = AgreementFactory(partnership=partnership)
    person = PersonFactory(owner=owner)
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    meeting = MeetingFactory(body__owner=owner)
    membership = MembershipFactory(organisation=owner)
    decision = DecisionFactory(item__body=meeting.body, item__meeting=meeting)
    action = ActionItemFactory(plan__strategy=initiative.strategy, initiative=initiative)
    assessment = AssessmentFactory(about=partnership)
    criterion = CriterionFactory(review=assessment.review)
    about = {"owner": owner, "about_kind": "partnerships.partnership", "about_id": partnership.pk}
    records = [
        partnership,
        agreement,
        ExtensionFactory(agreement=agreement),
        ActivityFactory(owner=owner),
        OfficeFactory(owner=owner),
        OfficeNameFactory(office__owner=owner),
        EnquiryFactory(owner=owner),
        PublicPage.objects.filter(owner=owner).first() or PublicPageFactory(owner=owner),
        person,
        DepartmentFactory(owner=owner),
        Affiliation.objects.create(person=person, organisation=partnership.partner, role="Direktør"),
        Attachment.objects.create(**about, name="aftale.pdf", size=1, content_type="application/pdf", file="a"),
        Contact.objects.create(**about, person=person, role="Vært"),
        JournalEntry.objects.create(**about, title="Besøg", day="2026-05-01", kind="visit"),
        partnership.partner,
        OrganisationMember.objects.create(partnership=OrganisationFactory(), member=partnership.partner),
        Population.objects.create(organisation=partnership.partner, counted_on="2026-01-01", inhabitants=5),
        assessment.review,
        assessment,
        criterion,
        ScoreFactory(assessment=assessment, criterion=criterion),
        membership,
        membership.network,
        initiative,
        initiative.perspective,
        initiative.strategy,
        action,
        action.plan,
        StatusUpdate.objects.create(action_item=action, progress="done", note="Færdig", made_on="2026-05-01"),
        meeting.body,
        meeting,
        SeatFactory(body=meeting.body),
        Attendance.objects.create(meeting=meeting, person=person, kind="present"),
        decision,
        decision.item,
    ]
    return {record.label: record for record in records}


def ids(client: Client, listing: type[Listing]) -> set[str]:
    """The primary keys that the list as a CSV file holds."""
    query = "?all=on&columns=id&export=csv"  # "all" also shows memberships of others
    text = b"".join(client.get(f"{listing.url()}{query}").streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert heading == ["Id"]
    return {row[0] for row in rows}


def test_every_kind_of_record_has_a_list() -> None:
    assert {model._meta.label_lower for model in record_models()} == {one.label() for one in listings.values()}


def test_the_page_of_all_lists_leads_to_each(as_editor: Client) -> None:
    page = as_editor.get("/lists/").content.decode()
    assert [one.label() for one in listings.values() if f'href="{one.url()}"' not in page] == []


@pytest.mark.parametrize("listing", LISTINGS)
def test_the_list_opens_with_every_column_and_a_link_that_leads_somewhere(
    listing: type[Listing], as_editor: Client, owner: Organisation
) -> None:
    record = one_of_each(owner)[listing.label()]
    columns = ",".join(column.name for column in listing.columns)
    page = as_editor.get(f"{listing.url()}?columns={columns}")
    assert page.status_code == 200
    row = page.context["listing"].rows()
    assert f"<td>{record.pk}</td>" in row
    assert re.findall(r'<th scope="row">(?:<a[^>]+>)?([^<]*)', row)[0].strip()
    if hasattr(record, "get_absolute_url"):
        address = row.partition('href="')[2].partition('"')[0]
        assert as_editor.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("listing", LISTINGS)
def test_the_list_can_be_sorted_by_every_column_that_says_so(
    listing: type[Listing], as_editor: Client, owner: Organisation
) -> None:
    one_of_each(owner)
    for column in listing.columns:
        assert as_editor.get(f"{listing.url()}?columns={column.name}&sort=-{column.name}").status_code == 200


@pytest.mark.parametrize("listing", LISTINGS)
def test_the_list_can_be_had_as_a_workbook(listing: type[Listing], as_editor: Client, owner: Organisation) -> None:
    record = one_of_each(owner)[listing.label()]
    answer = as_editor.get(f"{listing.url()}?columns=id&export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert (record.pk,) in set(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize("listing", LISTINGS)
def test_the_list_holds_ones_own_records_and_not_those_of_another_owner(
    listing: type[Listing], as_editor: Client, owner: Organisation
) -> None:
    mine, theirs = one_of_each(owner)[listing.label()], one_of_each(OwnerFactory())[listing.label()]
    held = ids(as_editor, listing)
    assert str(mine.pk) in held
    assert (str(theirs.pk) in held) == (listing.label() in SHARED)


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_list_of_three_takes_as_many_queries_as_a_list_of_one(
    listing: type[Listing], as_editor: Client, owner: Organisation
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(listing.url()).status_code == 200
        return len(captured)

    one_of_each(owner)
    as_editor.get(listing.url())  # options of the filters are kept from here on
    one = queries()
    one_of_each(owner)
    one_of_each(owner)
    assert queries() == one


def test_a_file_is_listed_with_the_name_of_what_it_belongs_to(as_editor: Client, owner: Organisation) -> None:
    file = one_of_each(owner)["portal.attachment"]
    page = as_editor.get("/lists/portal.attachment/").content.decode()
    address = f"/records/partnerships.partnership/{file.about_id}/"
    assert f'<a href="{address}">Samarbejde: {file.about.partner}</a>' in page
    assert as_editor.get(address)["Location"] == f"/partnerships/{file.about_id}/"


def test_a_list_with_a_page_of_its_own_is_shown_there(as_editor: Client) -> None:
    answer = as_editor.get("/lists/partnerships.agreement/?kind=friendship&page=2")
    assert answer["Location"] == "/agreements/?kind=friendship&page=2"


@pytest.mark.parametrize("label", ["nonsense", "portal.country", "portal.nonsense", "portal.savedview"])
def test_there_is_no_list_of_what_is_no_record(label: str, as_editor: Client) -> None:
    assert as_editor.get(f"/lists/{label}/").status_code == 404
    assert as_editor.get(f"/records/{label}/1/").status_code == 404


def test_the_way_to_a_record_is_closed_to_others(client: Client, stranger: User, owner: Organisation) -> None:
    records = one_of_each(owner)
    client.force_login(stranger)
    for label in ("portal.contact", "strategy.seat", "strategy.statusupdate", "partnerships.partnership"):
        assert client.get(f"/records/{label}/{records[label].pk}/").status_code == 404


def test_an_item_is_listed_once_with_the_decision_that_counts(as_editor: Client, owner: Organisation) -> None:
    waits = AgendaItemFactory(body__owner=owner, title="Venter")
    thrown_away = DecisionFactory(item=AgendaItemFactory(body=waits.body, title="Afgjort"), outcome="rejected")
    thrown_away.move_to_trash()
    DecisionFactory(item=thrown_away.item, outcome="approved")
    query = "?columns=title,outcome&sort=title&export=csv"
    text = b"".join(as_editor.get(f"/lists/strategy.agendaitem/{query}").streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1:] == ["Afgjort;Godkendt", "Venter;"]


def test_the_way_to_a_department_leads_to_its_page(as_editor: Client, owner: Organisation) -> None:
    pk = DepartmentFactory(owner=owner).pk
    assert as_editor.get(f"/records/portal.department/{pk}/")["Location"] == f"/departments/{pk}/"
