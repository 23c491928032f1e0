"""Handling a reminder: from the mail's link, from the overview, and by the right people only."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Agreement, Reminder
from partnerships.panels import reminders_panel
from partnerships.reminders import Level, Occasion
from partnerships.terms import TermKind
from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import AgreementFactory, OrganisationFactory, PartnershipFactory, ReminderFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def reminder(owner: Organisation, reader: User) -> Reminder:
    """The reader's, of an agreement that ends in thirty days."""
    return remind(reader, owner)


def remind(user: User, owner: Organisation, **options: Any) -> Reminder:
    soon = timezone.localdate() + timedelta(days=30)
    partnership = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))
    agreement = AgreementFactory(
        partnership=partnership, title="Aftale om havne", term_kind=TermKind.FIXED, ends_on=soon
    )
    return ReminderFactory(agreement=agreement, user=user, deadline=soon, **options)


def address(reminder: Reminder, act: str = "") -> str:
    return f"/reminders/{reminder.token}/{act}"


def in_days(count: int) -> str:
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def panel_of(client: Client) -> Any:
    return next((panel for panel in client.get("/").context["panels"] if panel.id == "reminders"), None)


def test_opening_the_link_of_the_mail_changes_nothing(client: Client, reader: User, reminder: Reminder) -> None:
    client.force_login(reader)
    before = Reminder.objects.values().get()
    response = client.get(address(reminder))
    assert response.status_code == 200
    assert f'action="{address(reminder, "acknowledge/")}"' in response.content.decode()
    assert Reminder.objects.values().get() == before
    assert client.get(address(reminder, "acknowledge/")).status_code == 405


def test_one_click_acknowledges_it(client: Client, reader: User, reminder: Reminder) -> None:
    client.force_login(reader)
    response = client.post(address(reminder, "acknowledge/"))
    assert response["Location"] == address(reminder)
    reminder.refresh_from_db()
    assert (reminder.acknowledged_by, reminder.acknowledged_at is None) == (reader, False)
    page = client.get(address(reminder))
    assert not page.context["may_handle"]
    assert reader.name in page.context["settled"]


def test_a_second_click_changes_nothing(client: Client, reader: User, editor: User, reminder: Reminder) -> None:
    reminder.acknowledge(editor)
    client.force_login(reader)
    for act, data in (("acknowledge/", {}), ("snooze/", {"until": in_days(2)}), ("hand-over/", {"to": editor.pk})):
        response = client.post(address(reminder, act), data)
        assert response.status_code == 409
        assert editor.name in response.context["settled"]
    reminder.refresh_from_db()
    assert (reminder.acknowledged_by, reminder.snoozed_until, reminder.handed_over_to) == (editor, None, None)


