"""How long an agreement binds, and by when it must be brought to an end.

Pure rules: no database, no clock. The day they are asked about is an argument, and only what was known on that day
counts, so an answer can be had as at any date. Every end is the last day in force. Lists ask the database, which knows
the same rules (`terms_sql`); a test holds the two against each other. `terms_in_words` says them to people.

Periods of months follow Regulation (EEC, Euratom) No 1182/71, article 3(2)(c): they end on the same date of a later
month, or on its last day where that date does not exist.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TermKind(TextChoices):
    """What happens to an agreement when nobody does anything."""

    FIXED = "fixed", _("Fixed term")
    AUTO_RENEWING = "auto", _("Renewed automatically")
    UNTIL_FURTHER_NOTICE = "open", _("Until further notice")


class NoticeUnit(TextChoices):
    """What a period of notice is counted in."""

    MONTHS = "months", _("months")
    DAYS = "days", _("days")


class NoticeBoundary(TextChoices):
    """The days on which a period of notice can run out."""

    DAY = "day", _("any day")
    MONTH = "month", _("the end of a month")
    QUARTER = "quarter", _("the end of a quarter")
    HALF_YEAR = "half_year", _("the end of a half-year")
    YEAR = "year", _("the end of a year")


class State(TextChoices):
    """Where an agreement stands on a day."""

    NOT_STARTED = "not_started", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    NOTICE_GIVEN = "notice_given", _("Notice given")
    EXPIRED = "expired", _("Expired")
    TERMINATED = "terminated", _("Terminated")
    SUPERSEDED = "superseded", _("Replaced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """What both sides agreed on a day: a later end, or none at all."""

    agreed_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What the parties have agreed about time, and what has happened since.

    `ends_on` is the end of the term as first written; `renewal_months` the length of each renewal, of which there are
    at most `renewal_limit`. No `notice_count` means that no notice is agreed: an auto-renewing agreement can then be
    stopped until the last day of its term, one until further notice on any day, one of a fixed term not at all.

    `follows` is the term of the agreement that a fixed one ends together with, `follows_title` what that is called;
    it goes before `ends_on` and the extensions. `notice_given_on` is the day from which a notice counts, and
    `notice_withdrawn_on` the day it was taken back, which is too late once it has taken effect. `terminated_on` is the
    last day in force of an agreement that both sides have ended in another way than by notice, `superseded_on` the
    first day of the one that takes its place.
    """

    kind: TermKind
    starts_on: date | None = None
    ends_on: date | None = None
    extensions: tuple[Extended, ...] = ()
    follows: "Term | None" = None
    follows_title: str = ""
    renewal_months: int | None = None
    renewal_limit: int | None = None
    notice_count: int | None = None
    notice_unit: NoticeUnit = NoticeUnit.MONTHS
    notice_boundary: NoticeBoundary = NoticeBoundary.DAY
    notice_given_on: date | None = None
    notice_withdrawn_on: date | None = None
    terminated_on: date | None = None
    superseded_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind != TermKind.UNTIL_FURTHER_NOTICE and self.ends_on is None and self.follows is None:
            raise ValueError("Only an agreement until further notice can be without an end date.")
        if self.kind == TermKind.AUTO_RENEWING and not self.renewal_months:
            raise ValueError("An auto-renewing agreement needs the length of a renewal.")
        if self.kind != TermKind.FIXED and (self.extensions or self.follows):
            raise ValueError("Only a fixed term can be extended or follow another.")


# Calendar


