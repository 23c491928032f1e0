"""Files on records: what is refused and why, who gets them, and that neither a file nor a row is ever alone."""

import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from partnerships.models import Partnership
from portal.access import RoleKind
from portal.files.kinds import CONTENT_TYPES, NAME_LENGTH, clean_name
from portal.models import Attachment, JournalEntry, Organisation, User
from strategy.models import MeetingState
from tests.factories import (
    AgendaItemFactory,
    AttachmentFactory,
    JournalEntryFactory,
    MeetingFactory,
    OrganisationFactory,
    PartnershipFactory,
)
from tests.portal.sample_files import BAD, GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Callable[[], list[Path]]:
    """What lies in the folder of files."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))


def attach(client: Client, partnership: Partnership, *uploads: tuple[str, bytes], **typed: object) -> object:
    data = {"creation_key": uuid.uuid4(), "description": "", **typed}
    data["uploads"] = [SimpleUploadedFile(name, content) for name, content in uploads]
    return client.post(f"/attachments/new/partnerships.partnership/{partnership.pk}/", data)


def download(client: Client, attachment: Attachment) -> tuple[object, bytes]:
    response = client.get(f"/attachments/{attachment.pk}/{attachment.name}")
    return response, b"".join(response)


def test_files_are_attached_and_come_back_as_they_were(
    as_editor: Client, partnership: Partnership, files: Callable[[], list[Path]]
) -> None:
    assert len(GOOD) == len(CONTENT_TYPES)
    response = attach(as_editor, partnership, *GOOD.items(), description="Fra besøget")
    assert response["Location"] == f"/partnerships/{partnership.pk}/#attachments"
    assert len(files()) == Attachment.objects.count() == len(GOOD)
    for attachment in Attachment.objects.all():
        assert attachment.description == "Fra besøget"
        response, content = download(as_editor, attachment)
        assert content == GOOD[attachment.name]
        assert response["Content-Type"] == CONTENT_TYPES[attachment.name.rpartition(".")[2].lower()]


def test_what_can_be_attached_is_said_in_the_readers_language(as_editor: Client, partnership: Partnership) -> None:
    as_editor.cookies["django_language"] = "en"
    page = as_editor.get(f"/attachments/new/partnerships.partnership/{partnership.pk}/").content.decode()
    assert "Documents, spreadsheets, presentations" in page


def test_nothing_of_a_name_reaches_the_disk(
    as_editor: Client, partnership: Partnership, files: Callable[[], list[Path]]
) -> None:
    attach(as_editor, partnership, ("hemmeligt navn.pdf", GOOD["aftale.pdf"]))
    (path,) = files()
    assert len(path.name) == 32
    assert "hemmeligt" not in str(path)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("what", BAD)
def test_what_should_not_be_kept_is_refused_and_leaves_no_trace(
    what: str, as_editor: Client, partnership: Partnership, files: Callable[[], list[Path]]
) -> None:
    response = attach(as_editor, partnership, BAD[what], ("god.pdf", GOOD["aftale.pdf"]), description="Skrevet")
    assert response.status_code == 422
    page = response.content.decode()
    assert BAD[what][0] in page
    assert 'value="Skrevet"' in page
    assert files() == []
    assert not Attachment.with_trash.exists()


def test_the_reasons_are_told_apart(as_editor: Client, partnership: Partnership) -> None:
    reasons = {
        str(attach(as_editor, partnership, BAD[what]).context["form"].errors["uploads"][0]).replace(BAD[what][0], "")
        for what in ["empty", "page", "page as a picture", "broken archive", "macros", "bomb", "malware"]
    }
    assert len(reasons) == 7


def test_a_file_over_the_limit_is_413_and_what_was_typed_stays(
    as_editor: Client, partnership: Partnership, files: Callable[[], list[Path]], settings: Settings
) -> None:
    settings.FILE_SIZE_LIMIT = 100_000
    response = attach(as_editor, partnership, ("stor.txt", b"a" * 100_001), description="Skrevet")
    assert response.status_code == 413
    assert "stor.txt" in response.content.decode()
    assert 'value="Skrevet"' in response.content.decode()
    assert attach(as_editor, partnership, ("lige.txt", b"a" * 100_000)).status_code == 302
    assert len(files()) == 1


def test_a_request_far_over_the_limit_is_refused_unread(
    as_editor: Client, partnership: Partnership, settings: Settings
) -> None:
    settings.UPLOAD_SIZE_LIMIT = 50_000
    response = attach(as_editor, partnership, ("stor.txt", b"a" * 60_000))
    assert response.status_code == 413
    assert "<h1>" in response.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Windows\\a.txt", "a.txt"),
        ("a\r\nContent-Type: b\0.txt", "a Content-Type: b .txt"),
        ("\u202egpj.exe.txt", "gpj.exe.txt"),
        ("  .a. .txt", "a. .txt"),
        ("æ" * 300 + ".docx", "æ" * (NAME_LENGTH - 5) + ".docx"),
        ("Å.txt", "Å.txt"),
    ],
)
def test_names_are_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned
    assert clean_name(cleaned) == cleaned


def test_a_download_is_saved_and_never_shown(
    client: Client, reader: User, partnership: Partnership, files: Callable[[], list[Path]]
) -> None:
    client.force_login(reader)
    response, content = download(client, AttachmentFactory(about=partnership, name="æøå.txt"))
    assert content == b"Indhold"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A6%C3%B8%C3%A5.txt"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_nobody_else_gets_it(client: Client, stranger: User, partnership: Partnership) -> None:
    attachment = AttachmentFactory(about=partnership)
    assert client.get(f"/attachments/{attachment.pk}/a.txt").status_code == 302
    client.force_login(stranger)
    assert client.get(f"/attachments/{attachment.pk}/a.txt").status_code == 404
    assert client.get("/attachments/0/a.txt").status_code == 404
    assert client.get("/attachments/99999999999999999999/a.txt").status_code == 404


def test_files_of_a_closed_item_and_of_notes_on_it_are_closed(
    client: Client, editor: User, secretariat: User, owner: Organisation
) -> None:
    item = AgendaItemFactory(body__owner=owner, is_closed=True)
    entry = JournalEntryFactory(about=item)
    attachments = [AttachmentFactory(about=item), AttachmentFactory(about=entry)]
    for user, code in [(editor, 404), (secretariat, 200)]:
        client.force_login(user)
        assert [download(client, attachment)[0].status_code for attachment in attachments] == [code, code]
        assert client.get(f"/journal/{entry.pk}/").status_code == code
        assert Attachment.objects.visible_to(user).count() == (2 if code == 200 else 0)


def test_what_is_kept_about_shared_knowledge_is_seen_by_its_owner_only(
    as_editor: Client, stranger: User, owner: Organisation
) -> None:
    city = OrganisationFactory()
    address = f"/attachments/new/portal.organisation/{city.pk}/"
    data = {"creation_key": uuid.uuid4(), "uploads": SimpleUploadedFile("vores.txt", b"hej")}
    assert as_editor.post(address, data).status_code == 302
    assert Attachment.objects.get().owner == owner
    assert "vores.txt" in as_editor.get(f"/organisations/{city.pk}/").content.decode()
    other = Client()
    other.force_login(stranger)
    assert "vores.txt" not in other.get(f"/organisations/{city.pk}/").content.decode()
    assert other.get(f"/attachments/{Attachment.objects.get().pk}/vores.txt").status_code == 404


def test_whoever_edits_for_two_owners_says_who_keeps_it(
    client: Client, user_with: Callable[..., User], owner: Organisation
) -> None:
    editor = user_with(RoleKind.EDITOR)
    second = OrganisationFactory(is_owner=True, name="Nabokommunen")
    editor.roles.create(owner=second, kind=RoleKind.EDITOR)
    client.force_login(editor)
    address = f"/attachments/new/portal.organisation/{OrganisationFactory().pk}/"
    assert "Nabokommunen" in client.get(address).content.decode()
    data = {"creation_key": uuid.uuid4(), "uploads": SimpleUploadedFile("a.txt", b"hej"), "owner": second.pk}
    assert client.post(address, data).status_code == 302
    assert Attachment.objects.get().owner == second


def test_nothing_is_added_to_a_locked_agenda(client: Client, secretariat: User, owner: Organisation) -> None:
    meeting = MeetingFactory(body__owner=owner, state=MeetingState.AGENDA_LOCKED)
    item = AgendaItemFactory(body=meeting.body, meeting=meeting)
    client.force_login(secretariat)
    assert client.get(f"/attachments/new/strategy.agendaitem/{item.pk}/").status_code == 403
    assert client.get(f"/journal/new/strategy.agendaitem/{item.pk}/").status_code == 200


def test_a_repeated_post_attaches_nothing_more(
    as_editor: Client, partnership: Partnership, files: Callable[[], list[Path]]
) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        response = attach(as_editor, partnership, ("a.txt", b"a"), ("b.txt", b"b"), creation_key=key)
        assert response.status_code == 302
    assert len(files()) == Attachment.objects.count() == 2


def test_if_the_rows_cannot_be_written_the_files_go_again(
    as_editor: Client,
    partnership: Partnership,
    files: Callable[[], list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved: list[Attachment] = []
    save = Attachment.save

    def second_time_unlucky(attachment: Attachment, *args: object, **options: object) -> None:
        save(attachment, *args, **options)
        saved.append(attachment)
        if len(saved) == 2:
            raise OSError("disk full")

    monkeypatch.setattr(Attachment, "save", second_time_unlucky)
    with pytest.raises(OSError, match="disk full"):
        attach(as_editor, partnership, ("a.txt", b"a"), ("b.txt", b"b"))
    assert files() == []
    assert not Attachment.with_trash.exists()


def test_tidying_removes_what_nothing_refers_to_after_an_hour_and_names_what_is_missing(
    partnership: Partnership, files: Callable[[], list[Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    kept, trashed, lost = (AttachmentFactory(about=partnership) for _ in range(3))
    trashed.move_to_trash()
    folder = Path(kept.file.path).parent
    old, new = folder / "old", folder / "new"
    old.write_bytes(b"killed an hour ago")
    new.write_bytes(b"under way")
    for path in [old, Path(kept.file.path), Path(trashed.file.path)]:
        os.utime(path, (time.time() - 4000,) * 2)
    Path(lost.file.path).unlink()
    call_command("tidy")
    assert set(files()) == {new, Path(kept.file.path), Path(trashed.file.path)}
    output = capsys.readouterr()
    assert "attachments" in output.out
    assert lost.file.name in output.err
    assert kept.file.name not in output.err


def test_a_row_without_its_file_is_not_found(as_editor: Client, partnership: Partnership) -> None:
    attachment = AttachmentFactory(about=partnership)
    Path(attachment.file.path).unlink()
    assert as_editor.get(f"/attachments/{attachment.pk}/a.txt").status_code == 404


def test_a_file_is_renamed_and_described_with_history(as_editor: Client, partnership: Partnership) -> None:
    attachment = AttachmentFactory(about=partnership, name="gammelt.txt")
    address = f"/attachments/{attachment.pk}/edit/"
    assert as_editor.post(address, {"name": "nyt.txt", "description": ""}).status_code == 400
    assert as_editor.post(address, {"name": "nyt.html", "version": 1}).status_code == 422
    data = {"name": "x/nyt.txt", "description": "Underskrevet", "version": 1, "change_reason": "Slåfejl"}
    assert as_editor.post(address, data).status_code == 302
    attachment.refresh_from_db()
    assert (attachment.name, attachment.description) == ("nyt.txt", "Underskrevet")
    history = as_editor.get(f"/history/portal.attachment/{attachment.pk}/").content.decode()
    assert "gammelt.txt" in history
    assert "Slåfejl" in history
    assert as_editor.post(address, {"name": "andet.txt", "description": "", "version": 1}).status_code == 409


def test_the_file_survives_the_trash(as_editor: Client, partnership: Partnership) -> None:
    attachment = AttachmentFactory(about=partnership)
    assert as_editor.post(f"/trash/portal.attachment/{attachment.pk}/", {"version": 1}).status_code == 302
    assert as_editor.get(f"/attachments/{attachment.pk}/a.txt").status_code == 404
    assert attachment.name not in as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    response = as_editor.post(f"/trash/portal.attachment/{attachment.pk}/restore/", follow=True)
    assert response.redirect_chain[-1][0].startswith(f"/partnerships/{partnership.pk}/")
    assert download(as_editor, attachment)[1] == b"Indhold"


def test_the_file_of_a_record_in_the_trash_comes_back_with_it(as_editor: Client, partnership: Partnership) -> None:
    attachment = AttachmentFactory(about=partnership)
    partnership.move_to_trash()
    assert as_editor.get(f"/attachments/{attachment.pk}/a.txt").status_code == 404
    assert as_editor.get(f"/attachments/{attachment.pk}/edit/").status_code == 404
    as_editor.post(f"/trash/partnerships.partnership/{partnership.pk}/restore/")
    assert download(as_editor, attachment)[1] == b"Indhold"


def test_a_file_cannot_come_back_before_its_record(as_editor: Client, partnership: Partnership) -> None:
    attachment = AttachmentFactory(about=partnership)
    attachment.move_to_trash()
    partnership.move_to_trash()
    response = as_editor.post(f"/trash/portal.attachment/{attachment.pk}/restore/")
    assert response.status_code == 409
    assert "Gdynia" in response.content.decode()


def test_what_has_no_page_and_what_is_itself_about_a_record_keeps_no_files(
    as_editor: Client, partnership: Partnership
) -> None:
    attachment = AttachmentFactory(about=partnership)
    assert as_editor.get(f"/attachments/new/portal.attachment/{attachment.pk}/").status_code == 403
    assert as_editor.get("/attachments/new/portal.department/1/").status_code == 404
    assert as_editor.get("/attachments/new/no.such/1/").status_code == 404
    entry: JournalEntry = JournalEntryFactory(about=partnership)
    assert as_editor.get(f"/attachments/new/portal.journalentry/{entry.pk}/").status_code == 200
    assert as_editor.get(f"/contacts/new/portal.journalentry/{entry.pk}/").status_code == 403


def test_the_page_takes_as_many_queries_for_ten_of_each_as_for_none(
    as_editor: Client, partnership: Partnership
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/partnerships/{partnership.pk}/").status_code == 200
        return len(captured)

    none = queries()
    for _ in range(10):
        AttachmentFactory(about=partnership)
        JournalEntryFactory(about=partnership)
    assert queries() == none <= 10


def test_a_long_section_shows_the_newest_ten_and_links_to_all(as_editor: Client, partnership: Partnership) -> None:
    for number in range(12):
        AttachmentFactory(about=partnership, name=f"bilag-{number:02}.txt")
    everything = f"/records/partnerships.partnership/{partnership.pk}/attachments/"
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert page.count("/bilag-") == 10
    assert everything in page
    assert as_editor.get(everything).content.decode().count("/bilag-") == 12
    assert as_editor.get(everything.replace("attachments", "nonsense")).status_code == 404