@pytest.mark.parametrize(
    ("who", "opens", "acts"),
    [("editor", 200, 302), ("secretariat", 200, 302), ("director", 200, 403), ("other reader", 200, 403),
     ("stranger", 404, 404)],
)  # fmt: skip
def test_the_link_alone_is_not_enough(
    who: str, opens: int, acts: int, client: Client, reminder: Reminder, user_with: Callable[..., User],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    client.force_login(user_with(RoleKind.READER) if who == "other reader" else request.getfixturevalue(who))
    assert client.get(address(reminder)).status_code == opens
    if opens == 200:
        assert client.get(address(reminder)).context["may_handle"] is (acts == 302)
    for act, data in (("snooze/", {"until": in_days(2)}), ("acknowledge/", {})):
        assert client.post(address(reminder, act), data).status_code == acts


def test_a_recipient_who_lost_the_role_finds_nothing(client: Client, reader: User, reminder: Reminder) -> None:
    reader.roles.all().delete()
    client.force_login(reader)
    assert client.post(address(reminder, "acknowledge/")).status_code in {302, 404}
    assert not Reminder.objects.exclude(acknowledged_at=None).exists()


def test_what_does_not_exist_or_is_in_the_trash_is_not_found(client: Client, reader: User, reminder: Reminder) -> None:
    client.force_login(reader)
    assert client.get(f"/reminders/{uuid4()}/").status_code == 404
    assert client.get("/reminders/1/").status_code == 404
    reminder.agreement.move_to_trash()
    assert client.get(address(reminder)).status_code == 404
    assert client.post(address(reminder, "acknowledge/")).status_code == 404


def test_when_the_deadline_has_moved_there_is_nothing_left_to_do(
    client: Client, reader: User, reminder: Reminder
) -> None:
    Agreement.objects.update(ends_on=timezone.localdate() + timedelta(days=400))
    client.force_login(reader)
    page = client.get(address(reminder))
    assert page.status_code == 200
    assert page.context["settled"]
    assert client.post(address(reminder, "acknowledge/")).status_code == 409
    assert panel_of(client) is None


@pytest.mark.parametrize("days", [1, 7, 30])
def test_it_is_put_off_to_a_day_before_the_deadline(
    days: int, client: Client, reader: User, reminder: Reminder
) -> None:
    client.force_login(reader)
    assert client.post(address(reminder, "snooze/"), {"until": in_days(days)}).status_code == 302
    reminder.refresh_from_db()
    assert str(reminder.snoozed_until) == in_days(days)
    assert panel_of(client) is None


@pytest.mark.parametrize("until", ["", "i morgen", in_days(0), in_days(31), "9999-12-31", "\0"])
def test_other_days_are_refused_and_what_was_typed_stays(
    until: str, client: Client, reader: User, reminder: Reminder
) -> None:
    client.force_login(reader)
    response = client.post(address(reminder, "snooze/"), {"until": until})
    assert response.status_code == 422
    assert set(response.context["snooze"].errors) == {"until"}
    assert response.context["snooze"]["until"].value() == until
    reminder.refresh_from_db()
    assert reminder.snoozed_until is None


def test_one_click_puts_it_off_a_week_or_a_month_if_there_is_time(
    client: Client, reader: User, owner: Organisation
) -> None:
    client.force_login(reader)
    reminder = remind(reader, owner)
    assert f'value="{in_days(7)}"' in client.get(address(reminder)).content.decode()
    Agreement.objects.update(ends_on=in_days(5))
    Reminder.objects.update(deadline=in_days(5))
    assert f'value="{in_days(7)}"' not in client.get(address(reminder)).content.decode()


def test_a_colleague_takes_it_over(client: Client, reader: User, editor: User, reminder: Reminder) -> None:
    client.force_login(reader)
    assert client.post(address(reminder, "hand-over/"), {"to": editor.pk}).status_code == 302
    theirs = Reminder.objects.get(user=editor)
    assert (theirs.deadline, theirs.step, theirs.sent_on) == (reminder.deadline, reminder.step, None)
    assert client.get(address(reminder)).context["settled"]
    client.force_login(editor)
    assert [line.reminder for line in panel_of(client).lines] == [theirs]


def test_it_is_handed_over_to_active_colleagues_only(
    client: Client, reader: User, editor: User, stranger: User, reminder: Reminder
) -> None:
    User.objects.filter(pk=editor.pk).update(is_active=False)
    client.force_login(reader)
    for to in (stranger.pk, editor.pk, reader.pk, "", "x", 10**30):
        assert client.post(address(reminder, "hand-over/"), {"to": to}).status_code == 422
    assert Reminder.objects.count() == 1


# The overview


def test_the_overview_shows_what_waits_for_me_and_the_secretariat_what_waits_for_all(
    client: Client, reader: User, editor: User, secretariat: User, stranger: User, reminder: Reminder
) -> None:
    for user, sees in ((reader, True), (secretariat, True), (editor, False), (stranger, False)):
        client.force_login(user)
        assert bool(panel_of(client)) is sees
    client.force_login(secretariat)
    assert reader.name in panel_of(client).lines[0].detail
    reminder.acknowledge(secretariat)
    assert panel_of(client) is None


def test_a_matter_that_many_were_told_of_is_one_line(
    client: Client, secretariat: User, editor: User, reader: User, reminder: Reminder
) -> None:
    ReminderFactory(agreement=reminder.agreement, deadline=reminder.deadline, user=editor, level=Level.HEAD)
    client.force_login(secretariat)
    (line,) = panel_of(client).lines
    assert editor.name in line.detail
    assert reader.name in line.detail


def test_an_anniversary_and_a_review_stand_there_too(client: Client, reader: User, owner: Organisation) -> None:
    in_a_month = timezone.localdate() + timedelta(days=30)
    since = f"{in_a_month.year - 50}-{in_a_month:%m-%d}".replace("02-29", "02-28")
    partnership = PartnershipFactory(owner=owner, since=since)
    agreement = AgreementFactory(partnership=partnership, starts="2000-01-01", review_months=240)
    celebrated = date.fromisoformat(since).replace(year=in_a_month.year)
    ReminderFactory(
        agreement=None,
        partnership=partnership,
        occasion=Occasion.ANNIVERSARY,
        deadline=celebrated,
        step=6,
        user=reader,
    )
    ReminderFactory(agreement=agreement, occasion=Occasion.REVIEW, deadline="2020-01-01", step=0, user=reader)
    client.force_login(reader)
    assert [line.url for line in panel_of(client).lines] == [
        agreement.get_absolute_url(),
        partnership.get_absolute_url(),
    ]


def test_acknowledging_on_the_overview_answers_with_the_panel_and_says_so(
    client: Client, reader: User, owner: Organisation, reminder: Reminder
) -> None:
    remind(reader, owner)
    client.force_login(reader)
    response = client.post(address(reminder, "acknowledge/"), headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert 'id="panel-reminders"' in response.content.decode()
    assert len(response.context["panel"].lines) == 1
    assert "Aftale om havne" in response["HX-Trigger"]
    again = client.post(address(reminder, "acknowledge/"), headers=HTMX)
    assert reader.name in again["HX-Trigger"]


def test_the_forms_open_in_place_and_errors_stay_there(client: Client, reader: User, reminder: Reminder) -> None:
    client.force_login(reader)
    opened = client.get(address(reminder), headers=HTMX)
    assert "<html" not in opened.content.decode()
    assert 'hx-target="#panel-reminders"' in opened.content.decode()
    wrong = client.post(address(reminder, "snooze/"), {"until": in_days(31)}, headers=HTMX)
    assert wrong.status_code == 422
    assert wrong["HX-Retarget"] == f"#handle-{reminder.token}"
    assert in_days(31) in wrong.content.decode()


def test_the_panel_takes_as_many_queries_for_ten_as_for_one(
    reader: User, owner: Organisation, reminder: Reminder
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reminders_panel(User.objects.get(pk=reader.pk), timezone.localdate()).lines
        return len(captured)

    one = queries()
    for _ in range(9):
        remind(reader, owner)
    assert queries() == one


# The agreement


def test_the_page_of_the_agreement_says_who_was_told(
    client: Client, reader: User, editor: User, reminder: Reminder
) -> None:
    reminder.acknowledge(editor)
    client.force_login(editor)
    page = client.get(f"/agreements/{reminder.agreement_id}/")
    (section,) = [section for section in page.context["sections"] if section.id == "reminders"]
    (line,) = section.lines
    assert line.title == reader.name
    assert editor.name in line.detail


def test_the_page_of_the_agreement_says_which_reminders_no_longer_apply(
    as_editor: Client, reader: User, reminder: Reminder
) -> None:
    def badge() -> str:
        page = as_editor.get(f"/agreements/{reminder.agreement_id}/")
        (section,) = [section for section in page.context["sections"] if section.id == "reminders"]
        return section.lines[0].badge

    as_editor.cookies["django_language"] = "en"
    assert badge() == ""
    Agreement.objects.update(ends_on=timezone.localdate() + timedelta(days=60))
    assert badge() == "No longer applies"
    Agreement.objects.update(ends_on=reminder.deadline, notice_given_on=timezone.localdate())
    assert badge() == "No longer applies"
    Agreement.objects.update(notice_given_on=None, stage="proposed")
    assert badge() == "No longer applies"
    Agreement.objects.update(stage="signed")
    assert badge() == ""
    as_editor.post(address(reminder, "acknowledge/"))
    Agreement.objects.update(ends_on=timezone.localdate() + timedelta(days=60))
    assert badge() == "Acknowledged"


def form_of(agreement: Agreement) -> dict[str, Any]:
    return {
        "partnership": agreement.partnership_id, "title": "Aftalen", "kind": "friendship", "stage": "signed",
        "term_kind": TermKind.FIXED, "ends_on": agreement.ends_on, "notice_unit": "months", "notice_boundary": "day",
        "version": agreement.version,
    }  # fmt: skip


def test_an_editor_says_when_and_who_is_reminded(as_editor: Client, reader: User, reminder: Reminder) -> None:
    form = form_of(reminder.agreement) | {"reminder_months": "3, 18,3", "reminder_recipients": [reader.pk]}
    response = as_editor.post(
        f"/agreements/{reminder.agreement_id}/edit/", form | {"review_months": "12", "chosen": "{}"}
    )
    assert response.status_code == 302
    agreement = Agreement.objects.get()
    assert (agreement.reminder_months, agreement.review_months) == ([18, 3], 12)
    assert [*agreement.reminder_recipients.all()] == [reader]


@pytest.mark.parametrize(
    "wrong", [{"reminder_months": "121"}, {"reminder_months": "-1"}, {"reminder_months": "snart"},
              {"review_months": "0"}, {"reminder_recipients": ["0"]}],
)  # fmt: skip
def test_steps_out_of_range_and_unknown_people_are_refused(
    wrong: dict[str, Any], as_editor: Client, reminder: Reminder
) -> None:
    response = as_editor.post(f"/agreements/{reminder.agreement_id}/edit/", form_of(reminder.agreement) | wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)


@pytest.mark.parametrize("wrong", ["snart", "x,y", "12;6", "121,3", "12,-6"])
def test_steps_that_are_no_months_are_answered_by_how_to_write_them(
    wrong: str, as_editor: Client, reminder: Reminder
) -> None:
    data = form_of(reminder.agreement) | {"reminder_months": wrong}
    response = as_editor.post(f"/agreements/{reminder.agreement_id}/edit/", data)
    said = response.context["form"].errors["reminder_months"]
    assert len(said) == 1
    assert "12,6,3" in said[0]
    assert f'value="{wrong}"' in response.content.decode()


def test_nobody_of_another_owner_can_be_chosen(
    client: Client, administrator: User, stranger: User, reader: User, reminder: Reminder
) -> None:
    data = form_of(reminder.agreement) | {"reminder_recipients": [stranger.pk]}
    client.force_login(administrator)
    url = f"/agreements/{reminder.agreement_id}/edit/"
    assert client.post(url, data).status_code == 422
    administrator.roles.create(owner=stranger.owners[0], kind=RoleKind.ADMINISTRATOR)
    response = client.post(url, data)
    assert set(response.context["form"].errors) == {"reminder_recipients"}


def test_a_user_chooses_the_language_of_mails(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.post("/account/", {"language": "en"}).status_code == 302
    reader.refresh_from_db()
    assert reader.language == "en"
    assert client.post("/account/", {"language": "xx"}).context["form"].errors
