"""What changed lately, across all record types, in one query."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import CharField, Value
from django.utils.text import capfirst

from portal.models import User
from portal.records.versioned import VersionedModel


@dataclass(frozen=True, slots=True)
class Recent:
    """A record that was made or changed a while ago."""

    record: VersionedModel
    kind: str
    at: datetime
    is_new: bool


def recent_changes(user: User, *, limit: int) -> list[Recent]:
    """The records the user may see that changed last, newest first; only those with a page of their own."""
    if not user.rights:
        return []
    models = {
        model._meta.label: model
        for model in apps.get_models()
        if issubclass(model, VersionedModel) and hasattr(model, "get_absolute_url") and model.owner_path
    }
    queries = [
        model.objects.visible_to(user)
        .order_by("-updated_at")
        .values_list(Value(label, output_field=CharField()), "pk", "updated_at")[:limit]
        for label, model in models.items()
    ]
    newest = queries[0].union(*queries[1:], all=True).order_by("-updated_at")[:limit]
    wanted: dict[str, list[int]] = {}
    for label, pk, _at in newest:
        wanted.setdefault(label, []).append(pk)
    found = {label: models[label].objects.with_names().in_bulk(keys) for label, keys in wanted.items()}
    return [
        Recent(
            record=(record := found[label][pk]),
            kind=capfirst(str(models[label]._meta.verbose_name)),
            at=at,
            is_new=record.version == 1,
        )
        for label, pk, at in newest
    ]
