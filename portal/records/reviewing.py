"""What a review can look at: each app says which of its records, and what is known of them on a day."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.models import Organisation, User
from portal.records.related import Line
from portal.records.versioned import VersionedModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is known of a record on a day: its head on a decision sheet and in a memo."""

    title: str
    url: str
    group: str  # the heading that it stands under among others
    detail: str = ""
    since: str = ""
    papers: list[Line] = field(default_factory=list)  # what binds, each with the sentence of the day


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewable:
    """A kind of record that a review can look at. Its functions pass through `visible_to`, and query once for all."""

    model: type[VersionedModel]
    of_owner: Callable[[Organisation, User], Any]  # a queryset of all, in the order of a memo
    ongoing: Callable[[Any, date], Any]  # those of them that lasted on a day
    pictures: Callable[[Collection[int], User, date], dict[int, Picture]]
    activity: Callable[[int, User, date, date], list[Line]]  # what went on from one day to another


_reviewables: dict[str, Reviewable] = {}


def register(reviewable: Reviewable) -> None:
    _reviewables[reviewable.model._meta.label_lower] = reviewable


def reviewables() -> dict[str, Reviewable]:
    """By label of the model; partnerships come before memberships."""
    return dict(sorted(_reviewables.items(), reverse=True))


def pictures(keys: Iterable[tuple[str, int]], user: User, day: date) -> dict[tuple[str, int], Picture]:
    """What is known of records of any of the kinds, by kind and key. A fixed number of queries for each kind."""
    wanted: dict[str, list[int]] = {}
    for kind, pk in keys:
        wanted.setdefault(kind, []).append(pk)
    return {
        (kind, pk): picture
        for kind, pks in wanted.items()
        for pk, picture in _reviewables[kind].pictures(pks, user, day).items()
    }
