"""Whoever types a record that is there already is told so, and asked before it is made twice."""

import re

import pytest
from django.test import Client

from networks.models import Network
from partnerships.models import Partnership
from portal.models import Organisation, Person, User
from tests.factories import (
    CountryFactory,
    NetworkFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def finland() -> str:
    return CountryFactory(code="FI", name_da="Finland").pk


def similar(client: Client, address: str, **typed: object) -> list[str]:
    """The names that the form shows below the field while it is typed into."""
    response = client.get(address, {"similar": 1, **typed})
    assert response.status_code == 200
    return [re.sub("<.*", "", name).strip() for name in re.findall(r"<a [^>]*>(.*?)</a>", response.content.decode())]


@pytest.mark.parametrize("typed", ["Tampere", "tampe", "TAMMERFORS", "Tämmerfors"])
def test_an_organisation_is_found_by_any_name_in_any_spelling(typed: str, as_editor: Client, finland: str) -> None:
    OrganisationFactory(name="Tampere", other_names="Tammerfors", country_id=finland)
    OrganisationFactory(name="Turku", country_id=finland)
    assert similar(as_editor, "/organisations/new/", name=typed) == ["Tampere (Finland)"]


def test_those_of_the_same_country_come_first(as_editor: Client, finland: str) -> None:
    OrganisationFactory(name="Nyby", country_id=finland)
    OrganisationFactory(name="Nyby", country=CountryFactory(code="AX", name_da="Åland"))
    assert similar(as_editor, "/organisations/new/", name="nyby", country="AX") == ["Nyby (Åland)", "Nyby (Finland)"]
    assert similar(as_editor, "/organisations/new/", name="nyby", country="FI") == ["Nyby (Finland)", "Nyby (Åland)"]


@pytest.mark.parametrize("typed", ["", "Ta", "  ", "Xyzzy", "x" * 300])
def test_too_little_to_go_by_shows_nothing(typed: str, as_editor: Client, finland: str) -> None:
    OrganisationFactory(name="Tampere", country_id=finland)
    assert similar(as_editor, "/organisations/new/", name=typed) == []
    assert similar(as_editor, "/organisations/new/") == []


def test_what_has_been_merged_or_thrown_away_is_not_shown(as_editor: Client) -> None:
    whole = OrganisationFactory(name="Region Nord")
    OrganisationFactory(name="Nord Amt", merged_into=whole)
    OrganisationFactory(name="Nord Væk").move_to_trash()
    assert similar(as_editor, "/organisations/new/", name="nord") == ["Region Nord (Danmark)"]


def test_persons_are_found_by_name_and_address_within_the_owner(as_editor: Client, owner: Organisation) -> None:
    PersonFactory(owner=owner, name="Søren Å", email="soeren@example.dk")
    PersonFactory(name="Søren Å", email="soeren@example.dk")
    for typed in ({"name": "soren aa"}, {"name": "S", "email": "SOEREN@example.dk"}):
        assert similar(as_editor, "/persons/new/", owner=owner.pk, **typed) == ["Søren Å"]
    elsewhere = OwnerFactory()
    assert similar(as_editor, "/persons/new/", owner=elsewhere.pk, name="Søren Å") == []


def test_partnerships_and_networks_are_found(as_editor: Client, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Gdynia")
    PartnershipFactory(owner=owner, partner=partner)
    PartnershipFactory(partner=partner)
    assert similar(as_editor, "/partnerships/new/", owner=owner.pk, partner="Gdynia (Danmark)") == ["Gdynia"]
    assert similar(as_editor, "/partnerships/new/", owner=owner.pk, partner="Gdy nia") == []
    NetworkFactory(name="Eurocities", other_names="Storbynetværket")
    assert similar(as_editor, "/networks/new/", name="storbynet") == ["Eurocities"]


def test_other_forms_have_nothing_to_show(as_editor: Client) -> None:
    assert as_editor.get("/agreements/new/?similar=1").status_code == 200


def test_whoever_may_not_create_is_not_told(reader: User) -> None:
    client = Client()
    client.force_login(reader)
    assert client.get("/organisations/new/?similar=1&name=Tampere").status_code == 403


def test_the_same_name_in_the_same_country_is_asked_about_once(as_editor: Client, finland: str) -> None:
    OrganisationFactory(name="Århus", country_id=finland)
    form = {"name": "Aarhus", "kind": "city", "country": finland}
    response = as_editor.post("/organisations/new/", form)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'type="checkbox" name="create_anyway"' in page
    assert "Århus (Finland)" in page
    assert 'value="Aarhus"' in page
    assert as_editor.post("/organisations/new/", form | {"create_anyway": "on"}).status_code == 302
    assert Organisation.objects.filter(country=finland).count() == 2


def test_the_same_name_in_another_country_is_not_asked_about(as_editor: Client, finland: str) -> None:
    OrganisationFactory(name="Nyby")
    page = as_editor.get("/organisations/new/").content.decode()
    assert "create_anyway" not in page
    response = as_editor.post("/organisations/new/", {"name": "Nyby", "kind": "city", "country": finland})
    assert response.status_code == 302


def test_persons_partnerships_and_networks_are_asked_about_too(as_editor: Client, owner: Organisation) -> None:
    PersonFactory(owner=owner, name="Anna Å", email="anna@example.dk")
    partnership = PartnershipFactory(owner=owner, kind="twin_city")
    NetworkFactory(name="Euro-Cities")
    forms = {
        "/persons/new/": {"owner": owner.pk, "name": "Anna Aa"},
        "/partnerships/new/": {
            "owner": owner.pk, "partner": partnership.partner_id, "kind": "cooperation", "status": "active",
        },
        "/networks/new/": {"name": "euro cities", "kind": "thematic"},
    }  # fmt: skip
    for address, form in forms.items():
        assert as_editor.post(address, form).status_code == 422
        assert as_editor.post(address, form | {"create_anyway": "on"}).status_code == 302
    same_address = {"owner": owner.pk, "name": "Bo", "email": "ANNA@example.dk"}
    assert as_editor.post("/persons/new/", same_address).status_code == 422
    assert (Person.objects.count(), Partnership.objects.count(), Network.objects.count()) == (2, 2, 2)


def test_what_there_can_be_but_one_of_is_refused_and_not_asked_about(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, kind="twin_city")
    NetworkFactory(name="Eurocities")
    form = {"owner": owner.pk, "partner": partnership.partner_id, "kind": "twin_city", "status": "active"}
    for address, typed in [
        ("/partnerships/new/", form),
        ("/networks/new/", {"name": "Eurocities", "kind": "thematic"}),
    ]:
        response = as_editor.post(address, typed)
        assert response.status_code == 422
        assert response.context["form"].non_field_errors()
        assert "create_anyway" not in response.content.decode()


def test_other_mistakes_are_said_first_and_the_tick_is_kept(as_editor: Client, finland: str) -> None:
    OrganisationFactory(name="Nyby", country_id=finland)
    form = {"name": "Nyby", "country": finland}
    assert "create_anyway" not in as_editor.post("/organisations/new/", form).content.decode()
    page = as_editor.post("/organisations/new/", form | {"create_anyway": "on"}).content.decode()
    assert re.search('name="create_anyway"[^>]* checked', page)


def test_a_change_of_a_record_is_not_asked_about(as_editor: Client) -> None:
    first, _second = OrganisationFactory(name="Nyby"), OrganisationFactory(name="Nyby")
    form = {"name": "Nyby", "kind": "city", "country": "DK", "note": "Ny", "version": 1}
    assert as_editor.post(f"/organisations/{first.pk}/edit/", form).status_code == 302


def test_the_dialog_watches_its_own_fields(as_editor: Client) -> None:
    page = as_editor.get("/organisations/new/?dialog=id_partner").content.decode()
    assert 'hx-get="/organisations/new/?similar=1"' in page
    assert "from:#quick-name" in page
