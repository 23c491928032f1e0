"""What falls due: in the right order, on the right day, with words for how far away it is."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from partnerships.terms import TermKind
from portal.deadlines.registry import Deadline, deadlines
from portal.models import Organisation, User
from tests.factories import AgreementFactory

TODAY = date(2026, 11, 22)


def due(days: int) -> Deadline:
    return Deadline(day=TODAY + timedelta(days=days), title="Noget", url="/", detail="")


@pytest.mark.parametrize(
    ("days", "strength"), [(-1, "overdue"), (0, "near"), (1, "near"), (60, "near"), (61, "far"), (400, "far")]
)
def test_a_deadline_is_near_within_sixty_days(days: int, strength: str) -> None:
    assert due(days).strength(TODAY) == strength


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "in 1 day"), (12, "in 12 days"), (-1, "1 day ago"), (-3, "3 days ago")],
)
def test_the_distance_is_told_in_words(days: int, words: str) -> None:
    with translation.override("en"):
        assert due(days).distance(TODAY) == words


@pytest.mark.django_db
def test_agreements_that_end_and_those_to_give_notice_of_fall_due(
    editor: User, as_editor: Client, owner: Organisation
) -> None:
    today = timezone.localdate()
    ending = AgreementFactory(
        partnership__owner=owner, title="Udløber", term_kind=TermKind.FIXED, ends_on=today + timedelta(days=90)
    )
    renewing = AgreementFactory(
        partnership__owner=owner, title="Fornyes", term_kind=TermKind.AUTO_RENEWING, renewal_months=12,
        ends_on=today + timedelta(days=100), notice_count=2,
    )  # fmt: skip
    found = deadlines(editor, today=today, days=180)
    assert [deadline.url for deadline in found] == [f"/agreements/{renewing.pk}/", f"/agreements/{ending.pk}/"]
    assert found[0].day == renewing.latest_notice_date(today)
    assert found[1].day == ending.ends_on
    page = as_editor.get("/").content.decode()
    assert f'href="/agreements/{renewing.pk}/"' in page
    assert f'datetime="{found[0].day:%Y-%m-%d}" data-strength="near"' in page


@pytest.mark.django_db
def test_what_lies_far_ahead_or_behind_is_not_told(editor: User, owner: Organisation) -> None:
    today = timezone.localdate()
    for days in (-400, -1, 181, 4000):
        AgreementFactory(partnership__owner=owner, term_kind=TermKind.FIXED, ends_on=today + timedelta(days=days))
    AgreementFactory(partnership__owner=owner)
    assert deadlines(editor, today=today, days=180) == []


@pytest.mark.django_db
def test_only_the_users_own_owners_count(editor: User, stranger: User, owner: Organisation) -> None:
    today = timezone.localdate()
    AgreementFactory(partnership__owner=owner, term_kind=TermKind.FIXED, ends_on=today)
    assert len(deadlines(editor, today=today, days=180)) == 1
    assert deadlines(stranger, today=today, days=180) == []


@pytest.mark.django_db
def test_a_proposal_and_an_ended_agreement_bind_nobody(editor: User, owner: Organisation) -> None:
    today = timezone.localdate()
    soon = today + timedelta(days=30)
    AgreementFactory(partnership__owner=owner, term_kind=TermKind.FIXED, ends_on=soon, stage="proposed")
    AgreementFactory(partnership__owner=owner, term_kind=TermKind.FIXED, ends_on=soon, terminated_on=today)
    assert deadlines(editor, today=today, days=180) == []
