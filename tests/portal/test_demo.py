"""The demonstration as `make demo` starts it."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from partnerships.models import Agreement
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


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the command prints. The demonstration is made once; the tests here only read and log in."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.IS_DEMO", True)
        yield demo()
        transaction.set_rollback(True)


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


def test_a_second_run_changes_nothing_and_prints_the_same(printed: str) -> None:
    before, versions = count_of_everything(), list(Initiative.objects.values_list("pk", "version"))
    assert demo() == printed
    assert count_of_everything() == before
    assert list(Initiative.objects.values_list("pk", "version")) == versions


def test_every_login_is_printed_with_the_password(printed: str) -> None:
    assert [login for login in LOGINS if login not in printed] == []
    assert "demo-portal-2026" in printed


@pytest.mark.parametrize("login", LOGINS)
def test_everybody_can_log_in(printed: str, login: str) -> None:
    assert Client().login(email=login, password="demo-portal-2026")


def test_what_the_logins_may_do(printed: str) -> None:
    def owners_where(login: str, action: Action) -> list[str]:
        return [owner.name for owner in User.objects.get(email=login).owners_where(action)]

    assert owners_where("editor@aalborg.example", Action.EDIT) == ["Aalborg Kommune"]
    assert owners_where("director@midtjylland.example", Action.APPROVE) == ["Region Midtjylland"]
    assert owners_where("secretariat@kulturregion.example", Action.CONDUCT) == ["Europæisk Kulturregion"]
    assert owners_where("reader@aalborg.example", Action.EDIT) == []
    assert len(owners_where("admin@portal.example", Action.ADMINISTER)) == 3
    assert User.objects.get(email="admin@portal.example").is_superuser


def test_the_people_behind_the_logins_are_contacts_too(printed: str) -> None:
    names = User.objects.filter(email__in=LOGINS[:-1]).values_list("name", "roles__owner")
    assert set(names) <= set(Person.objects.values_list("name", "owner"))


@pytest.mark.parametrize("owner", ["Aalborg Kommune", "Region Midtjylland", "Europæisk Kulturregion"])
def test_every_owner_has_an_overview_worth_looking_at(printed: str, owner: str) -> None:
    today = timezone.localdate()
    meetings = Meeting.objects.filter(body__owner__name=owner, is_illustration=True)
    held = meetings.filter(starts_at__lt=timezone.now())
    coming = meetings.filter(starts_at__gt=timezone.now(), state=MeetingState.PLANNED)
    assert len(held) >= 2 or owner == "Region Midtjylland"
    assert all(item.decisions.count() == 1 for meeting in held for item in meeting.agenda_items.all())
    assert any(5 <= meeting.agenda_items.count() <= 8 for meeting in coming)
    assert AgendaItem.objects.filter(meeting__in=coming, is_closed=True).count() == 1

    unfinished = ActionItem.objects.filter(plan__strategy__owner__name=owner).unfinished()
    assert unfinished.filter(due_on__lt=today).exists()
    assert unfinished.filter(due_on__gt=today).count() >= 3

    agreements = Agreement.objects.filter(partnership__owner__name=owner, is_illustration=True)
    notice_dates = [day for agreement in agreements if (day := agreement.latest_notice_date(today))]
    assert any((day - today).days < 62 for day in notice_dates)


def test_one_or_two_of_aalborgs_initiatives_have_not_been_reported_on(printed: str) -> None:
    initiatives = Initiative.objects.filter(strategy__owner__name="Aalborg Kommune")
    assert initiatives.filter(progress=Progress.NOT_REPORTED, status_updates=None).count() == 2
    for initiative in initiatives.exclude(status_updates=None):
        assert initiative.progress == initiative.status_updates.first().progress


def test_what_is_made_up_says_so(printed: str) -> None:
    assert not Meeting.objects.filter(starts_at__year__gt=2014, is_illustration=False).exists()
    assert not ActionItem.objects.filter(is_illustration=False).exists()
    assert not Agreement.objects.filter(source__startswith="Eksempel", is_illustration=False).exists()


def test_every_record_would_pass_its_form(printed: str) -> None:
    for model in record_models():
        for record in model.objects.all():
            record.full_clean()


def test_history_says_where_the_records_come_from(printed: str) -> None:
    events = Organisation.objects.get(name="Aalborg Kommune").events
    assert events.get().pgh_context["reason"] == "Demonstration data"
