"""A record that a form lacks is made in a dialog on it; without scripts, in a new tab."""

import json
import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.access import RoleKind
from portal.models import Department, Organisation, Person, Topic, User
from portal.records.quick import ADDRESSES
from tests.factories import CountryFactory, OwnerFactory, PartnershipFactory, PersonFactory, TopicFactory

pytestmark = pytest.mark.django_db


def made(response: object) -> dict[str, object]:
    return json.loads(response["HX-Trigger"])["quick-made"]


def test_the_form_leads_to_new_organisations_persons_and_topics(as_editor: Client, owner: Organisation) -> None:
    page = as_editor.get(f"/partnerships/{PartnershipFactory(owner=owner).pk}/edit/").content.decode()
    for field, address in [("partner", "organisations"), ("responsible", "persons"), ("topics", "topics")]:
        assert f'href="/{address}/new/?owner={owner.pk}" target="_blank"' in page
        assert f"/{address}/new/?owner={owner.pk}&amp;dialog=id_{field}" in page
    assert "/departments/new/" not in page  # that takes an administrator


def test_an_administrator_can_make_departments(administrator: User, owner: Organisation) -> None:
    client = Client()
    client.force_login(administrator)
    assert (
        f"/departments/new/?owner={owner.pk}"
        in client.get(f"/partnerships/{PartnershipFactory(owner=owner).pk}/edit/").content.decode()
    )
    response = client.post("/departments/new/?dialog=id_department", {"owner": owner.pk, "name": "Miljø"})
    assert made(response)["value"] == Department.objects.get(name="Miljø").pk
    plain = client.post("/departments/new/", {"owner": owner.pk, "name": "Kultur"}, follow=True)
    assert "Kultur" in plain.content.decode()


def test_the_dialog_holds_a_short_form_with_ids_of_its_own(as_editor: Client) -> None:
    page = as_editor.get("/organisations/new/?dialog=id_partner").content.decode()
    assert "<html" not in page
    assert 'id="quick-name"' in page
    assert not re.search(r'id="id_|<a [^>]*dialog=|name="latitude"', page)
    assert 'hx-post="/organisations/new/?dialog=id_partner"' in page


def test_what_is_made_is_told_to_the_field(as_editor: Client) -> None:
    form = {"name": "Łódź", "kind": "city", "country": CountryFactory(code="PL", name_da="Polen").pk}
    response = as_editor.post("/organisations/new/?dialog=id_partner", form)
    assert (response.status_code, response.content) == (201, b"")
    told = made(response)
    assert (told["field"], told["name"]) == ("id_partner", "Łódź (Polen)")
    assert told["value"] == Organisation.objects.get(name="Łódź").pk
    assert as_editor.get("/organisations/").context["messages"]._loaded_data == []


def test_what_is_wrong_is_said_in_the_dialog(as_editor: Client, editor: User) -> None:
    response = as_editor.post("/persons/new/?dialog=id_responsible", {"name": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in page
    assert 'id="quick-errors"' in page
    assert not editor.drafts.exists()


def test_a_new_person_belongs_to_the_outer_forms_owner(user_with: Callable[..., User], owner: Organisation) -> None:
    user, other = user_with(RoleKind.EDITOR), OwnerFactory()
    user.roles.create(owner=other, kind=RoleKind.EDITOR)
    client = Client()
    client.force_login(user)
    for one in (owner, other):
        form = client.get(f"/persons/new/?owner={one.pk}&dialog=id_responsible").context["form"]
        assert str(form["owner"].value()) == str(one.pk)


def test_a_repeated_post_of_a_dialog_makes_one_record(as_editor: Client, owner: Organisation) -> None:
    form = {"owner": owner.pk, "name": "Anna", "creation_key": str(uuid.uuid4())}
    answers = [as_editor.post("/persons/new/?dialog=id_responsible", form) for _time in range(2)]
    assert made(answers[0])["value"] == made(answers[1])["value"] == Person.objects.get().pk


@pytest.mark.parametrize("who", [RoleKind.READER, RoleKind.DIRECTOR])
def test_the_dialogs_take_the_same_right_as_the_pages(who: RoleKind, user_with: Callable[..., User]) -> None:
    client = Client()
    client.force_login(user_with(who))
    for name in ADDRESSES.values():
        assert client.get(f"{reverse(name)}?dialog=id_x").status_code == 403
        assert client.post(f"{reverse(name)}?dialog=id_x", {"name": "Ny"}).status_code == 403


def test_every_short_form_asks_for_all_that_is_required(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    for name in ADDRESSES.values():
        whole = client.get(reverse(name)).context["form"].fields
        short = client.get(f"{reverse(name)}?dialog=id_x").context["form"].fields
        assert {key for key, field in whole.items() if field.required} <= set(short)


def test_a_topic_is_made_from_its_names(as_editor: Client) -> None:
    response = as_editor.post("/topics/new/?dialog=id_topics", {"name_da": "Blå økonomi", "name_en": "Blue economy"})
    assert made(response)["value"] == Topic.objects.get(code="blaa-oekonomi").pk
    assert as_editor.post("/topics/new/", {"name_da": "Kyst", "name_en": "Coast"}, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["Smart city", "smart CITY", "!!", ""])
def test_no_topic_is_made_twice_or_without_a_name(name: str, as_editor: Client) -> None:
    TopicFactory(code="smart-city", name_da="Smart city")
    assert as_editor.post("/topics/new/", {"name_da": name, "name_en": "Smart city"}).status_code == 422
    assert Topic.objects.count() == 1


def test_a_new_person_can_be_chosen_at_once(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    PersonFactory(owner=owner)
    person = made(as_editor.post("/persons/new/?dialog=id_responsible", {"owner": owner.pk, "name": "Anna"}))["value"]
    form = {"owner": owner.pk, "partner": partnership.partner_id, "kind": "twin_city", "status": "active"}
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | {"version": 1, "responsible": person})
    assert response.status_code == 302
    partnership.refresh_from_db()
    assert partnership.responsible_id == person
