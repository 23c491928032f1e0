"""A dated note on any record, written in seconds, with the people who took part and files."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Partnership
from portal.models import Attachment, JournalEntry, Organisation, User
from tests.factories import (
    AttachmentFactory,
    JournalEntryFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))


def note(**typed: object) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    return {"creation_key": uuid.uuid4(), "kind": "call", "day": day, "title": "Borgmesteren ringede", **typed}


def test_a_title_is_enough_and_one_is_back_where_one_came_from(as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    address = re.search(r'href="(/journal/new/[^"]+)"', page)[1]
    form = as_editor.get(address)
    today = timezone.localdate()
    assert form.context["form"]["day"].value() == today
    assert form.context["form"]["kind"].value() == "note"
    assert re.search(r'name="title"[^>]* autofocus', form.content.decode())
    response = as_editor.post(address, note())
    assert response["Location"] == f"/partnerships/{partnership.pk}/#journal"
    entry = JournalEntry.objects.get()
    assert (entry.about, entry.owner, entry.day) == (partnership, partnership.owner, today)
    assert "Borgmesteren ringede" in as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()


def test_text_people_and_files_stand_on_its_page(as_editor: Client, partnership: Partnership) -> None:
    person = PersonFactory(owner=partnership.owner, name="Anna Holm")
    data = note(text="<p>De vil <strong>gerne</strong></p>", persons=[person.pk])
    data["uploads"] = [SimpleUploadedFile("referat.txt", b"Hej"), SimpleUploadedFile("tal.csv", b"a;b")]
    assert as_editor.post(f"/journal/new/partnerships.partnership/{partnership.pk}/", data).status_code == 302
    entry = JournalEntry.objects.get()
    page = as_editor.get(f"/journal/{entry.pk}/").content.decode()
    for text in ["<strong>gerne</strong>", "Anna Holm", "referat.txt", "tal.csv", "Gdynia"]:
        assert text in page
    assert f"/journal/{entry.pk}/" in as_editor.get(f"/persons/{person.pk}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "status"), [({"title": ""}, 422), ({"day": "2026-02-30"}, 422), ({"kind": "nonsense"}, 422)]
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    wrong: dict[str, str], status: int, as_editor: Client, partnership: Partnership
) -> None:
    address = f"/journal/new/partnerships.partnership/{partnership.pk}/"
    response = as_editor.post(address, note(text="<p>Langt notat</p>", **wrong))
    assert response.status_code == status
    assert "Langt notat" in response.content.decode()
    assert not JournalEntry.objects.exists()


def test_a_bad_file_keeps_the_note_from_being_saved_without_it(as_editor: Client, partnership: Partnership) -> None:
    data = note(uploads=[SimpleUploadedFile("side.html", b"<html>")])
    response = as_editor.post(f"/journal/new/partnerships.partnership/{partnership.pk}/", data)
    assert response.status_code == 422
    assert "side.html" in response.content.decode()
    assert not JournalEntry.objects.exists()
    assert not Attachment.objects.exists()


def test_people_are_those_of_the_owner(as_editor: Client, partnership: Partnership) -> None:
    foreign = PersonFactory()
    address = f"/journal/new/partnerships.partnership/{partnership.pk}/"
    assert foreign.name not in as_editor.get(address).content.decode()
    assert as_editor.post(address, note(persons=[foreign.pk])).status_code == 422


def test_a_repeated_post_makes_one_entry(as_editor: Client, partnership: Partnership) -> None:
    data = note()
    for _ in range(2):
        as_editor.post(f"/journal/new/partnerships.partnership/{partnership.pk}/", data)
    assert JournalEntry.objects.count() == 1


def test_it_is_changed_merged_and_put_away_like_any_record(as_editor: Client, partnership: Partnership) -> None:
    entry = JournalEntryFactory(about=partnership, title="Før", kind="note")
    data = {"kind": "note", "day": entry.day.isoformat(), "title": "Før", "version": 1}
    address = f"/journal/{entry.pk}/edit/"
    assert as_editor.post(address, data | {"kind": "visit"}).status_code == 302
    assert as_editor.post(address, data | {"title": "Efter"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.kind, entry.title) == ("visit", "Efter")
    assert as_editor.post(address, data | {"title": "Noget tredje"}).status_code == 409
    assert as_editor.post(f"/trash/portal.journalentry/{entry.pk}/", {"version": 3}).status_code == 302
    assert f'href="/journal/{entry.pk}/"' not in as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()


def test_on_shared_records_each_owner_keeps_a_journal_of_its_own(
    as_editor: Client, client: Client, stranger: User, owner: Organisation
) -> None:
    network = NetworkFactory()
    as_editor.post(f"/journal/new/networks.network/{network.pk}/", note(title="Vores vurdering"))
    assert JournalEntry.objects.get().owner == owner
    assert "Vores vurdering" in as_editor.get(f"/networks/{network.pk}/").content.decode()
    other = Client()
    other.force_login(stranger)
    assert "Vores vurdering" not in other.get(f"/networks/{network.pk}/").content.decode()
    assert other.get(f"/journal/{JournalEntry.objects.get().pk}/").status_code == 404


def test_a_reader_reads_and_is_offered_nothing(client: Client, reader: User, partnership: Partnership) -> None:
    entry = JournalEntryFactory(about=partnership)
    client.force_login(reader)
    page = client.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert entry.title in page
    assert "/new/" not in page
    assert client.get(f"/journal/{entry.pk}/").status_code == 200
    assert client.get(f"/journal/{entry.pk}/edit/").status_code == 403


def test_an_entry_about_a_record_in_the_trash_is_not_found(as_editor: Client, partnership: Partnership) -> None:
    entry = JournalEntryFactory(about=partnership)
    partnership.move_to_trash()
    assert as_editor.get(f"/journal/{entry.pk}/").status_code == 404


def test_the_page_takes_as_many_queries_for_ten_people_and_files_as_for_one(
    as_editor: Client, partnership: Partnership
) -> None:
    entry = JournalEntryFactory(about=partnership)

    def queries() -> int:
        entry.persons.add(PersonFactory(owner=partnership.owner))
        AttachmentFactory(about=entry)
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/journal/{entry.pk}/").status_code == 200
        return len(captured)

    one = queries()
    assert {queries() for _ in range(9)} == {one}


def test_the_overview_takes_as_many_queries_for_ten_entries_as_for_one(
    as_editor: Client, partnership: Partnership
) -> None:
    def queries() -> int:
        JournalEntryFactory(about=partnership)
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get("/").status_code == 200
        return len(captured)

    one = queries()
    assert max(queries() for _ in range(9)) <= one  # fewer once only entries are among the newest
