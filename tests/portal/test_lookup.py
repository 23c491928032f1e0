"""An organisation is chosen by typing its name, in whatever spelling."""

from typing import Any

import pytest
from django.test import Client

from partnerships.models import Partnership
from portal.models import Organisation
from tests.factories import CountryFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def norway() -> object:
    return CountryFactory(code="NO", name_da="Norge", name_en="Norway")


def choose(client: Client, owner: Organisation, typed: object) -> Any:
    return client.post(
        "/partnerships/new/", {"owner": owner.pk, "partner": typed, "kind": "twin_city", "status": "active"}
    )


def suggested(client: Client, typed: str) -> list[str]:
    page = client.get("/organisations/lookup/", {"partner": typed}).content.decode()
    return [part.partition('"')[0] for part in page.split('<option value="')[1:]]


@pytest.mark.parametrize("typed", ["Győr", "gyor", " GYOR ", "Győr (Danmark)", "győ"])
def test_a_name_in_any_spelling_is_enough(typed: str, as_editor: Client, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Győr")
    assert choose(as_editor, owner, typed).status_code == 302
    assert Partnership.objects.get().partner == partner


def test_the_key_of_an_organisation_is_enough(as_editor: Client, owner: Organisation) -> None:
    partner = OrganisationFactory()
    assert choose(as_editor, owner, partner.pk).status_code == 302


def test_the_full_name_wins_over_a_longer_one(as_editor: Client, owner: Organisation) -> None:
    OrganisationFactory(name="Rendsborg-Egernførde")
    partner = OrganisationFactory(name="Rendsborg")
    assert choose(as_editor, owner, "Rendsborg").status_code == 302
    assert Partnership.objects.get().partner == partner


def test_of_several_with_one_name_the_country_tells(as_editor: Client, owner: Organisation, norway: object) -> None:
    OrganisationFactory(name="Fredrikstad")
    partner = OrganisationFactory(name="Fredrikstad", country=norway)
    response = choose(as_editor, owner, "Fredrikstad")
    assert response.status_code == 422
    assert "Fredrikstad (Danmark); Fredrikstad (Norge)" in response.content.decode()
    assert 'value="Fredrikstad"' in response.content.decode()
    assert choose(as_editor, owner, "Fredrikstad (Norge)").status_code == 302
    assert Partnership.objects.get().partner == partner


@pytest.mark.parametrize("typed", ["Atlantis", "?", "(", " (Danmark)", "²", "9999999", "\x00"])
def test_an_unknown_name_is_refused_and_kept(typed: str, as_editor: Client, owner: Organisation) -> None:
    OrganisationFactory(name="Gdynia")
    response = choose(as_editor, owner, typed)
    assert response.status_code == 422
    assert response.context["form"]["partner"].value() in (typed, 9999999)
    assert not Partnership.objects.exists()


def test_an_empty_name_is_asked_for(as_editor: Client, owner: Organisation) -> None:
    assert set(choose(as_editor, owner, "").context["form"].errors) == {"partner"}


def test_the_edit_form_shows_the_name(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))
    page = as_editor.get(f"/partnerships/{partnership.pk}/edit/").content.decode()
    assert 'name="partner" value="Gdynia (Danmark)"' in page


def test_what_lies_in_the_trash_cannot_be_chosen(as_editor: Client, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Gdynia")
    partner.move_to_trash()
    assert choose(as_editor, owner, "Gdynia").status_code == 422
    assert choose(as_editor, owner, partner.pk).status_code == 422
    assert suggested(as_editor, "gdynia") == []


def test_suggestions_begin_with_those_that_begin_so(as_editor: Client, norway: object) -> None:
    for name in ["Narvik", "Viken", "Lervik"]:
        OrganisationFactory(name=name)
    OrganisationFactory(name="Vik", country=norway)
    assert suggested(as_editor, "vik") == ["Vik (Norge)", "Viken (Danmark)", "Lervik (Danmark)", "Narvik (Danmark)"]


def test_suggestions_are_few(as_editor: Client) -> None:
    for number in range(30):
        OrganisationFactory(name=f"Borg {number}")
    assert len(suggested(as_editor, "borg")) == 12
    assert suggested(as_editor, "") == []


def test_organisations_merged_into_another_are_not_suggested(as_editor: Client) -> None:
    successor = OrganisationFactory(name="Ny Kreis")
    OrganisationFactory(name="Gammel Kreis", merged_into=successor)
    assert suggested(as_editor, "kreis") == ["Ny Kreis (Danmark)"]


def test_suggestions_are_escaped(as_editor: Client) -> None:
    OrganisationFactory(name='Borg "><script>alert(1)</script>')
    page = as_editor.get("/organisations/lookup/", {"partner": "borg"}).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
