"""Contacts and their posts, through HTTP."""

import pytest
from django.test import Client

from portal.models import Affiliation, Organisation, Person, User
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_an_editor_creates_a_person_and_gives_them_a_post(as_editor: Client, owner: Organisation) -> None:
    response = as_editor.post(
        "/persons/new/", {"owner": owner.pk, "name": "Åse Østergård", "email": "aase@by.example"}
    )
    person = Person.objects.get()
    assert response["Location"] == f"/persons/{person.pk}/"
    city = OrganisationFactory(name="Gdynia")
    as_editor.post(
        f"/persons/{person.pk}/affiliations/new/", {"organisation": "Gdynia (Danmark)", "role": "Konsulent"}
    )
    page = as_editor.get(f"/persons/{person.pk}/").content.decode()
    assert "Konsulent, Gdynia" in page
    assert Affiliation.objects.get().organisation == city


def test_a_post_cannot_end_before_it_starts(as_editor: Client, owner: Organisation) -> None:
    person = PersonFactory(owner=owner)
    form = {
        "organisation": OrganisationFactory().pk,
        "role": "Vært",
        "starts_on": "2026-05-01",
        "ends_on": "2026-04-30",
    }
    response = as_editor.post(f"/persons/{person.pk}/affiliations/new/", form)
    assert response.status_code == 422
    assert "Slutningen ligger før begyndelsen" in response.content.decode()
    assert not Affiliation.objects.exists()


def test_the_list_finds_a_person_in_any_spelling(as_editor: Client, owner: Organisation) -> None:
    PersonFactory(owner=owner, name="Søren Ågård")
    PersonFactory(owner=owner, name="Mette Holm")
    page = as_editor.get("/persons/?q=soeren+aagaard").content.decode()
    assert "Søren Ågård" in page
    assert "Mette Holm" not in page


def test_another_owners_contacts_stay_out_of_sight(client: Client, stranger: User, owner: Organisation) -> None:
    person = PersonFactory(owner=owner, name="Hemmelig Kontakt")
    client.force_login(stranger)
    assert client.get(f"/persons/{person.pk}/").status_code == 404
    assert client.post(f"/persons/{person.pk}/affiliations/new/", {}).status_code == 404
    assert "Hemmelig" not in client.get("/persons/").content.decode()


def test_a_reader_sees_a_person_but_no_way_to_change_it(client: Client, reader: User, owner: Organisation) -> None:
    person = PersonFactory(owner=owner)
    client.force_login(reader)
    page = client.get(f"/persons/{person.pk}/").content.decode()
    assert "/edit/" not in page
    assert client.get(f"/persons/{person.pk}/edit/").status_code == 403


def test_an_affiliation_is_edited_on_the_version_it_was_opened_on(as_editor: Client, owner: Organisation) -> None:
    post = Affiliation.objects.create(
        person=PersonFactory(owner=owner), organisation=OrganisationFactory(), role="Vært"
    )
    address = f"/persons/affiliations/{post.pk}/edit/"
    assert as_editor.get(address).status_code == 200
    form = {"organisation": post.organisation_id, "role": "Koordinator"}
    assert as_editor.post(address, form).status_code == 400
    assert as_editor.post(address, form | {"version": 1}).status_code == 302
    assert as_editor.post(address, form | {"version": 1, "role": "Igen"}).status_code == 409
