"""The rules of terms.py told a second time, in another way: by living through an agreement day by day.

Nothing is computed that can be waited for, and nothing but the data classes comes from the code under test.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from partnerships.terms import NoticeUnit, State, Term, TermKind

ONE_DAY = timedelta(days=1)
END_OF_WAITING = date(2038, 1, 1)
FIRST_MONTHS = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "half_year": (1, 7), "year": (1,)}


def days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += ONE_DAY


def months_later(day: date, months: int) -> date:
    """Ask for the date, then for the one before, and so on until the calendar has it."""
    month = day.year * 12 + day.month - 1 + months
    for number in range(day.day, 0, -1):
        try:
            return date(month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError("Every month has a first day.")


@cache
def first_end_of(boundary: str, day: date) -> date:
    """Wait for the evening before a month (quarter, half-year, year) begins."""
    while boundary != "day":
        tomorrow = day + ONE_DAY
        if tomorrow.day == 1 and tomorrow.month in FIRST_MONTHS[boundary]:
            break
        day = tomorrow
    return day


@cache
def moved_end(end: date, months: int) -> date:
    """Try each day in turn: the last one that lies not after `end` when moved back by as many months."""
    surely_before = end + ONE_DAY * months * (28 if months > 0 else 32)
    return next(day for day in days_from(surely_before) if months_later(day + ONE_DAY, -months) > end)


def notice_runs_out(term: Term, given_on: date) -> date:
    count = term.notice_count or 0
    earliest = given_on + ONE_DAY * count if term.notice_unit == NoticeUnit.DAYS else months_later(given_on, count)
    return first_end_of(term.notice_boundary, earliest)


@dataclass(frozen=True)
class Story:
    """What is true of an agreement on a day, as known on that day."""

    state: State
    renewals: int
    current_end: date | None
    effective_end: date | None


def evenings(term: Term) -> Iterator[tuple[date, str]]:
    """The last days of the terms of an agreement, and what followed: it was renewed, it expired or was terminated."""
    runs_out = notice_runs_out(term, term.notice_given_on) if term.notice_given_on else None
    is_renewing = term.kind == TermKind.AUTO_RENEWING
    ends_with_notice = term.kind == TermKind.UNTIL_FURTHER_NOTICE or (not is_renewing and term.notice_count)
    term_end, renewals = (None if term.kind == TermKind.UNTIL_FURTHER_NOTICE else term.ends_on), 0
    eve = term.superseded_on and term.superseded_on - ONE_DAY
    today = min((day for day in (term_end, runs_out, term.terminated_on, eve) if day), default=END_OF_WAITING)
    while today < END_OF_WAITING:
        if today == term_end and (not is_renewing or renewals == term.renewal_limit):
            yield today, "expired"
            return
        if today == eve:
            yield today, "superseded"
            return
        if today == term.terminated_on or (ends_with_notice and today == runs_out):
            yield today, "terminated"
            return
        if today == term_end:
            if runs_out and runs_out <= today:
                yield today, "terminated"
                return
            yield today, "renewed"
            renewals += 1
            term_end = moved_end(term.ends_on, term.renewal_months * renewals)
        today += ONE_DAY


def with_known_end(term: Term, day: date) -> Term:
    """Go back in time until somebody agreed on an end; of an agreement that follows another, ask that one."""
    if term.follows:
        end = story(term.follows, day).effective_end
    elif agreed := {extension.agreed_on: extension for extension in term.extensions if extension.agreed_on <= day}:
        while day not in agreed:
            day -= ONE_DAY
        end = agreed[day].ends_on
    else:
        return term
    kind = TermKind.UNTIL_FURTHER_NOTICE if end is None else TermKind.FIXED
    return replace(term, kind=kind, ends_on=end, follows=None, extensions=())


def is_under_notice_on(term: Term, day: date) -> bool:
    """Whether a notice has come by `day`, and was not taken back while the agreement still ran."""
    if term.notice_given_on is None or day < term.notice_given_on:
        return False
    taken_back = term.notice_withdrawn_on
    is_in_time = taken_back is not None and taken_back <= takes_effect(term, term.notice_given_on)
    return not (is_in_time and taken_back <= day)


def story(term: Term, day: date) -> Story:
    term = with_known_end(term, day)
    is_under_notice = is_under_notice_on(term, day)
    events = list(evenings(term if is_under_notice else replace(term, notice_given_on=None)))
    last_evening, ending = events[-1] if events else (None, "renewed")
    effective_end = last_evening if ending != "renewed" else None
    if effective_end and effective_end < day:
        state, current_end = State(ending), effective_end
    else:
        current_end = next((evening for evening, _ in events if evening >= day), None)
        state = State.NOTICE_GIVEN if is_under_notice else State.IN_FORCE
        if term.starts_on and day < term.starts_on:
            state = State.NOT_STARTED
    renewals = [evening for evening, event in events if event == "renewed" and evening < day]
    return Story(state, len(renewals), current_end, effective_end)


def notice_takes_effect(term: Term, given_on: date) -> date:
    return takes_effect(with_known_end(term, given_on), given_on)


def takes_effect(term: Term, given_on: date) -> date:
    """Wait until the notice has run out, and then for the end of the term if the agreement ends only with one."""
    runs_out = notice_runs_out(term, given_on)
    if term.kind == TermKind.UNTIL_FURTHER_NOTICE:
        return runs_out
    renewals, end = 0, term.ends_on
    if term.kind == TermKind.FIXED:
        return min(runs_out, end) if term.notice_count else end
    while end < runs_out and renewals != term.renewal_limit:
        renewals += 1
        end = moved_end(term.ends_on, term.renewal_months * renewals)
    return end


def latest_notice_date(term: Term, day: date) -> date | None:
    """Put the notice off by a day, and by another, for as long as it does not matter."""
    if term.kind != TermKind.AUTO_RENEWING:
        return None
    if term.terminated_on or term.superseded_on or is_under_notice_on(term, day):
        return None
    end = notice_takes_effect(term, day)
    if term.renewal_limit is not None and end == moved_end(term.ends_on, term.renewal_months * term.renewal_limit):
        return None
    return next(day for day in days_from(day) if notice_takes_effect(term, day + ONE_DAY) > end)
