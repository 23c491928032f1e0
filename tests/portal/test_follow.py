"""Following a record: one button on every page, a list, and a page where the mail is switched off."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from portal.models import Follow, Organisation, User
from tests.factories import OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))


def address_of(partnership: Partnership) -> str:
    return f"/follows/partnerships.partnership/{partnership.pk}/"


def test_the_button_follows_and_stops(client: Client, reader: User, partnership: Partnership) -> None:
    client.force_login(reader)
    page = client.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert f'action="{address_of(partnership)}"' in page
    assert 'name="follow" value="yes"' in page
    response = client.post(address_of(partnership), {"follow": "yes"})
    assert response["Location"] == f"/partnerships/{partnership.pk}/"
    follow = Follow.objects.get()
    assert (follow.user, follow.about_kind, follow.about_id) == (reader, "partnerships.partnership", partnership.pk)
    assert 'name="follow" value="no"' in client.get(f"/partnerships/{partnership.pk}/").content.decode()
    client.post(address_of(partnership), {"follow": "no"})
    assert not Follow.objects.exists()


def test_a_click_that_comes_twice_does_no_more_than_one(as_editor: Client, partnership: Partnership) -> None:
    for want, count in [("yes", 1), ("yes", 1), ("no", 0), ("no", 0)]:
        assert as_editor.post(address_of(partnership), {"follow": want}).status_code == 302
        assert Follow.objects.count() == count


def test_the_database_keeps_a_follow_from_being_double(reader: User) -> None:
    key = {"user": reader, "about_kind": "partnerships.partnership", "about_id": 1}
    Follow.objects.create(**key)
    with pytest.raises(DatabaseError), transaction.atomic():
        Follow.objects.create(**key)


def test_htmx_gets_the_button_back_and_words_to_speak(as_editor: Client, partnership: Partnership) -> None:
    response = as_editor.post(address_of(partnership), {"follow": "yes"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    page = response.content.decode()
    assert re.match(r"\s*<form id=\"follow\"", page)
    assert 'value="no"' in page
    assert "csrfmiddlewaretoken" in page
    assert "Gdynia" in response["HX-Trigger"]


def test_what_is_not_said_is_not_guessed(as_editor: Client, partnership: Partnership) -> None:
    for data in [{}, {"follow": "maybe"}]:
        assert as_editor.post(address_of(partnership), data).status_code == 400
    assert not Follow.objects.exists()


def test_nobody_follows_what_they_may_not_see(client: Client, stranger: User, partnership: Partnership) -> None:
    client.force_login(stranger)
    assert client.post(address_of(partnership), {"follow": "yes"}).status_code == 404
    assert client.post("/follows/no.such/1/", {"follow": "yes"}).status_code == 404
    assert client.post("/follows/portal.department/1/", {"follow": "yes"}).status_code == 404


def test_the_list_has_what_one_follows_and_still_may_see(
    client: Client, reader: User, owner: Organisation, partnership: Partnership
) -> None:
    foreign = PartnershipFactory(partner__name="Fremmedby")
    trashed = PartnershipFactory(owner=owner, partner__name="Smidtby")
    trashed.move_to_trash()
    for record in [partnership, foreign, trashed]:
        Follow.objects.create(user=reader, about_kind=record.label, about_id=record.pk)
    client.force_login(reader)
    page = client.get("/follows/").content.decode()
    assert f'href="/partnerships/{partnership.pk}/"' in page
    assert "Smidtby" in page
    assert f'href="/partnerships/{trashed.pk}/"' not in page
    assert "Fremmedby" not in page


def test_the_list_takes_as_many_queries_for_ten_as_for_one(as_editor: Client, owner: Organisation) -> None:
    def queries() -> int:
        as_editor.post(address_of(PartnershipFactory(owner=owner)), {"follow": "yes"})
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get("/follows/").status_code == 200
        return len(captured)

    one = queries()
    assert {queries() for _ in range(9)} == {one}


def test_the_account_page_switches_the_mail_off_and_on(as_editor: Client, editor: User) -> None:
    page = as_editor.get("/account/").content.decode()
    assert editor.name in page
    assert editor.email in page
    for data, wanted in [({}, False), ({"wants_digest": "on"}, True)]:
        assert as_editor.post("/account/", data | {"language": "da"}).status_code == 302
        editor.refresh_from_db()
        assert editor.wants_digest is wanted
