"""Deadlines of every app in one row, for the overview."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import User

NEAR = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which somebody must act: what it is about, and the page where the act is done."""

    day: date
    title: str
    url: str
    detail: str

    def strength(self, today: date) -> str:
        return strength_of(self.day, today)

    def distance(self, today: date) -> str:
        return distance_in_words(self.day, today)


def strength_of(day: date, today: date) -> str:
    """`overdue`, `near` (within 60 days) or `far`."""
    if day < today:
        return "overdue"
    return "near" if day - today <= NEAR else "far"


def distance_in_words(day: date, today: date) -> str:
    """How far away a day is."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


type Source = Callable[[User, date, date], Iterable[Deadline]]
_sources: list[Source] = []


def deadline_source(source: Source) -> Source:
    """Registers a function (user, today, horizon) that yields what is overdue or due by `horizon`, for that user."""
    _sources.append(source)
    return source


def deadlines(user: User, *, today: date, days: int) -> list[Deadline]:
    """All deadlines of the user's owners that are overdue or due within `days`, the first one first."""
    horizon = today + timedelta(days=days)
    found = [deadline for source in _sources for deadline in source(user, today, horizon)]
    return sorted(found, key=lambda deadline: (deadline.day, deadline.title))
