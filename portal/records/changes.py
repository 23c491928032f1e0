"""A record's history as people read it: what changed from what to what, when, by whom and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.models import User
from portal.records.partial_date import PartialDateField
from portal.records.partial_date import display as display_partial_date
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.sanitise import plain_text

# Kept by the record itself; nobody asks what they were.
SILENT = {"id", "version", "created_at", "updated_at", "creation_key"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's value before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One write: when, by whom, why, and what it did."""

    at: datetime
    by: str
    reason: str
    act: str
    fields: list[FieldChange]


def changes(record: VersionedModel, user: User) -> list[Change]:
    """Every write to `record`, the newest first. Records it pointed to are named only if `user` may see them."""
    events = list(record.events.order_by("-pgh_created_at", "-pgh_id"))
    keys = {user_id for event in events if (user_id := (event.pgh_context or {}).get("user"))}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}
    return [_change(type(record), event, before, names, user) for event, before in pairwise([*events, None])]


def _change(model: type[VersionedModel], event: Any, before: Any, names: dict[int, str], user: User) -> Change:
    context: Any = event.pgh_context or {}
    return Change(
        at=event.pgh_created_at,
        by=names.get(context.get("user"), _("The system")),
        reason=context.get("reason") or "",
        act=_act(event, before),
        fields=[] if before is None else list(_field_changes(model, before, event, user)),
    )


def _act(event: Any, before: Any) -> str:
    if before is None:
        return _("Created")
    if event.deleted_at and not before.deleted_at:
        return _("Moved to the trash")
    if before.deleted_at and not event.deleted_at:
        return _("Restored")
    return _("Changed")


def _field_changes(model: type[VersionedModel], before: Any, after: Any, user: User) -> Iterator[FieldChange]:
    kept = {field.name for field in type(after)._meta.fields}
    for field in model._meta.fields:
        if field.name in SILENT | {"deleted_at"} or field.name not in kept:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            label = capfirst(str(field.verbose_name))
            yield FieldChange(label, _display(field, old, user), _display(field, new, user))


def _display(field: models.Field, value: Any, user: User) -> str:
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return _name_of(field.related_model, value, user)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, PartialDateField):
        return display_partial_date(value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(value)
    return plain_text(value) if isinstance(field, RichTextField) else str(value)


def _name_of(model: Any, pk: Any, user: User) -> str:
    rows = model.everything().visible_to(user) if issubclass(model, VersionedModel) else model._base_manager.all()
    record = rows.filter(pk=pk).first()
    return f"#{pk}" if record is None else str(record)
