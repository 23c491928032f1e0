"""What administrators do in Django's admin: logins and their roles."""

import re

import pytest
from django.core import mail
from django.test import Client

from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import OrganisationFactory, RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_superuser(client: Client, administrator: User) -> Client:
    User.objects.filter(pk=administrator.pk).update(is_staff=True, is_superuser=True)
    client.force_login(administrator)
    return client


def test_a_new_colleague_chooses_the_password_without_anybody_else_knowing_it(
    as_superuser: Client, owner: Organisation
) -> None:
    page = as_superuser.get("/admin/portal/user/add/").content.decode()
    assert re.search(r'value="false"[^>]*checked', page)  # no password is what is proposed
    form = {"email": "ny@aalborg.example", "name": "Ny Kollega", "usable_password": "false"}
    roles = {"roles-TOTAL_FORMS": 1, "roles-INITIAL_FORMS": 0, "roles-0-owner": owner.pk, "roles-0-kind": "editor"}
    assert as_superuser.post("/admin/portal/user/add/", form | roles).status_code == 302
    colleague = User.objects.get(email="ny@aalborg.example")
    assert [role.kind for role in colleague.roles.all()] == [RoleKind.EDITOR]

    visitor = Client()
    visitor.post("/password/reset/", {"email": colleague.email})
    (letter,) = mail.outbox
    link = re.search(r"/password/reset/\S+", str(letter.body))
    assert link, letter.body
    assert letter.subject == "Vælg en adgangskode til Partnerskabsportalen"
    chosen = visitor.get(link[0], follow=True)
    address = chosen.redirect_chain[-1][0]
    password = "en lang sætning om venskabsbyer"
    assert visitor.post(address, {"password1": password, "password2": password}).status_code == 302
    assert visitor.post("/login/", {"login": colleague.email, "password": password})["Location"] == "/"
    assert visitor.get("/partnerships/new/").status_code == 200


def test_a_login_is_closed_and_not_deleted(as_superuser: Client, editor: User) -> None:
    assert (
        f"/admin/portal/user/{editor.pk}/delete/"
        not in as_superuser.get(f"/admin/portal/user/{editor.pk}/change/").content.decode()
    )
    assert as_superuser.post(f"/admin/portal/user/{editor.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=editor.pk).exists()


def test_it_speaks_of_the_portal_and_filters_by_owners_alone(as_superuser: Client, editor: User) -> None:
    OrganisationFactory(name="Fredrikstad")
    RoleFactory(owner__name="Viborg")
    page = as_superuser.get("/admin/portal/user/").content.decode()
    assert "Administration af Partnerskabsportalen" in page
    assert "Django" not in page
    assert "Viborg" in page
    assert "Fredrikstad" not in page
