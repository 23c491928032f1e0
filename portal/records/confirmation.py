"""Saying that a record is still right, apart from changing it; and finding those that nobody has said it of."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pghistory
from django.apps import apps
from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.models import User
from portal.records.versioned import RecordQuerySet, VersionedModel

STALE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A record that nobody has confirmed for long."""

    record: VersionedModel
    kind: str
    since: date  # when it was confirmed last or, if it never was, made


def confirm(record: Any, *, today: date) -> None:
    """Note in the record and its history that it is still right. A form open elsewhere merges with that by itself."""
    with pghistory.context(reason=_("Confirmed")):
        type(record).objects.filter(pk=record.pk).update(confirmed_on=today)
    record.confirmed_on = today


def is_confirmable(model: type[VersionedModel]) -> bool:
    return any(field.name == "confirmed_on" for field in model._meta.fields)


def not_confirmed(records: RecordQuerySet[Any], *, today: date) -> RecordQuerySet[Any]:
    """Those last confirmed or, if never, made at least twelve months ago: on the day that is `unconfirmed_since`."""
    since = Coalesce("confirmed_on", TruncDate("created_at"))
    return records.annotate(unconfirmed_since=since).filter(unconfirmed_since__lte=today - STALE)


def unconfirmed(user: User, *, today: date) -> list[Unconfirmed]:
    """The user's own records that were not confirmed for twelve months, the oldest first. One query for each kind."""
    found = [
        Unconfirmed(record, capfirst(str(model._meta.verbose_name)), record.unconfirmed_since)
        for model in apps.get_models()
        if issubclass(model, VersionedModel) and is_confirmable(model) and model.responsible_path is not None
        for record in not_confirmed(_mine(model, user), today=today).with_names()
    ]
    return sorted(found, key=lambda each: (each.since, str(each.record)))


def _mine[M: VersionedModel](model: type[M], user: User) -> RecordQuerySet[M]:
    """What the user is responsible for; or, where nobody is by name, the department that the user's role is in.

    A role that is in no department stands for the owner: its records are those of no department.
    """
    path = model.responsible_path
    nobody = Q(**{f"{path}responsible": None})
    mine = Q(**{f"{path}responsible__email__iexact": user.email})
    for role in user.roles.all():
        mine |= nobody & Q(**{f"{model.owner_path}": role.owner_id, f"{path}department": role.department_id})
    owners = user.owners_where(model.needs)
    return model.objects.visible_to(user).filter(mine, **{f"{model.owner_path}__in": owners})
