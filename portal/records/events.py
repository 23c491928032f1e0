"""Where history keeps its events, and which of them somebody may read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Count, Q

from portal.access import Action
from portal.models import User
from portal.records.about import AboutRecord
from portal.records.history import link_name
from portal.records.versioned import RecordQuerySet, VersionedModel, record_models

# Kept by the record itself; nobody asks what they were, and no restoring brings them back.
BOOKKEEPING = {"id", "version", "created_at", "updated_at", "deleted_at", "creation_key"}


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Where history keeps the links of one many-to-many field."""

    field: models.ManyToManyField
    events: Any  # the model of the events
    source: str  # the column of the record's key
    target: str  # the column of the key of what it is linked to

    @property
    def through(self) -> Any:
        """The model of the links as they are."""
        return self.field.remote_field.through


@dataclass(slots=True)
class LinkChange:
    """Keys of what a record was linked to, and of what it no longer was."""

    added: set[Any] = field(default_factory=set)
    removed: set[Any] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def take(self, event: Any, target: Any) -> None:
        """Count in one event; a link that is made and cut again comes to nothing."""
        here, there = (self.added, self.removed) if event == "insert" else (self.removed, self.added)
        if target in there:
            there.remove(target)
        else:
            here.add(target)


@dataclass(slots=True, kw_only=True)
class Write:
    """One write to a record: the events before and after it, and the links to many that changed along."""

    model: type[VersionedModel]
    pk: int
    at: datetime
    group: UUID | None  # shared by all that one request, or one job, wrote
    event: int | None = None  # None where nothing but links changed
    before: int | None = None
    context: Any = None
    links: dict[str, LinkChange] = field(default_factory=dict)  # by name of the field


def event_model(model: type[VersionedModel]) -> Any:
    return model.events.field.model


def past_fields(model: type[VersionedModel]) -> list[models.Field]:
    """The fields of a record that have a past."""
    kept = {field.name for field in event_model(model)._meta.fields}
    return [field for field in model._meta.concrete_fields if field.name in kept - BOOKKEEPING]


@cache
def link_tables(model: type[VersionedModel]) -> dict[str, LinkTable]:
    """By name of the field. Links with a table of their own are records, and have a history of their own."""
    fields: list[Any] = model._meta.local_many_to_many
    return {
        field.name: LinkTable(
            field,
            apps.get_model(model._meta.app_label, f"{link_name(field)}Event"),
            field.m2m_column_name(),
            field.m2m_reverse_name(),
        )
        for field in fields
        if field.remote_field.through._meta.auto_created
    }


def readable(model: type[VersionedModel], user: User) -> RecordQuerySet[Any]:
    """The records, in the trash or not, whose past `user` may read.

    What was closed once keeps its past to those with the right to what is closed, also after it was opened.
    """
    records = model.everything().visible_to(user)
    trusted = [owner.pk for owner in user.owners_where(Action.VIEW_CLOSED)]
    if issubclass(model, AboutRecord):
        for kind in record_models():
            if kind.closed_path:
                once_closed = Q(about_kind=kind._meta.label_lower, about_id__in=_ever_closed(kind).values("pk"))
                records = records.exclude(once_closed & ~Q(owner__in=trusted))
    elif model.closed_path:
        records = records.filter(
            ~Q(pk__in=_ever_closed(model).values("pk")) | Q(**{f"{model.owner_path}__in": trusted})
        )
    return records


def _ever_closed(model: type[VersionedModel]) -> models.QuerySet[Any]:
    """The records that were closed at some time, by themselves or by what they belong to."""
    *path, flag = str(model.closed_path).split("__")
    closing: Any = model
    for name in path:
        closing = closing._meta.get_field(name).related_model
    keys = event_model(closing).objects.filter(**{flag: True}).values("pgh_obj_id")
    return model.with_trash.filter(**{"__".join([*path, "pk__in"]): keys})


def writes_to(record: VersionedModel) -> list[Write]:
    """Every write to a record, the newest first."""
    events = record.events.order_by("pgh_id").values_list(
        "pgh_id", "pgh_created_at", "pgh_context_id", "pgh_context", named=True
    )
    writes = [
        Write(
            model=type(record),
            pk=record.pk,
            at=event.pgh_created_at,
            group=event.pgh_context_id,
            event=event.pgh_id,
            before=before.pgh_id if before else None,
            context=event.pgh_context,
        )
        for before, event in pairwise([None, *events])
        if event
    ]
    by_moment = {_moment(write.group, write.at): write for write in writes}
    for name, table in link_tables(type(record)).items():
        for event in _link_events(table, [record.pk]):
            moment = _moment(event.pgh_context_id, event.pgh_created_at)
            if moment not in by_moment:
                by_moment[moment] = Write(
                    model=type(record), pk=record.pk, at=event.pgh_created_at, group=event.pgh_context_id,
                    context=event.pgh_context,
                )  # fmt: skip
                writes.append(by_moment[moment])
            _take(by_moment[moment], name, event, table)
    return sorted(writes, key=lambda write: write.at)[::-1]  # of one moment, the one written last comes first


def add_links(writes: list[Write]) -> None:
    """Put to each write, newest first, the links that changed along with it: in one request, or at one moment."""
    by_moment = {(write.model, write.pk, _moment(write.group, write.at)): write for write in writes[::-1]}
    for model in {write.model for write in writes}:
        of_model = [write for write in writes if write.model is model]
        for name, table in link_tables(model).items():
            keys, since = {write.pk for write in of_model}, min(write.at for write in of_model)
            for event in _link_events(table, keys, since=since):
                key = (model, getattr(event, table.source), _moment(event.pgh_context_id, event.pgh_created_at))
                if key in by_moment:
                    _take(by_moment[key], name, event, table)


def add_links_since(writes: list[Write], moment: datetime) -> None:
    """Put to each write, of which there is one for each record of one kind, how its links differ from then."""
    by_key = {write.pk: write for write in writes}
    for name, table in link_tables(writes[0].model).items() if writes else ():
        for event in _link_events(table, by_key, since=moment):
            _take(by_key[getattr(event, table.source)], name, event, table)


def group_sizes(groups: Iterable[UUID | None], user: User) -> dict[UUID, int]:
    """How many records that the user may read changed together, by group."""
    keys = {group for group in groups if group}
    if not keys:
        return {}
    counts: dict[UUID, int] = {}
    queries = [
        event_model(model)
        .objects.filter(pgh_context_id__in=keys, pgh_obj__in=readable(model, user))
        .values_list("pgh_context_id")
        .annotate(records=Count("pgh_obj", distinct=True))
        for model in record_models()
    ]
    for group, count in queries[0].union(*queries[1:], all=True):
        counts[group] = counts.get(group, 0) + count
    return counts


def _link_events(table: LinkTable, keys: Iterable[int], *, since: datetime | None = None) -> models.QuerySet[Any]:
    events = table.events.objects.filter(**{f"{table.source}__in": list(keys)}).order_by("pgh_id")
    return events.filter(pgh_created_at__gte=since) if since else events


def _take(write: Write, name: str, event: Any, table: LinkTable) -> None:
    write.links.setdefault(name, LinkChange()).take(event.pgh_label, getattr(event, table.target))
    if not write.links[name]:  # made and cut again
        del write.links[name]


def _moment(group: UUID | None, at: datetime) -> UUID | datetime:
    """What the events of one write have in common."""
    return group or at
