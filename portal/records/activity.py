"""What was changed across all kinds of records: by whom, on which days, of which kind, for which owner."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from portal.models import Organisation, User
from portal.records.about import AboutRecord
from portal.records.authors import Author
from portal.records.changes import Change, told
from portal.records.events import Write, add_links, event_model, group_sizes, readable
from portal.records.versioned import VersionedModel, record_models

PER_PAGE = 100  # events
PER_GROUP = 8  # events of a group that are shown before the rest is left to the group's own page


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """An event among those of all kinds, which are ordered by time, kind and key. Its text goes into addresses."""

    at: datetime
    kind: str
    event: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()},{self.kind},{self.event}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """Raises ValueError for what is no place."""
        at, kind, event = text.split(",")
        moment = parse_datetime(at)
        if moment is None or moment.tzinfo is None:
            raise ValueError(text)
        return cls(moment, kind, int(event))

    def older(self, kind: str) -> Q:
        """The events of a kind that come after this one, where the newest comes first."""
        if kind > self.kind:
            return Q(pgh_created_at__lt=self.at)
        same = Q(pgh_id__lt=self.event) if kind == self.kind else Q()
        return Q(pgh_created_at__lt=self.at) | Q(same, pgh_created_at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whose and which changes are asked for; None and empty ask for all."""

    by: User | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included
    kinds: list[type[VersionedModel]] = field(default_factory=record_models)
    owner: Organisation | None = None
    group: UUID | None = None
    before: Place | None = None
    without: UUID | None = None  # a group that has been shown

    def events(self, model: type[VersionedModel], user: User) -> QuerySet[Any]:
        """The events of one kind that are asked for and that `user` may read."""
        records = readable(model, user)
        if self.owner:
            records = records.of_owner(self.owner)
        events = event_model(model).objects.filter(pgh_obj__in=records)
        wanted: list[tuple[Any, Callable[[Any], Q]]] = [
            (self.by, lambda by: Q(pgh_context__user=by.pk)),
            (self.since, lambda since: Q(pgh_created_at__gte=since)),
            (self.until, lambda until: Q(pgh_created_at__lt=until)),
            (self.group, lambda group: Q(pgh_context_id=group)),
            (self.before, lambda before: before.older(model._meta.label_lower)),
            (self.without, lambda without: ~Q(pgh_context_id=without)),
        ]
        for value, condition in wanted:
            if value is not None:
                events = events.filter(condition(value))
        return events


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one record."""

    change: Change
    record: Any

    @property
    def kind(self) -> str:
        return capfirst(str(self.change.model._meta.verbose_name))

    @property
    def whole(self) -> Any:
        """What the record is part of, or about; None for one that stands alone."""
        wholes = [getattr(self.record, name) for name, _whole in self.change.model.wholes()]
        return next((whole for whole in wholes if whole), getattr(self.record, "about", None))

    @property
    def is_in_trash(self) -> bool:
        return not self.record.is_within_reach


@dataclass(frozen=True, slots=True)
class Group:
    """What one request or one job wrote: who, when and why once, and then the records."""

    at: datetime
    by: Author
    reason: str
    key: UUID | None
    entries: list[Entry]
    size: int  # records in all

    @property
    def has_more(self) -> bool:
        return self.size > len({(entry.change.model, entry.change.pk) for entry in self.entries})


@dataclass(frozen=True, slots=True)
class Activity:
    """One page of changes, the newest first, and where the next page begins."""

    groups: list[Group]
    next: Place | None
    last_group: UUID | None


def activity(question: Question, user: User) -> Activity:
    """The changes asked for, those of one request or job together. A long group is cut: its own page has the rest."""
    places, entries = _entries(question, user, limit=PER_PAGE)
    sizes = group_sizes((entry.change.group for entry in entries), user) if not question.group else {}
    groups = []
    for key, found in groupby(entries, key=lambda entry: entry.change.group or object()):
        members = list(found)
        first = members[0].change
        group = key if isinstance(key, UUID) else None
        shown = members if question.group else members[:PER_GROUP]
        size = sizes.get(group, len(shown)) if group else 1
        groups.append(Group(first.at, first.by, first.reason, group, shown, size))
    last = entries[-1].change.group if entries and not question.group else None
    return Activity(groups, places[-1] if len(places) == PER_PAGE else None, last)


def every_entry(question: Question, user: User) -> Iterator[Entry]:
    """All the changes asked for, for a file."""
    while True:
        places, entries = _entries(question, user, limit=500)
        yield from entries
        if len(places) < 500:
            return
        question = replace(question, before=places[-1])


def _entries(question: Question, user: User, *, limit: int) -> tuple[list[Place], list[Entry]]:
    places = _places(question, user, limit=limit)
    keys: dict[str, list[int]] = {}
    for place in places:
        keys.setdefault(place.kind, []).append(place.event)
    models = {model._meta.label_lower: model for model in question.kinds}
    writes = {(kind, write.event): write for kind in keys for write in _writes(models[kind], keys[kind])}
    ordered = [writes[place.kind, place.event] for place in places]
    add_links(ordered)
    records = named({(write.model, write.pk) for write in ordered})
    return places, [Entry(change, records[change.model, change.pk]) for change in told(ordered, user)]


def named(wanted: Iterable[tuple[type[VersionedModel], int]]) -> dict[tuple[Any, int], Any]:
    """Records of several kinds by kind and key, those in the trash too, with the names of what they are part of.

    Whether a user may change them takes no further query.
    """
    keys: dict[type[VersionedModel], set[int]] = {}
    for model, pk in wanted:
        keys.setdefault(model, set()).add(pk)
    found: dict[tuple[Any, int], Any] = {}
    for model in keys:
        rows = model.everything().with_names().with_rules()
        for name, whole in model.wholes():
            rows = rows.select_related(name, *(f"{name}__{need}" for need in whole.name_needs))
        found |= {(model, pk): record for pk, record in rows.in_bulk(keys[model]).items()}
    rows_about = [record for record in found.values() if isinstance(record, AboutRecord)]
    about = {record: (apps.get_model(record.about_kind), record.about_id) for record in rows_about}
    others = named(about.values()) if about else {}
    for record, key in about.items():
        record.about = others.get(key)
    return found


def _places(question: Question, user: User, *, limit: int) -> list[Place]:
    """Where the newest events stand, in one query: each kind gives its newest, and of these the newest are taken."""
    queries = [
        question.events(model, user)
        .order_by("-pgh_created_at", "-pgh_id")
        .values_list("pgh_created_at", Value(model._meta.label_lower, output_field=CharField()), "pgh_id")[:limit]
        for model in question.kinds
    ]
    if not user.rights or not queries:
        return []
    rows = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    places = sorted(Place(*row) for row in rows)
    return places[: -limit - 1 : -1]


def _writes(model: type[VersionedModel], keys: list[int]) -> Iterator[Write]:
    events = event_model(model).objects
    earlier = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    rows = events.filter(pk__in=keys).annotate(before=Subquery(earlier.values("pgh_id")[:1]))
    names = ("pgh_id", "pgh_obj_id", "pgh_created_at", "pgh_context_id", "pgh_context", "before")
    for event, pk, at, group, context, before in rows.values_list(*names):
        yield Write(model=model, pk=pk, at=at, group=group, event=event, before=before, context=context)
