"""Which reminder is due on a day, and who is to be told: rules, without a database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partnerships.matters import Matter
from partnerships.models import Agreement, Partnership, Reminder
from partnerships.reminders import Due, Occasion, agreement_due, anniversary_due
from partnerships.reminding import to_tell
from partnerships.terms import Term, TermKind
from portal.access import RoleKind
from portal.models import Department, Person, Role, User
from tests.partnerships.any_terms import TERMS

RENEWING = Term(kind=TermKind.AUTO_RENEWING, ends_on=date(2027, 12, 31), renewal_months=24, notice_count=6)
FIXED = Term(kind=TermKind.FIXED, ends_on=date(2027, 12, 31))
OPEN = Term(kind=TermKind.UNTIL_FURTHER_NOTICE)
BEGAN = date(2020, 5, 4)


def due(term: Term, day: date, **options: Any) -> Due | None:
    return agreement_due(term, day, **{"months": [12, 6, 3], "reviewed_on": BEGAN, "review_months": None} | options)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 6, 29), None),
        (date(2026, 6, 30), 12),
        (date(2026, 12, 29), 12),
        (date(2026, 12, 30), 6),
        (date(2027, 3, 30), 3),
        (date(2027, 6, 30), 3),
        (date(2027, 7, 1), None),  # of the next term, in two years
    ],
)
def test_the_latest_step_before_the_last_day_to_give_notice(day: date, step: int | None) -> None:
    found = due(RENEWING, day)
    assert (found and found.step) == step
    if found:
        assert (found.occasion, found.deadline) == (Occasion.NOTICE, date(2027, 6, 30))


def test_a_fixed_term_is_reminded_of_before_its_end() -> None:
    found = due(FIXED, date(2027, 10, 1))
    assert found == Due(occasion=Occasion.EXPIRY, deadline=FIXED.ends_on, step=3, last_day=FIXED.ends_on)
    assert due(FIXED, date(2028, 1, 1)) is None


def test_without_steps_nothing_is_due() -> None:
    assert due(FIXED, date(2027, 12, 31), months=[]) is None


def test_a_step_may_be_on_the_day_itself() -> None:
    assert due(FIXED, date(2027, 12, 31), months=[3, 0]).step == 0


@pytest.mark.parametrize(
    ("day", "deadline"),
    [
        (date(2022, 5, 3), None),
        (date(2022, 5, 4), date(2022, 5, 4)),
        (date(2024, 5, 3), date(2022, 5, 4)),
        (date(2024, 5, 4), date(2024, 5, 4)),
    ],
)
def test_until_further_notice_is_reviewed_every_two_years(day: date, deadline: date | None) -> None:
    found = due(OPEN, day)
    assert (found and found.deadline) == deadline
    if found:
        assert found.occasion == Occasion.REVIEW


def test_the_time_between_reviews_can_be_chosen() -> None:
    assert due(OPEN, date(2021, 5, 4), review_months=12).deadline == date(2021, 5, 4)


@pytest.mark.parametrize(
    "arranged",
    [
        {"notice_given_on": date(2027, 1, 4)},
        {"terminated_on": date(2027, 11, 30)},
        {"superseded_on": date(2027, 11, 30)},
        {"starts_on": date(2027, 11, 30)},
    ],
)
@pytest.mark.parametrize("term", [RENEWING, FIXED, OPEN])
def test_where_nobody_has_to_decide_nothing_is_due(term: Term, arranged: dict[str, date]) -> None:
    fields = {name: getattr(term, name) for name in Term.__slots__} | {"notice_count": 6}
    assert due(Term(**fields | arranged), date(2027, 4, 1)) is None


@pytest.mark.parametrize(
    ("day", "years", "step"),
    [
        (date(2025, 8, 4), 50, 12),
        (date(2026, 2, 4), 50, 6),
        (date(2026, 8, 4), 50, 6),
        (date(2026, 8, 5), None, None),
        (date(2025, 8, 3), None, None),
        (date(2050, 8, 4), 75, 12),
        (date(2080, 8, 4), None, None),
    ],
)
def test_a_round_anniversary_announces_itself_twice(day: date, years: int | None, step: int | None) -> None:
    found = anniversary_due(date(1976, 8, 4), day)
    assert (found and (found.deadline.year - 1976, found.step)) == (years and (years, step))


# Running every day

EDITOR, HEAD, SECRETARY = (User(pk=key, email=f"{key}@example.test") for key in (1, 2, 3))
ROLES = [
    Role(user=EDITOR, kind=RoleKind.EDITOR),
    Role(user=HEAD, kind=RoleKind.DIRECTOR),
    Role(user=SECRETARY, kind=RoleKind.SECRETARIAT),
]
PARTNERSHIP = Partnership(
    department=Department(head=Person(email=HEAD.email)), responsible=Person(email=EDITOR.email.upper())
)


def agreement() -> Agreement:
    record = Agreement(pk=1, partnership=PARTNERSHIP)
    record._prefetched_objects_cache = {"reminder_recipients": Agreement.objects.none()}
    return record


@settings(max_examples=60)
@example(  # somebody puts off what the head knows already: the secretariat waits since then, not since the first day
    Term(kind=TermKind.FIXED, ends_on=date(2023, 4, 1)), date(2021, 1, 9), [0, 15], set(), {371}, set()
)
@given(
    term=TERMS,
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    months=st.lists(st.integers(0, 24), max_size=4, unique=True),
    handles=st.sets(st.integers(0, 3 * 365), max_size=4),
    snoozes=st.sets(st.integers(0, 3 * 365), max_size=4),
    missed=st.sets(st.integers(0, 3 * 365)),
)
def test_run_daily_for_three_years_each_is_told_once_and_nothing_after_it_was_handled(
    term: Term, start: date, months: list[int], handles: set[int], snoozes: set[int], missed: set[int]
) -> None:
    record, rows = agreement(), list[Reminder]()
    tellings: dict[tuple[Due, User], int] = {}
    put_off: dict[tuple[Due, User], int] = {}
    first_told: dict[Due, date] = {}
    handled: set[Due] = set()
    for count in range(3 * 365):
        day = start + timedelta(days=count)
        now = due(term, day, months=months)
        if now is None or count in missed:
            continue
        matter = Matter(record=record, due=now, reminders=[row for row in rows if row.is_of(now)])
        for user, level in to_tell(matter, ROLES, day).items():
            assert day <= now.deadline or now.occasion == Occasion.REVIEW
            assert now not in handled
            seen = next((row for row in matter.reminders if row.user == user), None)
            if seen is None:
                assert (day - first_told.setdefault(now, day)).days >= 14 * level
                seen = Reminder(occasion=now.occasion, deadline=now.deadline, step=now.step, user=user, level=level)
                rows.append(seen)
            seen.sent_on = day
            tellings[now, user] = tellings.get((now, user), 0) + 1
        current = [row for row in rows if row.is_of(now)]
        assert current, "Whatever is due has been told to somebody."
        if count in snoozes and day < now.last_day:
            current[0].snoozed_until = min(day + timedelta(days=10), now.last_day)
            put_off[now, current[0].user] = put_off.get((now, current[0].user), 0) + 1
        if count in handles:
            current[0].acknowledged_at = day
            handled.add(now)
    assert all(times <= 1 + put_off.get(key, 0) for key, times in tellings.items())
