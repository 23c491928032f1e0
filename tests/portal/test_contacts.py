"""Whom to call about a record, from when to when; and all the roles of a person, seen from both sides."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Agreement
from portal.models import Affiliation, Contact, Organisation, Person, User
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AgreementFactory,
    ContactFactory,
    InitiativeFactory,
    MembershipFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(owner: Organisation) -> Agreement:
    return AgreementFactory(partnership__owner=owner, title="Aftale om elever")


@pytest.fixture
def person(owner: Organisation) -> Person:
    return PersonFactory(owner=owner, name="Anna Holm")


def contact(person: Person, typed: dict[str, str] | None = None) -> dict[str, Any]:
    return {"creation_key": uuid.uuid4(), "person": person.pk, "role": "Tovholder"} | (typed or {})


def test_a_contact_is_added_on_the_page_and_seen_from_both_sides(
    as_editor: Client, agreement: Agreement, person: Person
) -> None:
    address = f"/contacts/new/partnerships.agreement/{agreement.pk}/"
    assert address in as_editor.get(f"/agreements/{agreement.pk}/").content.decode()
    assert as_editor.post(address, contact(person, {"starts_on": "2026-01-01"})).status_code == 302
    page = as_editor.get(f"/agreements/{agreement.pk}/").content.decode()
    assert f'href="/persons/{person.pk}/"' in page
    assert "Tovholder" in page
    assert "Aftale om elever" in as_editor.get(f"/persons/{person.pk}/").content.decode()


def test_the_link_on_the_persons_page_leads_to_the_record(
    as_editor: Client, agreement: Agreement, person: Person
) -> None:
    made = ContactFactory(about=agreement, person=person)
    assert made.get_absolute_url() == f"/records/partnerships.agreement/{agreement.pk}/#contacts"
    response = as_editor.get(f"/records/partnerships.agreement/{agreement.pk}/")
    assert response["Location"] == f"/agreements/{agreement.pk}/"


def test_former_ones_are_folded_away(as_editor: Client, agreement: Agreement, owner: Organisation) -> None:
    ContactFactory(about=agreement, person=PersonFactory(owner=owner, name="Nu"))
    ContactFactory(about=agreement, person=PersonFactory(owner=owner, name="Dengang"), ends_on=date(2020, 1, 1))
    now, _, former = as_editor.get(f"/agreements/{agreement.pk}/").content.decode().rpartition("<details")
    assert ">Nu<" in now
    assert ">Dengang<" not in now
    assert ">Dengang<" in former


@pytest.mark.parametrize("wrong", [{"role": ""}, {"person": ""}, {"starts_on": "2026-02-01", "ends_on": "2026-01-01"}])
def test_what_is_wrong_is_said(wrong: dict[str, str], as_editor: Client, agreement: Agreement, person: Person) -> None:
    address = f"/contacts/new/partnerships.agreement/{agreement.pk}/"
    assert as_editor.post(address, contact(person, wrong)).status_code == 422
    assert not Contact.objects.exists()


def test_the_database_keeps_the_end_after_the_start(agreement: Agreement) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ContactFactory(about=agreement, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))


def test_people_of_others_cannot_be_chosen(as_editor: Client, agreement: Agreement) -> None:
    foreign = PersonFactory(name="Fremmed")
    address = f"/contacts/new/partnerships.agreement/{agreement.pk}/"
    assert "Fremmed" not in as_editor.get(address).content.decode()
    assert as_editor.post(address, contact(foreign)).status_code == 422


def test_it_is_ended_and_put_away(as_editor: Client, agreement: Agreement, person: Person) -> None:
    made = ContactFactory(about=agreement, person=person)
    data = {"person": person.pk, "role": "Tovholder", "ends_on": "2025-12-31", "version": 1}
    assert as_editor.post(f"/contacts/{made.pk}/edit/", data).status_code == 302
    made.refresh_from_db()
    assert made.ends_on == date(2025, 12, 31)
    assert as_editor.post(f"/trash/portal.contact/{made.pk}/", {"version": 2}).status_code == 302
    assert f'href="/persons/{person.pk}/"' not in as_editor.get(f"/agreements/{agreement.pk}/").content.decode()


def test_strangers_and_readers_keep_out(
    client: Client, stranger: User, reader: User, agreement: Agreement, person: Person
) -> None:
    made = ContactFactory(about=agreement, person=person)
    for user, code in [(stranger, 404), (reader, 403)]:
        client.force_login(user)
        assert client.get(f"/contacts/{made.pk}/edit/").status_code == code
        assert client.get(f"/contacts/new/partnerships.agreement/{agreement.pk}/").status_code == code


def test_a_persons_page_has_all_the_roles(as_editor: Client, owner: Organisation, person: Person) -> None:
    Affiliation.objects.create(person=person, organisation=owner, role="Konsulent i Borgmesterens Forvaltning")
    PartnershipFactory(owner=owner, responsible=person, partner__name="Gdynia")
    membership = MembershipFactory(organisation=owner, responsible=person)
    SeatFactory(body__owner=owner, body__name="Styregruppen", person=person)
    SeatFactory(body__owner=owner, body__name="Udvalget", substitute=person)
    initiative = InitiativeFactory(perspective__strategy__owner=owner, responsible=person)
    action = ActionItemFactory(plan__strategy=initiative.strategy, responsible=person)
    page = as_editor.get(f"/persons/{person.pk}/").content.decode()
    expected = ["Konsulent i Borgmesterens", "Gdynia", membership.network.name, "Styregruppen", "Udvalget"]
    for text in [*expected, initiative.title, action.title]:
        assert text in page


def test_a_persons_page_tells_nothing_of_closed_records(
    client: Client, editor: User, secretariat: User, owner: Organisation, person: Person
) -> None:
    item = AgendaItemFactory(body__owner=owner, is_closed=True, title="Fortrolig sag")
    ContactFactory(about=item, person=person)
    for user, is_told in [(editor, False), (secretariat, True)]:
        client.force_login(user)
        assert ("Fortrolig sag" in client.get(f"/persons/{person.pk}/").content.decode()) is is_told


def test_a_persons_page_takes_as_many_queries_for_ten_roles_as_for_one(
    as_editor: Client, owner: Organisation, person: Person
) -> None:
    def queries() -> int:
        ContactFactory(about=PartnershipFactory(owner=owner), person=person)
        PartnershipFactory(owner=owner, responsible=person)
        SeatFactory(body__owner=owner, person=person)
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/persons/{person.pk}/").status_code == 200
        return len(captured)

    queries()  # the first writes the queries that are kept
    one = queries()
    assert {queries() for _ in range(9)} == {one}
