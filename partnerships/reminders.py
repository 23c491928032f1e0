"""Which reminder is due on a day, and how long one waits before the next level hears of it.

Pure rules, as in `terms`: no database, no clock. At most one reminder of a record is due on a day: the latest step
whose day has come. So a day on which nothing ran is caught up with by one mail, and a reminder whose deadline has
moved is one that no rule gives any more. `matters` asks these rules about records, and `reminding` tells people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from partnerships.terms import State, Term, TermKind, add_months, effective_end, known, latest_notice_date, state

REVIEW_MONTHS = 24
ANNIVERSARIES = (10, 25, 50, 75, 100)
CELEBRATION_MONTHS = (12, 6)  # before an anniversary


class Occasion(TextChoices):
    """What a reminder is about."""

    NOTICE = "notice", _("Latest notice")
    EXPIRY = "expiry", _("Expiry")
    REVIEW = "review", _("Periodic review")
    ANNIVERSARY = "anniversary", _("Anniversary")


class Level(IntegerChoices):
    """How far up a reminder has gone unhandled."""

    RECIPIENT = 0, _("Recipient")
    HEAD = 1, _("Head of department")
    SECRETARIAT = 2, _("Secretariat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A reminder that is due: the step of so many months before a deadline. It may be put off until its last day."""

    occasion: Occasion
    deadline: date
    step: int
    last_day: date


def agreement_due(
    term: Term, day: date, *, months: Iterable[int], reviewed_on: date, review_months: int | None
) -> Due | None:
    """What is due on `day` of a signed agreement of these terms.

    Before the last day to give notice, if the agreement would otherwise renew itself; before the end, if it has one;
    and until further notice every `review_months` since `reviewed_on`. Nothing if it is not in force, if notice has
    been given or if both sides have arranged another end or a successor: then nobody has to decide anything.
    """
    today = known(term, day)
    if state(today, day) != State.IN_FORCE or today.terminated_on:
        return None
    if today.kind == TermKind.UNTIL_FURTHER_NOTICE:
        return _review(reviewed_on, review_months or REVIEW_MONTHS, day)
    if deadline := latest_notice_date(today, day):
        return _step(Occasion.NOTICE, deadline, months, day)
    end = effective_end(today, day)
    return _step(Occasion.EXPIRY, end, months, day) if end else None


def anniversary_due(since: date, day: date) -> Due | None:
    """What is due on `day` of a partnership that began on `since`: the next round anniversary."""
    days = (add_months(since, 12 * years) for years in ANNIVERSARIES)
    coming = next((anniversary for anniversary in days if anniversary >= day), None)
    return _step(Occasion.ANNIVERSARY, coming, CELEBRATION_MONTHS, day) if coming else None


def _step(occasion: Occasion, deadline: date, months: Iterable[int], day: date) -> Due | None:
    steps = [step for step in months if add_months(deadline, -step) <= day]
    return Due(occasion=occasion, deadline=deadline, step=min(steps), last_day=deadline) if steps else None


def _review(since: date, months: int, day: date) -> Due | None:
    """The review that fell due last; it can be made until the next one does."""
    count = ((day.year - since.year) * 12 + day.month - since.month) // months
    if add_months(since, count * months) > day:
        count -= 1
    if count < 1:
        return None
    deadline, following = (add_months(since, each * months) for each in (count, count + 1))
    return Due(occasion=Occasion.REVIEW, deadline=deadline, step=0, last_day=following - timedelta(days=1))
