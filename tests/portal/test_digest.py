"""One mail a day of what others did to what one follows: all of it, once, and nothing that one may not see."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pghistory
import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from partnerships.models import Partnership
from portal.access import RoleKind
from portal.models import Digest, Follow, Organisation, User
from portal.records.versioned import VersionedModel
from tests.factories import (
    AgendaItemFactory,
    AgreementFactory,
    AttachmentFactory,
    ContactFactory,
    DecisionFactory,
    JournalEntryFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)  # the history tells times apart by transactions


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"), priority="low")


@pytest.fixture
def colleague(user_with: Callable[..., User]) -> User:
    colleague = user_with(RoleKind.EDITOR)
    User.objects.filter(pk=colleague.pk).update(name="Kollega")
    return colleague


@pytest.fixture
def send(mailoutbox: list[EmailMultiAlternatives]) -> Callable[[], list[str]]:
    """Sends what is to be sent and answers with the texts."""

    def run() -> list[str]:
        mailoutbox.clear()
        call_command("send_digest")
        return [str(mail.body) for mail in mailoutbox]

    return run


def follow(user: User, record: VersionedModel) -> None:
    Follow.objects.create(user=user, about_kind=record.label, about_id=record.pk)


def change(record: VersionedModel, by: User, reason: str = "", **values: object) -> None:
    with pghistory.context(user=by.pk, reason=reason):
        type(record).with_trash.filter(pk=record.pk).update(**values)


def yesterday() -> None:
    """Makes what was sent today the mail of yesterday, and so on."""
    for digest in Digest.objects.order_by("day"):
        Digest.objects.filter(pk=digest.pk).update(day=digest.day - timedelta(days=1))


def test_it_says_who_changed_what_and_why(
    send: Callable[[], list[str]],
    reader: User,
    colleague: User,
    partnership: Partnership,
    settings: Settings,
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    settings.SITE_URL = "https://portal.example.dk/"
    follow(reader, partnership)
    change(partnership, colleague, "Efter mødet", priority="high")
    (text,) = send()
    for part in ["Gdynia", "Kollega", "Efter mødet", "Prioritet: Lav prioritet → Høj prioritet"]:
        assert part in text
    assert f"https://portal.example.dk/partnerships/{partnership.pk}/" in text
    assert "https://portal.example.dk/account/" in text
    (mail,) = mailoutbox
    assert mail.to == [reader.email]
    assert mail.extra_headers["List-Unsubscribe"] == "<https://portal.example.dk/account/>"
    html, kind = mail.alternatives[0]
    assert kind == "text/html"
    assert f'href="https://portal.example.dk/partnerships/{partnership.pk}/"' in html
    assert "Høj prioritet" in html
    assert '<html lang="da">' in html


def test_markup_in_a_record_is_text_in_the_mail(
    send: Callable[[], list[str]],
    reader: User,
    colleague: User,
    partnership: Partnership,
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    follow(reader, partnership)
    change(partnership, colleague, source="<script>alert(1)</script> & co")
    (text,) = send()
    assert "<script>alert(1)</script> & co" in text
    assert "<script>" not in str(mailoutbox[0].alternatives[0][0])


def test_once_a_day_and_only_what_is_new(
    send: Callable[[], list[str]], reader: User, colleague: User, partnership: Partnership
) -> None:
    follow(reader, partnership)
    assert send() == []  # made before it was followed
    change(partnership, colleague, source="Første")
    assert len(send()) == 1
    change(partnership, colleague, source="Anden")
    assert send() == []
    yesterday()
    (text,) = send()
    assert "Anden" in text
    assert "– → Første" not in text
    yesterday()
    assert send() == []
    assert Digest.objects.count() == 2


def test_two_that_run_at_the_same_time_send_one(
    reader: User, colleague: User, partnership: Partnership, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    follow(reader, partnership)
    change(partnership, colleague, source="Ny")
    together = Barrier(4)

    def run() -> None:
        together.wait()
        try:
            call_command("send_digest")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(run) for _ in range(4)]:
            job.result()
    assert len(mailoutbox) == 1
    assert Digest.objects.count() == 1


def test_the_database_keeps_a_second_mail_of_the_day_away(reader: User) -> None:
    Digest.objects.create(user=reader, day=timezone.localdate(), until=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Digest.objects.create(user=reader, day=timezone.localdate(), until=timezone.now())


def test_if_the_mail_server_is_away_the_next_run_sends_it(
    send: Callable[[], list[str]],
    reader: User,
    colleague: User,
    partnership: Partnership,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    follow(reader, partnership)
    change(partnership, colleague, source="Ny")

    def refuse(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", refuse)
        with pytest.raises(CommandError):
            send()
    assert not Digest.objects.exists()
    assert len(send()) == 1


def test_a_change_that_was_under_way_is_told_next_time(
    send: Callable[[], list[str]], reader: User, colleague: User, partnership: Partnership, owner: Organisation
) -> None:
    other = PartnershipFactory(owner=owner, partner__name="Riga")
    follow(reader, partnership)
    follow(reader, other)
    started, may_end = Barrier(2), Barrier(2)

    def write_slowly() -> None:
        with transaction.atomic():
            change(partnership, colleague, source="Langsom")
            started.wait()
            may_end.wait()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(write_slowly)
        started.wait()
        change(other, colleague, source="Hurtig")
        send()
        may_end.wait()
        job.result()
    yesterday()
    assert any("Langsom" in text for text in send())


def test_nobody_is_told_of_their_own_changes(
    send: Callable[[], list[str]], editor: User, partnership: Partnership
) -> None:
    follow(editor, partnership)
    change(partnership, editor, source="Min egen")
    assert send() == []


@pytest.mark.parametrize("switch", [{"is_active": False}, {"wants_digest": False}])
def test_whoever_is_switched_off_or_wants_none_gets_none(
    switch: dict[str, bool], send: Callable[[], list[str]], reader: User, colleague: User, partnership: Partnership
) -> None:
    follow(reader, partnership)
    change(partnership, colleague, source="Ny")
    User.objects.filter(pk=reader.pk).update(**switch)
    assert send() == []


def test_whoever_may_no_longer_see_it_is_not_told(
    send: Callable[[], list[str]], reader: User, colleague: User, partnership: Partnership
) -> None:
    follow(reader, partnership)
    change(partnership, colleague, source="Ny")
    reader.roles.all().delete()
    assert send() == []


def test_a_partnership_tells_of_all_that_belongs_to_it(
    send: Callable[[], list[str]], reader: User, partnership: Partnership, owner: Organisation
) -> None:
    follow(reader, partnership)
    agreement = AgreementFactory(partnership=partnership, title="Ny aftale om elever")
    JournalEntryFactory(about=partnership, title="Besøg i foråret")
    AttachmentFactory(about=agreement, name="underskrevet.pdf")
    ContactFactory(about=partnership, person=PersonFactory(owner=owner, name="Anna Holm"))
    decision = DecisionFactory(item__body__owner=owner, item__title="Sagen om Gdynia")
    decision.item.partnerships.add(partnership)
    (text,) = send()
    for part in ["Ny aftale om elever", "Besøg i foråret", "underskrevet.pdf", "Anna Holm", "Sagen om Gdynia"]:
        assert part in text


def test_closed_items_are_told_to_those_only_who_may_read_them(
    send: Callable[[], list[str]], reader: User, secretariat: User, partnership: Partnership, owner: Organisation
) -> None:
    follow(reader, partnership)
    follow(secretariat, partnership)
    item = AgendaItemFactory(body__owner=owner, is_closed=True, title="Fortrolig sag")
    item.partnerships.add(partnership)
    JournalEntryFactory(about=item, title="Fortroligt notat")
    (text,) = send()
    assert "Fortrolig sag" in text
    assert f"Goddag, {secretariat.name}" in text or secretariat.name in text


def test_a_record_in_the_trash_says_so(
    send: Callable[[], list[str]], reader: User, colleague: User, partnership: Partnership
) -> None:
    follow(reader, partnership)
    with pghistory.context(user=colleague.pk):
        partnership.move_to_trash()
    (text,) = send()
    assert re.search(r"Gdynia \(.+\)\n\S+/trash/", text)
    assert f"/partnerships/{partnership.pk}/" not in text


def test_what_is_followed_itself_is_told_once(
    send: Callable[[], list[str]], reader: User, colleague: User, partnership: Partnership
) -> None:
    agreement = AgreementFactory(partnership=partnership, title="Aftalen")
    follow(reader, partnership)
    follow(reader, agreement)
    change(agreement, colleague, source="Ny kilde")
    (text,) = send()
    assert text.count("Ny kilde") == 1
