"""A record's history as people read it: what changed from what to what, when, by whom and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import User
from portal.records.authors import Author, authors, colleagues
from portal.records.events import Write, event_model, link_tables, past_fields, writes_to
from portal.records.partial_date import PartialDateField
from portal.records.partial_date import display as display_partial_date
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.difference import Part, difference
from portal.text.numbers import number_text
from portal.text.sanitise import plain_text

TECHNICAL = {"about_kind", "file", "content_type", "size", "sha256"}  # told by other fields, or to nobody


class Act(models.TextChoices):
    """What a write did to a record."""

    CREATED = "created", gettext_lazy("Created")
    CHANGED = "changed", gettext_lazy("Changed")
    TRASHED = "trashed", gettext_lazy("Moved to the trash")
    RESTORED = "restored", gettext_lazy("Restored")


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after; of links to many, those that were cut and those that were made."""

    label: str
    before: str
    after: str
    is_text: bool = False
    is_links: bool = False

    @cached_property
    def parts(self) -> list[Part]:
        """A text before and after in one, word by word."""
        return difference(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """One write: when, by whom, why, and what it did."""

    at: datetime
    by: Author
    reason: str
    act: Act
    fields: list[FieldChange]
    pk: int
    model: type[VersionedModel]
    version: int | None  # that it made; None where nothing but links changed
    group: UUID | None


def changes(record: VersionedModel, user: User) -> list[Change]:
    """Every write to `record`, the newest first. Records it pointed to are named only if `user` may see them."""
    return told(writes_to(record), user)


def told(writes: list[Write], user: User) -> list[Change]:
    """What these writes, newest first, did, in words. Costs a few queries for each kind of record among them."""
    events = _events(writes)
    people = authors((write.context for write in writes), user)
    names = Names(user, (key for write in writes for key in _named(write, events)))
    return [
        Change(
            at=write.at,
            by=people.of(write.context),
            reason=(write.context or {}).get("reason") or "",
            act=_act(events.get((write.model, write.before)), events.get((write.model, write.event))),
            fields=list(_field_changes(write, events, names)),
            pk=write.pk,
            model=write.model,
            version=events[write.model, write.event].version if write.event else None,
            group=write.group,
        )
        for write in writes
    ]


class Names:
    """What records are called to a reader: looked up once for each kind, and not told where they may not be seen."""

    def __init__(self, user: User, wanted: Iterable[tuple[Any, Any]]) -> None:
        keys: dict[Any, set[Any]] = defaultdict(set)
        for model, pk in wanted:
            keys[model].add(pk)
        self.known = {(model, pk): name for model in keys for pk, name in _names(model, keys[model], user)}

    def of(self, model: Any, pk: Any) -> str:
        return self.known.get((model, pk)) or _("(not to be seen)")


def facts(record: VersionedModel, links: Mapping[str, set[Any]], user: User) -> list[tuple[str, str]]:
    """What an earlier version of a record said, each fact with its label; `links` are those to many, by field."""
    fields = told_fields(type(record))
    tables = link_tables(type(record))
    wanted = [target(field, record, getattr(record, field.attname)) for field in fields if is_link(field)]
    wanted += [(tables[name].field.related_model, key) for name in links for key in links[name]]
    names = Names(user, wanted)
    said = [(label_of(field), display(field, getattr(record, field.attname), names, record)) for field in fields]
    said += [
        (label_of(table.field), listed(table.field.related_model, links[name], names))
        for name, table in tables.items()
    ]
    return [(label, text) for label, text in said if text]


def display(field: models.Field, value: Any, names: Names, record: Any = None) -> str:
    """A stored value of a field as people read it. `record` is the one, or the event, that the value is from."""
    if value is None or value == "":
        return ""
    if is_link(field):
        return names.of(*target(field, record, value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, PartialDateField):
        return display_partial_date(value)
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case Decimal():
            return number_text(value)
        case list():
            return "\n".join(map(str, value))
    return plain_text(value) if isinstance(field, RichTextField) else str(value)


def label_of(field: models.Field | models.ManyToManyField) -> str:
    return capfirst(_("belongs to") if field.name == "about_id" else str(field.verbose_name))


def _events(writes: list[Write]) -> dict[tuple[Any, int | None], Any]:
    """The events before and after each write, by model and key."""
    keys: dict[Any, set[int]] = defaultdict(set)
    for write in writes:
        keys[write.model] |= {key for key in (write.event, write.before) if key}
    return {
        (model, pk): event for model in keys for pk, event in event_model(model).objects.in_bulk(keys[model]).items()
    }


def _act(before: Any, after: Any) -> Act:
    if after is None:
        return Act.CHANGED
    if before is None:
        return Act.CREATED
    if after.deleted_at and not before.deleted_at:
        return Act.TRASHED
    if before.deleted_at and not after.deleted_at:
        return Act.RESTORED
    return Act.CHANGED


def _differing(write: Write, events: dict[Any, Any]) -> Iterator[tuple[models.Field, Any, Any, Any, Any]]:
    """The fields that a write changed, with both events and both values."""
    before, after = events.get((write.model, write.before)), events.get((write.model, write.event))
    if before is None or after is None:
        return
    for field in told_fields(write.model):
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            yield field, before, after, old, new


def _field_changes(write: Write, events: dict[Any, Any], names: Names) -> Iterator[FieldChange]:
    for field, before, after, old, new in _differing(write, events):
        is_text = isinstance(field, models.TextField | ArrayField)
        texts = display(field, old, names, before), display(field, new, names, after)
        yield FieldChange(label_of(field), *texts, is_text=is_text)
    for name, change in write.links.items() if write.before or not write.event else ():  # all of a new record is new
        field = link_tables(write.model)[name].field
        removed, added = (listed(field.related_model, keys, names) for keys in (change.removed, change.added))
        yield FieldChange(label_of(field), removed, added, is_links=True)


def listed(model: Any, keys: set[Any], names: Names) -> str:
    return ", ".join(sorted(names.of(model, key) for key in keys))


def _named(write: Write, events: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Kinds and keys of all that must be named to tell of a write."""
    for field, before, after, old, new in _differing(write, events):
        if is_link(field):
            yield from (target(field, event, value) for event, value in ((before, old), (after, new)) if value)
    for name, change in write.links.items():
        model = link_tables(write.model)[name].field.related_model
        yield from ((model, key) for key in change.added | change.removed)


def told_fields(model: type[VersionedModel]) -> list[models.Field]:
    return [field for field in past_fields(model) if field.name not in TECHNICAL]


def is_link(field: models.Field) -> bool:
    return isinstance(field, models.ForeignKey) or field.name == "about_id"


def target(field: models.Field, record: Any, value: Any) -> tuple[Any, Any]:
    """Kind and key of the record that a value points to."""
    return (apps.get_model(record.about_kind) if field.name == "about_id" else field.related_model), value


def _names(model: Any, keys: set[Any], user: User) -> Iterator[tuple[Any, str]]:
    if issubclass(model, VersionedModel):
        rows: Any = model.everything().visible_to(user).with_names()
    else:
        rows = colleagues(user) if model is User else model._base_manager
    return ((pk, str(row)) for pk, row in rows.in_bulk(keys).items())
