"""Reminders reach the right people, in one mail, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from partnerships.models import Agreement, Partnership, Reminder
from partnerships.reminders import Level, Occasion
from partnerships.reminding import due_by_user
from partnerships.terms import TermKind
from portal.access import RoleKind
from portal.models import Organisation, User
from portal.records.confirmation import confirm
from tests.factories import (
    AgreementFactory,
    DepartmentFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ReminderFactory,
)

pytestmark = pytest.mark.django_db

ENDS = date(2030, 12, 31)
STEP = date(2030, 9, 30)  # three months before


@pytest.fixture
def partnership(owner: Organisation, editor: User, director: User) -> Partnership:
    """The editor is responsible, the director heads the department."""
    head = PersonFactory(owner=owner, email=director.email)
    return PartnershipFactory(
        owner=owner,
        partner=OrganisationFactory(name="Gdynia"),
        responsible=PersonFactory(owner=owner, email=editor.email.upper()),
        department=DepartmentFactory(owner=owner, head=head),
    )


@pytest.fixture
def agreement(partnership: Partnership) -> Agreement:
    return AgreementFactory(
        partnership=partnership, title="Aftale om havne", term_kind=TermKind.FIXED, ends_on=ENDS, reminder_months=[3]
    )


@pytest.fixture
def send(mailoutbox: list[EmailMultiAlternatives]) -> Callable[..., list[str]]:
    """Runs the command as if it were a day, and answers with the addresses that got a mail."""

    def run(day: date = STEP, **options: Any) -> list[str]:
        mailoutbox.clear()
        call_command("send_reminders", day=day, **options)
        return [mail.to[0] for mail in mailoutbox]

    return run


type Send = Callable[..., list[str]]


def after(days: int) -> date:
    return STEP + timedelta(days=days)


def test_the_mail_says_what_is_due_and_leads_to_it(
    send: Send, agreement: Agreement, editor: User, settings: Settings, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    settings.SITE_URL = "https://portal.example.dk/"
    assert send() == [editor.email]
    (mail,), reminder = mailoutbox, Reminder.objects.get()
    assert "Aftale om havne (Gdynia)" in mail.subject
    html, kind = mail.alternatives[0]
    assert kind == "text/html"
    for text in (mail.body, html):
        assert "Udløber 31. december 2030." in text
        assert f"https://portal.example.dk/agreements/{agreement.pk}/" in text
        assert f"https://portal.example.dk/reminders/{reminder.token}/" in text
    assert '<html lang="da">' in html
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (reminder.occasion, reminder.deadline, reminder.step) == (Occasion.EXPIRY, ENDS, 3)


def test_markup_and_line_breaks_in_a_title_do_no_harm(
    send: Send, agreement: Agreement, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    Agreement.objects.update(title="<b>Fed</b>\nBcc: somebody@example.test")
    assert len(send()) == 1
    assert "<b>" not in str(mailoutbox[0].alternatives[0][0])
    assert "\n" not in mailoutbox[0].subject


def test_several_agreements_make_one_mail(
    send: Send, agreement: Agreement, partnership: Partnership, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    AgreementFactory(partnership=partnership, title="Aftale om elever", term_kind=TermKind.FIXED, ends_on=ENDS)
    assert len(send()) == 1
    assert "Aftale om elever" in mailoutbox[0].body
    assert "Aftale om havne" in mailoutbox[0].body
    assert Reminder.objects.count() == 2


def test_it_is_told_once_however_often_the_command_runs(send: Send, agreement: Agreement) -> None:
    assert len(send()) == 1
    assert send() == send(after(1)) == send(after(13)) == []


def test_runs_that_were_missed_are_caught_up_with_by_one_mail(
    send: Send, agreement: Agreement, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    Agreement.objects.update(reminder_months=[12, 6, 3])
    assert len(send(after(5))) == 1
    assert Reminder.objects.get().step == 3
    assert mailoutbox[0].body.count("Aftale om havne") == 1


def test_each_step_is_told_even_if_the_one_before_was_handled(send: Send, agreement: Agreement, editor: User) -> None:
    Agreement.objects.update(reminder_months=[6, 3])
    assert len(send(date(2030, 7, 1))) == 1
    Reminder.objects.get().acknowledge(editor)
    assert len(send()) == 1


# To whom


def test_whoever_was_chosen_is_told_instead_of_the_responsible(
    send: Send, agreement: Agreement, reader: User, secretariat: User
) -> None:
    agreement.reminder_recipients.set([reader, secretariat])
    assert set(send()) == {reader.email, secretariat.email}


def test_if_nobody_of_the_portal_is_responsible_the_head_is_told(
    send: Send, agreement: Agreement, director: User
) -> None:
    Partnership.objects.update(responsible=None)
    assert send() == [director.email]


def test_if_there_is_no_head_either_the_secretariat_is_told(
    send: Send, agreement: Agreement, secretariat: User, administrator: User
) -> None:
    Partnership.objects.update(responsible=None, department=None)
    assert send() == [secretariat.email]


def test_without_a_secretariat_it_is_the_administrator(send: Send, agreement: Agreement, administrator: User) -> None:
    Partnership.objects.update(responsible=None, department=None)
    assert send() == [administrator.email]


@pytest.mark.parametrize("gone", ["switched off", "without a role"])
def test_whoever_may_not_see_the_agreement_is_not_told(
    gone: str, send: Send, agreement: Agreement, editor: User, stranger: User, reader: User
) -> None:
    agreement.reminder_recipients.set([stranger, reader])
    if gone == "switched off":
        User.objects.filter(pk=reader.pk).update(is_active=False)
    else:
        reader.roles.all().delete()
    assert send() == [editor.email]


@pytest.mark.parametrize(
    "change",
    [
        {"stage": "proposed"},
        {"stage": "approved"},
        {"terminated_on": date(2030, 11, 30)},
        {"notice_given_on": date(2030, 1, 4), "notice_count": 6},
        {"deleted_at": timezone.now()},
        {"reminder_months": []},
    ],
)
def test_what_needs_no_decision_reminds_nobody(change: dict[str, Any], send: Send, agreement: Agreement) -> None:
    Agreement.with_trash.update(**change)
    assert send() == []


def test_what_has_a_signed_successor_reminds_nobody(send: Send, agreement: Agreement) -> None:
    AgreementFactory(partnership=agreement.partnership, renews=agreement, starts="2030-12-01", confirmed_on=STEP)
    assert send() == []


def test_a_notice_that_was_withdrawn_reminds_again(send: Send, agreement: Agreement) -> None:
    Agreement.objects.update(notice_given_on=date(2030, 9, 1), notice_count=3)
    assert send() == []
    Agreement.objects.update(notice_withdrawn_on=date(2030, 10, 5))
    assert send(date(2030, 10, 4)) == []
    assert len(send(date(2030, 10, 5))) == 1


def test_when_the_deadline_moves_what_was_told_is_void(
    send: Send, agreement: Agreement, editor: User, director: User
) -> None:
    send()
    Agreement.objects.update(ends_on=date(2031, 6, 30))
    assert send(after(14)) == []
    assert send(date(2031, 3, 30)) == [editor.email]
    assert Reminder.objects.filter(user=director).count() == 0


# Unhandled


def test_what_nobody_handles_goes_to_the_head_and_then_to_the_secretariat(
    send: Send, agreement: Agreement, editor: User, director: User, secretariat: User,
    mailoutbox: list[EmailMultiAlternatives],
) -> None:  # fmt: skip
    assert send() == [editor.email]
    assert send(after(13)) == []
    assert send(after(14)) == [director.email]
    assert editor.name in mailoutbox[0].body
    assert send(after(14)) == send(after(27)) == []
    assert send(after(28)) == [secretariat.email]
    assert send(after(29)) == send(after(60)) == []
    assert [*Reminder.objects.order_by("level").values_list("level", flat=True)] == list(Level)


def test_all_of_the_secretariat_is_told(send: Send, agreement: Agreement, user_with: Callable[..., User]) -> None:
    two = {user_with(RoleKind.SECRETARIAT).email for _ in range(2)}
    send()
    send(after(14))
    assert set(send(after(28))) == two


@pytest.mark.usefixtures("secretariat")
def test_whoever_handles_it_settles_it_for_everybody(send: Send, agreement: Agreement, director: User) -> None:
    send()
    send(after(14))
    Reminder.objects.get(user=director).acknowledge(director)
    assert send(after(28)) == send(after(60)) == []


def test_without_a_head_it_goes_to_the_secretariat_at_once(
    send: Send, agreement: Agreement, secretariat: User
) -> None:
    Partnership.objects.update(department=None)
    send()
    assert send(after(14)) == [secretariat.email]


def test_the_waiting_time_is_a_setting(send: Send, agreement: Agreement, director: User, settings: Settings) -> None:
    settings.REMINDER_ESCALATION_DAYS = 5
    send()
    assert send(after(5)) == [director.email]


def test_what_was_put_off_is_silent_and_then_told_once_more(
    send: Send, agreement: Agreement, editor: User, director: User
) -> None:
    send()
    Reminder.objects.get().snooze(after(20))
    assert send(after(14)) == send(after(19)) == []
    assert send(after(20)) == [editor.email]
    assert send(after(20)) == send(after(33)) == []
    assert send(after(34)) == [director.email]


def test_the_colleague_it_is_handed_over_to_is_told_by_whom(
    send: Send, agreement: Agreement, editor: User, reader: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    send()
    Reminder.objects.get().hand_over(reader)
    assert send(after(1)) == [reader.email]
    assert editor.name in mailoutbox[0].body
    assert send(after(2)) == []


def test_a_colleague_may_put_it_off_before_being_told(
    send: Send, agreement: Agreement, reader: User, director: User
) -> None:
    send()
    Reminder.objects.get().hand_over(reader).snooze(after(20))
    assert send(after(1)) == send(after(19)) == []
    assert send(after(20)) == [reader.email]
    assert send(after(34)) == [director.email]


def test_if_the_colleague_is_gone_it_goes_on_to_the_head(
    send: Send, agreement: Agreement, reader: User, director: User
) -> None:
    send()
    Reminder.objects.get().hand_over(reader)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert send(after(1)) == []
    assert send(after(14)) == [director.email]


def test_it_can_be_handed_back(send: Send, agreement: Agreement, editor: User, reader: User) -> None:
    send()
    Reminder.objects.get().hand_over(reader)
    send(after(1))
    Reminder.objects.get(user=reader).hand_over(editor)
    assert send(after(2)) == [editor.email]
    assert Reminder.objects.count() == 2


# Reviews and anniversaries


def test_until_further_notice_is_reviewed_until_it_is_confirmed(
    send: Send, partnership: Partnership, editor: User
) -> None:
    agreement = AgreementFactory(partnership=partnership, starts="2020-05-04")
    assert send(date(2022, 5, 3)) == []
    assert send(date(2022, 5, 4)) == [editor.email]
    confirm(agreement, today=date(2022, 5, 10))
    assert send(date(2022, 5, 18)) == send(date(2024, 5, 9)) == []
    assert send(date(2024, 5, 10)) == [editor.email]


def test_an_anniversary_is_told_to_the_responsible_and_the_secretariat(
    send: Send, partnership: Partnership, editor: User, secretariat: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    Partnership.objects.update(since="1981")
    assert set(send(date(2030, 1, 1))) == {editor.email, secretariat.email}
    assert "50" in mailoutbox[0].body
    assert "2031" in mailoutbox[0].body
    assert "1. januar 2031" not in mailoutbox[0].body  # only the year is known
    Partnership.objects.update(status="ended")
    assert send(date(2030, 7, 1)) == []


# Once


def test_each_reads_it_in_the_language_of_their_own(
    send: Send, agreement: Agreement, editor: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    User.objects.filter(pk=editor.pk).update(language="en")
    send()
    assert "Expires on 31 December 2030." in mailoutbox[0].body
    assert '<html lang="en">' in mailoutbox[0].alternatives[0][0]


def test_without_mail_they_stand_in_the_portal_only(send: Send, agreement: Agreement) -> None:
    assert send(mail=False) == []
    assert Reminder.objects.count() == 1
    assert send() == []


def test_if_the_mail_server_is_away_the_next_run_tells_it(
    send: Send, agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", refuse)
        with pytest.raises(CommandError):
            send()
    assert not Reminder.objects.exists()
    assert len(send()) == 1


def test_a_process_that_dies_after_the_mail_tells_it_again_rather_than_never(
    send: Send, agreement: Agreement, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    deliver = EmailMultiAlternatives.send

    def send_and_die(self: EmailMultiAlternatives, *_: object, **__: object) -> int:
        deliver(self)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", send_and_die)
        with pytest.raises(KeyboardInterrupt):
            send()
    assert len(mailoutbox) == 1
    assert not Reminder.objects.exists()
    assert len(send()) == 1
    assert send() == []


@pytest.mark.django_db(transaction=True)
def test_two_that_run_at_the_same_time_tell_it_once(
    agreement: Agreement, reader: User, editor: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    agreement.reminder_recipients.set([reader, editor])
    together = Barrier(4)

    def run() -> None:
        together.wait()
        try:
            call_command("send_reminders", day=STEP)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(run) for _ in range(4)]:
            job.result()
    assert {mail.to[0] for mail in mailoutbox} == {reader.email, editor.email}
    assert len(mailoutbox) == Reminder.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda reminder: {"agreement": reminder.agreement, "user": reminder.user, "level": Level.HEAD},
        lambda _: {"agreement": None},
        lambda reminder: {"agreement": reminder.agreement, "partnership": reminder.agreement.partnership},
    ],
)
def test_the_database_refuses_a_second_one_and_one_of_no_record(wrong: Callable[[Reminder], dict[str, Any]]) -> None:
    reminder = ReminderFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderFactory(**wrong(reminder))


def test_the_command_takes_as_many_queries_for_ten_agreements_as_for_one(
    agreement: Agreement, partnership: Partnership
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert due_by_user(STEP)
        return len(captured)

    one = queries()
    for _ in range(9):
        AgreementFactory(partnership=partnership, term_kind=TermKind.FIXED, ends_on=ENDS)
    assert queries() == one