def add_months(day: date, months: int) -> date:
    """The same date `months` later (or earlier), or the last of that month: 31 January + 1 is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def move_end(end: date, months: int) -> date:
    """The end of a period moved by whole months: the last day d for which add_months(d, -months) <= end.

    So the end of a month stays the end of a month: 30 June + 6 is 31 December, 28 February - 1 is 31 January. That is
    both how a renewal is counted and how the last day to give notice is found.
    """
    moved = add_months(end, months)
    is_month_end = end == end_of_period(end, NoticeBoundary.MONTH)
    return end_of_period(moved, NoticeBoundary.MONTH) if is_month_end else moved


_MONTHS_IN = {NoticeBoundary.MONTH: 1, NoticeBoundary.QUARTER: 3, NoticeBoundary.HALF_YEAR: 6, NoticeBoundary.YEAR: 12}


def end_of_period(day: date, boundary: NoticeBoundary) -> date:
    """The last day of the calendar month, quarter, half-year or year that `day` is in."""
    if boundary == NoticeBoundary.DAY:
        return day
    length = _MONTHS_IN[boundary]
    month = day.month + -day.month % length
    return date(day.year, month, monthrange(day.year, month)[1])


def _end_of_period_by(day: date, boundary: NoticeBoundary) -> date:
    """The last end of such a period that is not after `day`."""
    if end_of_period(day, boundary) == day:
        return day
    return end_of_period(add_months(day, -_MONTHS_IN[boundary]), boundary)


# What is known


def known(term: Term, day: date) -> Term:
    """The term as it stood on `day`: without what was agreed, given or withdrawn later, and with its end worked out.

    What it answers with has no extensions, follows nothing, and is under notice if `notice_given_on` is set. A
    termination and a successor always count, since the day they were decided is not recorded.
    """
    term = _with_known_end(term, day)
    if term.notice_given_on and not _is_under_notice(term, day):
        term = replace(term, notice_given_on=None)
    if term.superseded_on:
        last_day = term.superseded_on - timedelta(days=1)
        term = replace(term, terminated_on=min(last_day, term.terminated_on or last_day))
    return term


def _with_known_end(term: Term, day: date) -> Term:
    if term.follows:
        return _with_end(term, effective_end(term.follows, day))
    if not term.extensions:
        return term
    agreed = [extension for extension in term.extensions if extension.agreed_on <= day]
    if not agreed:
        return replace(term, extensions=())
    return _with_end(term, max(agreed, key=lambda extension: extension.agreed_on).ends_on)


def _with_end(term: Term, end: date | None) -> Term:
    kind = TermKind.FIXED if end else TermKind.UNTIL_FURTHER_NOTICE
    return replace(term, kind=kind, ends_on=end, extensions=(), follows=None)


def _is_under_notice(term: Term, day: date) -> bool:
    given, withdrawn = term.notice_given_on, term.notice_withdrawn_on
    if given is None or given > day:
        return False
    return withdrawn is None or withdrawn > day or withdrawn > _takes_effect(term, given)


# Rules


def notice_takes_effect(term: Term, given_on: date) -> date:
    """The last day in force of an agreement whose notice is received on `given_on`.

    Until further notice: when the notice has run out. Auto-renewing: at the end of the first term by which it has run
    out, so notice too late counts one term later. Fixed: when it has run out, but not after the agreed end.
    """
    return _takes_effect(_with_known_end(term, given_on), given_on)


def effective_end(term: Term, day: date) -> date | None:
    """The last day in force as it stands on `day`; None while nothing is known that will end the agreement."""
    return _end(known(term, day))


def renewals(term: Term, day: date) -> int:
    """How many times the agreement has been renewed by `day`; a renewal happens on the day after a term's end."""
    return _renewals(known(term, day), day)


def renewals_left(term: Term, day: date) -> int | None:
    """How many more times it will be renewed if nobody does anything; None if there is no limit, 0 if it is ending."""
    term = known(term, day)
    if term.kind != TermKind.AUTO_RENEWING or term.notice_given_on or term.terminated_on:
        return 0
    return None if term.renewal_limit is None else term.renewal_limit - _renewals(term, day)


def current_end(term: Term, day: date) -> date | None:
    """The end of the term that runs on `day` (the last one, if the agreement has ended), or None if it has no end."""
    term = known(term, day)
    end = _end(term)
    if term.kind != TermKind.AUTO_RENEWING:
        return end
    running = _end_after(term, _renewals(term, day))
    return min(running, end) if end else running


