"""The pages of an organisation, through HTTP."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Organisation, OrganisationMember, Population, User
from tests.factories import (
    AgreementFactory,
    CountryFactory,
    MembershipFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> dict[str, Any]:
    return {"name": "Gdynia", "kind": "city", "country": CountryFactory().pk}


def test_the_list_has_every_organisation(as_editor: Client, owner: Organisation) -> None:
    OrganisationFactory(name="Gdynia")
    page = as_editor.get("/organisations/").content.decode()
    assert ">Gdynia</a>" in page
    assert f">{owner.name}</a>" in page


def test_its_page_tells_what_is_known(as_editor: Client) -> None:
    successor = OrganisationFactory(name="Afløseren")
    organisation = OrganisationFactory(
        name="Gdynia", place="Pommern", website="https://gdynia.example/", merged_into=successor
    )
    Population.objects.create(organisation=organisation, counted_on="2025-01-01", inhabitants=244000, source="GUS")
    page = as_editor.get(f"/organisations/{organisation.pk}/").content.decode()
    for text in ["<h1>Gdynia</h1>", "Pommern", 'href="https://gdynia.example/"', ">Afløseren</a>", "244.000", "GUS"]:
        assert text in page


def test_its_page_gathers_what_the_owner_has_going_with_it(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    agreement = AgreementFactory(partnership=partnership)
    page = as_editor.get(f"/organisations/{partnership.partner_id}/").content.decode()
    assert f'href="/partnerships/{partnership.pk}/"' in page
    assert f'href="/agreements/{agreement.pk}/"' in page


def test_its_page_tells_nothing_of_what_others_have_going(as_editor: Client) -> None:
    foreign = AgreementFactory(title="Hemmelig", partnership__owner=OwnerFactory(name="Fremmed"))
    page = as_editor.get(f"/organisations/{foreign.partnership.partner_id}/").content.decode()
    assert "Hemmelig" not in page
    assert "Fremmed" not in page


def test_another_owner_is_shared_knowledge_too_but_not_to_be_changed(as_editor: Client) -> None:
    other = OwnerFactory(name="Nabokommunen")
    assert as_editor.get(f"/organisations/{other.pk}/").status_code == 200
    assert as_editor.get(f"/organisations/{other.pk}/edit/").status_code == 403
    assert as_editor.post(f"/organisations/{other.pk}/edit/", {"version": 1}).status_code == 403


def test_only_its_administrator_changes_an_owner(client: Client, owner: Organisation, administrator: User) -> None:
    client.force_login(administrator)
    form = {"name": "Nyt navn", "kind": "municipality", "country": "DK", "version": 1}
    assert client.post(f"/organisations/{owner.pk}/edit/", form).status_code == 302
    owner.refresh_from_db()
    assert (owner.name, owner.is_owner) == ("Nyt navn", True)


def test_nobody_makes_an_owner_by_a_form(as_editor: Client, form: dict[str, Any]) -> None:
    as_editor.post("/organisations/new/", form | {"is_owner": "on", "theme": "aalborg"})
    organisation = Organisation.objects.get(name="Gdynia")
    assert (organisation.is_owner, organisation.theme) == (False, "default")


def test_an_editor_creates_and_changes_one(as_editor: Client, form: dict[str, Any]) -> None:
    response = as_editor.post("/organisations/new/", form)
    organisation = Organisation.objects.get(name="Gdynia")
    assert response["Location"] == f"/organisations/{organisation.pk}/"
    response = as_editor.post(f"/organisations/{organisation.pk}/edit/", form | {"place": "Pommern", "version": 1})
    assert response.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.place, organisation.version) == ("Pommern", 2)


def test_a_reader_may_look_but_not_touch(client: Client, reader: User) -> None:
    organisation = OrganisationFactory()
    client.force_login(reader)
    page = client.get(f"/organisations/{organisation.pk}/")
    assert page.status_code == 200
    assert "/edit/" not in page.content.decode()
    assert client.get(f"/organisations/{organisation.pk}/edit/").status_code == 403
    assert client.get("/organisations/new/").status_code == 403
    assert "/organisations/new/" not in client.get("/organisations/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "a" * 201},
        {"kind": "planet"},
        {"country": "XX"},
        {"website": "javascript:alert(1)"},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "57"},
        {"latitude": "NaN", "longitude": "Infinity"},
        {"parent": "Atlantis"},
    ],
)
def test_a_wrong_value_is_refused(wrong: dict[str, str], as_editor: Client, form: dict[str, Any]) -> None:
    before = Organisation.objects.count()
    assert as_editor.post("/organisations/new/", form | wrong).status_code == 422
    assert Organisation.objects.count() == before


def test_it_cannot_be_part_of_itself(as_editor: Client, form: dict[str, Any]) -> None:
    organisation = OrganisationFactory(name="Gdynia")
    data = form | {"parent": organisation.pk, "version": 1}
    assert as_editor.post(f"/organisations/{organisation.pk}/edit/", data).status_code == 422
    for name in ("parent", "merged_into"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=organisation.pk).update(**{name: organisation.pk})


def test_the_database_keeps_places_on_earth() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(latitude=91, longitude=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(latitude=9, longitude=None)


def test_members_of_a_partnership_of_organisations_are_listed(as_editor: Client, owner: Organisation) -> None:
    member = OrganisationFactory(name="Brønderslev")
    OrganisationMember.objects.create(partnership=owner, member=member)
    assert ">Brønderslev</a>" in as_editor.get(f"/organisations/{owner.pk}/").content.decode()
    assert f">{owner.name}</a>" in as_editor.get(f"/organisations/{member.pk}/").content.decode()


def test_the_page_takes_as_many_queries_for_ten_relations_as_for_one(as_editor: Client, owner: Organisation) -> None:
    organisation = OrganisationFactory()

    def relate(count: int) -> None:
        for _ in range(count):
            partnership = PartnershipFactory(owner=OwnerFactory(), partner=organisation)
            AgreementFactory(partnership=partnership)
            AgreementFactory(partnership__owner=owner, contractor=organisation)
            MembershipFactory(organisation=organisation)
            OrganisationMember.objects.create(partnership=owner, member=OrganisationFactory())
            Population.objects.create(
                organisation=organisation, counted_on=f"{2000 + Population.objects.count()}-01-01", inhabitants=1
            )

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/organisations/{organisation.pk}/").status_code == 200
        return len(captured)

    relate(1)
    one = queries()
    relate(9)
    assert queries() == one
