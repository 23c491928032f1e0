"""What a user follows, and what there is to tell of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.text import capfirst

from portal.models import Follow, User
from portal.records.around import SECTIONS
from portal.records.changes import Change, changes
from portal.records.versioned import RecordQuerySet, VersionedModel

type Source = Callable[[Any, User], RecordQuerySet[Any]]  # for a record of the model registered for
_sources: dict[type[VersionedModel], list[Source]] = defaultdict(list)


def told_with(model: type[VersionedModel]) -> Callable[[Source], Source]:
    """Registers a function that finds records whose news is told to whoever follows one of `model`, beside its parts.

    It answers with a queryset that went through `visible_to`; that may hold what lies in the trash.
    """

    def register(source: Source) -> Source:
        _sources[model].append(source)
        return source

    return register


@dataclass(frozen=True, slots=True)
class Followed:
    """A record that a user follows and still may see."""

    record: VersionedModel
    kind: str
    since: datetime


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a followed record, or to one that belongs to it, the newest first."""

    record: VersionedModel
    changes: list[tuple[VersionedModel, Change]]


def followed(user: User) -> list[Followed]:
    """What the user follows and still may see, in the trash or not, the latest followed first."""
    follows = list(Follow.objects.filter(user=user).order_by("-since", "-pk"))
    records = named([(follow.about_kind, follow.about_id) for follow in follows], user)
    return [
        Followed(record, capfirst(str(record._meta.verbose_name)), follow.since)
        for follow in follows
        if (record := records.get((follow.about_kind, follow.about_id)))
    ]


def named(keys: Iterable[tuple[str, int]], user: User) -> dict[tuple[str, int], VersionedModel]:
    """Records of any kinds, in the trash or not, that the user may see, by kind and key. One query for each kind."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        wanted[kind].append(pk)
    return {
        (kind, record.pk): record
        for kind, pks in wanted.items()
        for record in _model(kind).everything().visible_to(user).with_names().filter(pk__in=pks)
    }


def news(user: User, *, since: datetime | None, until: datetime) -> list[News]:
    """What others did, from `since` and before `until`, to what the user follows; never before one followed it."""
    found = followed(user)
    told = []
    for each in found:
        start = max(each.since, since) if since else each.since
        others = [other.record for other in found if other != each]
        happened = [
            (one, change)
            for one in _told_of(each.record, user, start)
            if one not in others
            for change in changes(one, user)
            if start <= change.at < until and change.by.pk != user.pk
        ]
        if happened:
            told.append(News(each.record, sorted(happened, key=lambda one: one[1].at, reverse=True)))
    return told


def _told_of(record: VersionedModel, user: User, start: datetime) -> Iterator[VersionedModel]:
    """The record, its parts, what was registered with it, what is kept about all of those; as far as they changed."""
    keys: dict[str, set[int]] = defaultdict(set, {record.label: {record.pk}})
    yield record
    for rows in _belonging(record, user):
        keys[rows.model._meta.label_lower] |= set(rows.values_list("pk", flat=True))
        yield from rows.with_names().filter(updated_at__gte=start)
    about = Q()
    for kind, pks in keys.items():
        about |= Q(about_kind=kind, about_id__in=pks)
    for model in SECTIONS.values():
        yield from model.everything().visible_to(user).with_names().filter(about, updated_at__gte=start)


def _belonging(record: VersionedModel, user: User) -> Iterator[RecordQuerySet[Any]]:
    for name in record.parts:
        relation: Any = record._meta.get_field(name)
        yield relation.related_model.everything().visible_to(user).filter(**{relation.field.name: record})
    for source in _sources[type(record)]:
        yield source(record, user)


def _model(kind: str) -> Any:
    return apps.get_model(kind)
