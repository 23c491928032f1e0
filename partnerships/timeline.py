"""The life of one agreement in order: what people recorded, and what its terms make of it. And of several, as bars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.utils.translation import gettext as _

from partnerships import terms
from partnerships.models import Agreement, Stage
from partnerships.standing import Standing
from partnerships.terms import State, Term, TermKind
from portal.records.partial_date import day_text, display, first_day

ONE_DAY = timedelta(days=1)
WIDTH = 1000  # of a bar's drawing, whatever its size on screen
STEPS = 4  # between the years that are written along the bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something in the life of an agreement. `is_computed`: nobody wrote it down, it follows from the terms."""

    day: date
    when: str
    text: str
    is_computed: bool = False


def happenings(agreement: Agreement, on: date) -> list[Happening]:
    """What had happened by the day `on`, as was known then, and what lay ahead; the first thing first."""
    found = [*_recorded(agreement, on)]
    if agreement.stage == Stage.SIGNED:
        found += _renewals(agreement.term, on)
        found += _ending(agreement.term, on)
    return sorted(found, key=lambda one: one.day)


def _recorded(agreement: Agreement, on: date) -> Iterator[Happening]:
    by = agreement.approved_by
    known: list[tuple[str, str]] = [
        (_iso(agreement.approved_on), _("Approved by %(body)s") % {"body": by} if by else _("Approved")),
        (agreement.signed, _("Signed")),
        (agreement.countersigned, _("Signed by the partner")),
        (_iso(agreement.notice_given_on), _notice(agreement)),
        (_iso(agreement.notice_received_on), _("Notice received")),
        (_iso(agreement.notice_withdrawn_on), _("Notice withdrawn")),
    ]
    for extension in agreement.term.extensions:
        end = extension.ends_on
        text = _("Extended until %(end)s") % {"end": day_text(end)} if end else _("Extended until further notice")
        known.append((_iso(extension.agreed_on), text))
    for value, text in known:
        day = first_day(value)
        if day and day <= on:
            yield Happening(day=day, when=display(value), text=text)
    if agreement.starts and agreement.starts != agreement.signed and (start := first_day(agreement.starts)):
        yield Happening(day=start, when=display(agreement.starts), text=_("In force from here on"))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _notice(agreement: Agreement) -> str:
    by = agreement.notice_given_by
    return _("Notice given by %(person)s") % {"person": by} if by else _("Notice given")


def _renewals(term: Term, on: date) -> Iterator[Happening]:
    """Every renewal until now. The agreement renewed itself, and nobody had to do anything."""
    end = cast("date", term.ends_on)  # which every term that renews itself has
    for _count in range(terms.renewals(term, on)):
        day = end + ONE_DAY
        end = terms.current_end(term, day) or end
        text = _("Renewed until %(end)s") % {"end": day_text(end)}
        yield Happening(day=day, when=day_text(day), text=text, is_computed=True)


def _ending(term: Term, on: date) -> Iterator[Happening]:
    """The end of it, past or to come, and before that the last day to give notice."""
    if deadline := terms.latest_notice_date(term, on):
        yield Happening(day=deadline, when=day_text(deadline), text=_("Last day to give notice"), is_computed=True)
    end, running = terms.effective_end(term, on), terms.current_end(term, on)
    if end:
        ended = {State.EXPIRED: _("Expired"), State.TERMINATED: _("Ended"), State.SUPERSEDED: _("Last day")}
        text = ended.get(terms.state(term, on), _("Ends"))
        yield Happening(day=end, when=day_text(end), text=text, is_computed=True)
    elif running and term.kind == TermKind.AUTO_RENEWING:
        day = running + ONE_DAY
        yield Happening(day=day, when=day_text(day), text=_("Renews itself, unless notice is given"), is_computed=True)


@dataclass(frozen=True, slots=True)
class Bar:
    """How long an agreement lasts, drawn between the first and the last year; `is_open` if no end is known."""

    x: int
    width: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The years along the bars, at equal distances, and where the day asked about is."""

    years: list[int]
    today: int

    @property
    def labels(self) -> list[str]:
        return [str(year) for year in self.years]

    def place(self, day: date) -> int:
        first, last = date(self.years[0], 1, 1), date(self.years[-1], 1, 1)
        return max(0, min(WIDTH, round((day - first) / (last - first) * WIDTH)))


def bars(standings: Sequence[Standing], on: date) -> tuple[Axis | None, dict[int, Bar]]:
    """Bars of the signed agreements by key; without any whose start is known there is nothing to draw."""
    spans = {one.agreement.pk: (one.starts_on, one.effective_end) for one in standings if one.starts_on}
    if not spans:
        return None, {}
    first = min([on.year, *(start.year for start, _end in spans.values())])
    last = max([on.year, *(end.year for _start, end in spans.values() if end)]) + 1
    step = -(-(last - first) // STEPS)
    axis = Axis([first + step * count for count in range(STEPS + 1)], 0)
    axis = Axis(axis.years, axis.place(on))
    return axis, {
        key: Bar(axis.place(start), max(4, (axis.place(end) if end else WIDTH) - axis.place(start)), end is None)
        for key, (start, end) in spans.items()
    }
