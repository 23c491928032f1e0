"""Inhabitants and members of an organisation, through HTTP."""

import pytest
from django.test import Client

from portal.models import Organisation, OrganisationMember, Population, User
from tests.factories import OrganisationFactory, OwnerFactory

pytestmark = pytest.mark.django_db


def test_an_editor_records_the_inhabitants_of_a_city(as_editor: Client) -> None:
    city = OrganisationFactory()
    form = {"counted_on": "2021-01-01", "inhabitants": "352751", "source": "Danmarks Statistik"}
    assert as_editor.get(f"/organisations/{city.pk}/populations/new/").status_code == 200
    assert (
        as_editor.post(f"/organisations/{city.pk}/populations/new/", form)["Location"] == f"/organisations/{city.pk}/"
    )
    assert "352.751" in as_editor.get(f"/organisations/{city.pk}/").content.decode()
    answer = as_editor.post(f"/organisations/{city.pk}/populations/new/", form)
    assert answer.status_code == 422
    assert "Der er allerede et tal for denne dag" in answer.content.decode()
    figure = Population.objects.get()
    assert as_editor.get(f"/organisations/populations/{figure.pk}/edit/").status_code == 200
    changed = form | {"inhabitants": "352752", "version": 1}
    assert as_editor.post(f"/organisations/populations/{figure.pk}/edit/", changed).status_code == 302
    assert Population.objects.get().inhabitants == 352752


def test_an_editor_records_the_members_of_a_partnership(as_editor: Client) -> None:
    partnership, member = OrganisationFactory(kind="partnership"), OrganisationFactory(name="Lemvig Kommune")
    address = f"/organisations/{partnership.pk}/members/new/"
    assert as_editor.get(address).status_code == 200
    assert as_editor.post(address, {"member": member.pk}).status_code == 302
    assert "Lemvig Kommune" in as_editor.get(f"/organisations/{partnership.pk}/").content.decode()
    assert as_editor.post(address, {"member": member.pk}).status_code == 422
    row = OrganisationMember.objects.get()
    edit = f"/organisations/members/{row.pk}/edit/"
    assert as_editor.get(edit).status_code == 200
    assert as_editor.post(edit, {"member": member.pk, "left_on": "2026-01-31", "version": 1}).status_code == 302


def test_only_its_administrators_change_an_owner(as_editor: Client, administrator: User, owner: Organisation) -> None:
    for part in ("populations", "members"):
        assert as_editor.get(f"/organisations/{owner.pk}/{part}/new/").status_code == 403
        assert as_editor.get(f"/organisations/{OwnerFactory().pk}/{part}/new/").status_code == 403
    as_editor.force_login(administrator)
    assert as_editor.get(f"/organisations/{owner.pk}/members/new/").status_code == 200