def latest_notice_date(term: Term, day: date) -> date | None:
    """The last day to stop the first renewal that notice on `day` can still stop; never before `day`.

    By definition the last day whose notice has run out at the end of the term in question. Once that day has passed,
    it is the one of the following term. None where nothing happens if no notice is given: until further notice, a
    fixed term, no renewal left to stop, or an agreement that is already coming to an end.
    """
    term = known(term, day)
    if term.kind != TermKind.AUTO_RENEWING or term.notice_given_on or term.terminated_on:
        return None
    count = _renewals_to_reach(term, _notice_runs_out(term, day))
    if count == term.renewal_limit:
        return None
    runs_out_by = _end_of_period_by(_end_after(term, count), term.notice_boundary)
    if term.notice_unit == NoticeUnit.DAYS:
        return runs_out_by - timedelta(days=term.notice_count or 0)
    return move_end(runs_out_by, -(term.notice_count or 0))


def state(term: Term, day: date) -> State:
    """Where the agreement stands on `day`.

    It has expired at its agreed end; if it ended before that, it was replaced or terminated.
    """
    term = known(term, day)
    end = _end(term)
    if end and day > end:
        if end == _agreed_end(term):
            return State.EXPIRED
        is_replaced = term.superseded_on and end == term.superseded_on - timedelta(days=1)
        return State.SUPERSEDED if is_replaced else State.TERMINATED
    if term.starts_on and day < term.starts_on:
        return State.NOT_STARTED
    return State.NOTICE_GIVEN if term.notice_given_on else State.IN_FORCE


# The same of a term as `known` answers with


def _takes_effect(term: Term, given_on: date) -> date:
    match term.kind:
        case TermKind.UNTIL_FURTHER_NOTICE:
            return _notice_runs_out(term, given_on)
        case TermKind.AUTO_RENEWING:
            return _end_after(term, _renewals_to_reach(term, _notice_runs_out(term, given_on)))
        case TermKind.FIXED if not term.notice_count:
            return _end_after(term, 0)
        case _:
            return min(_notice_runs_out(term, given_on), _end_after(term, 0))


def _end(term: Term) -> date | None:
    notice = _takes_effect(term, term.notice_given_on) if term.notice_given_on else None
    return min((end for end in (_agreed_end(term), term.terminated_on, notice) if end), default=None)


def _renewals(term: Term, day: date) -> int:
    if term.kind != TermKind.AUTO_RENEWING:
        return 0
    end = _end(term)
    return _renewals_to_reach(term, min(day, end) if end else day)


def _notice_runs_out(term: Term, given_on: date) -> date:
    """The first day at or after the period of notice that is an end of the agreed kind (month, quarter ...)."""
    count, is_in_days = term.notice_count or 0, term.notice_unit == NoticeUnit.DAYS
    earliest = given_on + timedelta(days=count) if is_in_days else add_months(given_on, count)
    return end_of_period(earliest, term.notice_boundary)


def _agreed_end(term: Term) -> date | None:
    """The day on which the agreement ends by itself, if it does."""
    match term.kind:
        case TermKind.FIXED:
            return term.ends_on
        case TermKind.AUTO_RENEWING if term.renewal_limit is not None:
            return _end_after(term, term.renewal_limit)
        case _:
            return None


def _end_after(term: Term, count: int) -> date:
    """The end of the term after `count` renewals, counted from the first end so that month ends do not drift."""
    return move_end(cast("date", term.ends_on), (term.renewal_months or 0) * count)


def _renewals_to_reach(term: Term, day: date) -> int:
    """The least number of renewals whose term ends on or after `day`, or the limit if that does not suffice."""
    first_end, length = cast("date", term.ends_on), cast("int", term.renewal_months)  # both by Term.__post_init__
    count = max(0, ((day.year - first_end.year) * 12 + day.month - first_end.month) // length)
    if _end_after(term, count) < day:
        count += 1
    return count if term.renewal_limit is None else min(count, term.renewal_limit)
