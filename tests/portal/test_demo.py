"""The demonstration as `make demo` starts it."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from partnerships.models import Agreement, Reminder
from portal.access import Action
from portal.models import Organisation, Person, User
from portal.records.versioned import VersionedModel
from strategy.models import ActionItem, AgendaItem, Initiative, Meeting, MeetingState, Progress

ROLES = ["editor", "director", "secretariat", "reader"]
DOMAINS = ["aalborg.example", "midtjylland.example", "kulturregion.example"]
LOGINS = [f"{role}@{domain}" for domain in DOMAINS for role in ROLES] + ["admin@portal.example"]


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def count_of_everything() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in [*record_models(), User]}


def record_models() -> list[type[VersionedModel]]:
    return [model for model in apps.get_models() if issubclass(model, VersionedModel)]


@pytest.mark.django_db
def test_it_is_refused_outside_demo_mode(settings: Any) -> None:
    settings.IS_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        demo()
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


class DemoTest(TestCase):
    """The demonstration is made once; the tests read and log in."""

    printed: str

    @classmethod
    def setUpTestData(cls) -> None:
        with override_settings(IS_DEMO=True):
            cls.printed = demo()

    def test_a_second_run_changes_nothing_and_prints_the_same(self) -> None:
        before, versions = count_of_everything(), list(Initiative.objects.values_list("pk", "version"))
        with self.settings(IS_DEMO=True):
            assert demo() == self.printed
        assert count_of_everything() == before
        assert list(Initiative.objects.values_list("pk", "version")) == versions

    def test_every_login_is_printed_with_the_password(self) -> None:
        assert [login for login in LOGINS if login not in self.printed] == []
        assert "demo-portal-2026" in self.printed

    def test_everybody_can_log_in(self) -> None:
        assert [login for login in LOGINS if not Client().login(email=login, password="demo-portal-2026")] == []

    def test_what_the_logins_may_do(self) -> None:
        def owners_where(login: str, action: Action) -> list[str]:
            return [owner.name for owner in User.objects.get(email=login).owners_where(action)]

        assert owners_where("editor@aalborg.example", Action.EDIT) == ["Aalborg Kommune"]
        assert owners_where("director@midtjylland.example", Action.APPROVE) == ["Region Midtjylland"]
        assert owners_where("secretariat@kulturregion.example", Action.CONDUCT) == ["Europæisk Kulturregion"]
        assert owners_where("reader@aalborg.example", Action.EDIT) == []
        assert len(owners_where("admin@portal.example", Action.ADMINISTER)) == 3
        assert User.objects.get(email="admin@portal.example").is_superuser

    def test_the_people_behind_the_logins_are_contacts_too(self) -> None:
        names = User.objects.filter(email__in=LOGINS[:-1]).values_list("name", "roles__owner")
        assert set(names) <= set(Person.objects.values_list("name", "owner"))

    def test_every_owner_has_an_overview_worth_looking_at(self) -> None:
        for owner in Organisation.objects.owners():
            with self.subTest(owner=owner.name):
                today = timezone.localdate()
                meetings = Meeting.objects.filter(body__owner=owner, is_illustration=True)
                held = meetings.filter(starts_at__lt=timezone.now())
                coming = meetings.filter(starts_at__gt=timezone.now(), state=MeetingState.PLANNED)
                assert len(held) >= 2 or owner.name == "Region Midtjylland"
                assert all(item.decisions.count() == 1 for meeting in held for item in meeting.agenda_items.all())
                assert any(5 <= meeting.agenda_items.count() <= 8 for meeting in coming)
                assert AgendaItem.objects.filter(meeting__in=coming, is_closed=True).count() == 1

                unfinished = ActionItem.objects.filter(plan__strategy__owner=owner).unfinished()
                assert unfinished.filter(due_on__lt=today).exists()
                assert unfinished.filter(due_on__gt=today).count() >= 3

                agreements = Agreement.objects.filter(partnership__owner=owner, is_illustration=True)
                notice_dates = [day for agreement in agreements if (day := agreement.latest_notice_date(today))]
                assert any((day - today).days < 62 for day in notice_dates)

    def test_some_reminders_wait_and_no_mail_was_sent(self) -> None:
        assert mail.outbox == []
        for domain in DOMAINS:
            assert Reminder.objects.filter(user__email=f"secretariat@{domain}").exists()
        assert Reminder.objects.filter(user__email="director@aalborg.example").exists()

    def test_one_or_two_of_aalborgs_initiatives_have_not_been_reported_on(self) -> None:
        initiatives = Initiative.objects.filter(strategy__owner__name="Aalborg Kommune")
        assert initiatives.filter(progress=Progress.NOT_REPORTED, status_updates=None).count() == 2
        for initiative in initiatives.exclude(status_updates=None):
            assert initiative.progress == initiative.status_updates.first().progress

    def test_what_is_made_up_says_so(self) -> None:
        assert not Meeting.objects.filter(starts_at__year__gt=2014, is_illustration=False).exists()
        assert not ActionItem.objects.filter(is_illustration=False).exists()
        assert not Agreement.objects.filter(source__startswith="Eksempel", is_illustration=False).exists()

    def test_every_record_is_valid(self) -> None:
        records = [record for model in record_models() for record in model.objects.all()]
        assert len(records) > 500
        for record in records:
            record.full_clean()

    def test_history_says_where_the_records_come_from(self) -> None:
        events = Organisation.objects.get(name="Aalborg Kommune").events
        assert events.get().pgh_context["reason"] == "Eksempeldata"
