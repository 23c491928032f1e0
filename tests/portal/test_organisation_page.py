""" "What do we have going with Tampere?" is answered on one page, past and present."""

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Affiliation, Organisation, OrganisationMember, Population
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AgreementFactory,
    AttachmentFactory,
    ContactFactory,
    DecisionFactory,
    InitiativeFactory,
    JournalEntryFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


def fill(city: Organisation, owner: Organisation, number: int) -> list[str]:
    """One more of everything that the portal can know of an organisation; answers with what its page must say."""
    partnership = PartnershipFactory(owner=owner, partner=city, kind=["twin_city", "cooperation"][number % 2])
    AgreementFactory(partnership=partnership, title=f"Aftale nr. {number}")
    elsewhere = PartnershipFactory(owner=owner)
    AgreementFactory(partnership=elsewhere, contractor=city, title=f"Kontrakt nr. {number}")
    shared = MembershipFactory(organisation=owner, network__name=f"Netværk nr. {number}")
    MembershipFactory(organisation=city, network=shared.network)
    initiative = InitiativeFactory(perspective__strategy__owner=owner, title=f"Indsats nr. {number}")
    initiative.partnerships.add(partnership)
    ActionItemFactory(plan__strategy=initiative.strategy, initiative=initiative, title=f"Handling nr. {number}")
    AgendaItemFactory(body__owner=owner, title=f"Punkt nr. {number}").partnerships.add(partnership)
    decided = AgendaItemFactory(body__owner=owner, title=f"Beslutning nr. {number}")
    decided.partnerships.add(partnership)
    DecisionFactory(item=decided)
    SeatFactory(body__owner=owner, body__name=f"Udvalg nr. {number}", organisation=city)
    person = PersonFactory(owner=owner, name=f"Person nr. {number}")
    Affiliation.objects.create(person=person, organisation=city, role=f"Stilling nr. {number}")
    ContactFactory(about=city, owner=owner, role=f"Rolle nr. {number}")
    JournalEntryFactory(about=city, owner=owner, title=f"Notat nr. {number}")
    AttachmentFactory(about=city, owner=owner, name=f"Fil nr. {number}.txt")
    Population.objects.create(organisation=city, counted_on=f"20{number:02}-01-01", inhabitants=100_000 + number)
    OrganisationFactory(parent=city, name=f"Del nr. {number}")
    OrganisationFactory(merged_into=city, name=f"Gammel by nr. {number}")
    OrganisationMember.objects.create(partnership=city, member=OrganisationFactory(name=f"Medlem nr. {number}"))
    OrganisationMember.objects.create(partnership=OrganisationFactory(name=f"Forening nr. {number}"), member=city)
    names = ["Aftale", "Kontrakt", "Netværk", "Indsats", "Handling", "Punkt", "Beslutning", "Udvalg", "Person"]
    names += ["Stilling", "Rolle", "Notat", "Fil", "Del", "Gammel by", "Medlem", "Forening"]
    return [f"{name} nr. {number}" for name in names]


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory(name="Tampere", other_names="Tammerfors")


def test_everything_is_on_one_page(as_editor: Client, owner: Organisation, city: Organisation) -> None:
    expected = fill(city, owner, 1)
    page = as_editor.get(f"/organisations/{city.pk}/").content.decode()
    for text in [*expected, "Tammerfors", "100.001"]:
        assert text in page


def test_a_long_page_begins_with_its_contents(as_editor: Client, owner: Organisation, city: Organisation) -> None:
    assert 'class="contents"' not in as_editor.get(f"/organisations/{city.pk}/").content.decode()
    fill(city, owner, 1)
    page = as_editor.get(f"/organisations/{city.pk}/").content.decode()
    assert 'class="contents"' in page
    for anchor in ["agreements", "decisions", "people", "agenda-items"]:
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_of_others_it_tells_nothing(as_editor: Client, city: Organisation) -> None:
    expected = fill(city, OrganisationFactory(is_owner=True), 1)
    page = as_editor.get(f"/organisations/{city.pk}/").content.decode()
    shared = {"Netværk", "Del", "Gammel by", "Medlem", "Forening"}  # what everybody may know
    assert [text for text in expected if text in page and text.partition(" nr.")[0] not in shared] == []


def test_the_page_takes_as_many_queries_for_ten_of_everything_as_for_one(
    as_editor: Client, owner: Organisation, city: Organisation
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/organisations/{city.pk}/").status_code == 200
        return len(captured)

    fill(city, owner, 1)
    queries()  # writes the queries that are kept
    one = queries()
    for number in range(2, 4):
        fill(city, OrganisationFactory(is_owner=True), number)
        for index in range(3):
            JournalEntryFactory(about=city, owner=owner)
            AgreementFactory(partnership=city.partnerships_as_partner.first(), title=f"{number} {index}")
            Affiliation.objects.create(person=PersonFactory(owner=owner), organisation=city, role="Post")
    assert queries() == one


def test_the_past_stays_with_its_end_reason_and_decision(
    as_editor: Client, owner: Organisation, city: Organisation
) -> None:
    partnership = PartnershipFactory(owner=owner, partner=city, since="1951")
    AgreementFactory(
        partnership=partnership, title="Den gamle aftale", term_kind="fixed", starts="1951", ends_on="2014-12-31"
    )
    decision = DecisionFactory(item__body__owner=owner, item__body__name="Magistraten", item__title="Ophør")
    decision.item.partnerships.add(partnership)
    with pghistory.context(reason="Byen svarede ikke længere"):
        type(partnership).objects.update(status="ended", ended="2014")
    page = as_editor.get(f"/organisations/{city.pk}/").content.decode()
    for text in ["1951–2014", "Den gamle aftale", "31. december 2014", "Magistraten"]:
        assert text in page
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    for text in ["Byen svarede ikke længere", "Magistraten", "Den gamle aftale", "2014"]:
        assert text in page
