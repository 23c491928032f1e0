"""A whole import taken back, from the log: what it made goes to the trash, what it changed is as it was before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any

import pghistory
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access
from portal.imports.applying import ImportStoppedError, finish, hold, signed
from portal.imports.preview import Tell
from portal.imports.registry import Importer
from portal.models import ImportRun, RowAct, RunState, User
from portal.records.events import BOOKKEEPING, event_model, link_tables
from portal.records.versioned import VersionedModel

CHUNK = 500
NAMED = 10  # records named in a message
KEPT = BOOKKEEPING - {"deleted_at"}  # what no undoing brings back; that a record lay in the trash is brought back


@transaction.atomic
def undo(importer: Importer, run: ImportRun, user: User, *, tell: Tell) -> None:
    """Take back all that a run did, or nothing. Raises ImportStoppedError with the records that stand in the way."""
    hold(run)
    written = run.rows.filter(act__in=[RowAct.NEW, RowAct.CHANGED], record_id__isnull=False)
    keys = list(written.order_by("record_id").values_list("record_id", flat=True))
    reason = _("Import undone: %(file)s") % {"file": run.name}
    done = 0
    with pghistory.context(**signed(user), reason=reason, import_run=run.pk):
        for some in batched(keys, CHUNK):
            _undo(importer, run, user, some)
            done += len(some)
            tell(done)
        finish(run, RunState.UNDONE, context_id=None)


def _undo(importer: Importer, run: ImportRun, user: User, keys: tuple[Any, ...]) -> None:
    model: Any = importer.model
    records = model.with_trash.select_related(*importer.relations).select_for_update(of=("self",))
    found = {record.pk: record for record in records.filter(pk__in=keys).order_by("pk")}
    before = _before(model, run, keys)
    _refuse_edited(model, run, keys, found)
    made = [record for pk, record in found.items() if pk not in before or before[pk].deleted_at]
    _refuse_used(model, made, run)
    if foreign := [record for record in found.values() if not access.may_change(user, record)]:
        raise ImportStoppedError(_("You may no longer change these: %(records)s.") % {"records": _named(foreign)})
    _unlink(importer, run, keys)
    changed: dict[int, Any] = {}
    names: set[str] = set()
    for pk, event in before.items():
        kept = {field.attname for field in event._meta.fields} - KEPT
        for field in model._meta.concrete_fields:
            if field.attname in kept and getattr(found[pk], field.attname) != getattr(event, field.attname):
                setattr(found[pk], field.attname, getattr(event, field.attname))
                changed[pk] = found[pk]
                names.add(field.name)
    try:
        with transaction.atomic():
            if names:
                model.with_trash.bulk_update(changed.values(), sorted(names), batch_size=200)
            model.with_trash.filter(pk__in=found.keys() - before.keys()).update(deleted_at=timezone.now())
    except IntegrityError as refusal:
        raise ImportStoppedError(
            _("Nothing was undone: another record has taken the place that one of these would return to.")
        ) from refusal


def _events(model: Any) -> models.QuerySet[Any]:
    events: models.QuerySet[Any] = event_model(model).objects.order_by("pgh_obj_id", "-pgh_id")
    return events.distinct("pgh_obj_id")


def _before(model: Any, run: ImportRun, keys: Iterable[int]) -> Mapping[int, Any]:
    """Each record as the log has it from before the import; those that the import made are missing."""
    events = _events(model).filter(pgh_obj_id__in=keys).exclude(pgh_context_id=run.context_id)
    return {event.pgh_obj_id: event for event in events}


def _refuse_edited(model: Any, run: ImportRun, keys: Iterable[int], found: Mapping[int, VersionedModel]) -> None:
    newest = dict(_events(model).filter(pgh_obj_id__in=keys).values_list("pgh_obj_id", "pgh_context_id"))
    edited = [pk for pk in keys if pk not in found or newest.get(pk) != run.context_id]
    if edited:
        names = _named([found.get(pk, f"#{pk}") for pk in edited])
        text = _("Nothing was undone: these were changed after the import: %(records)s.")
        raise ImportStoppedError(text % {"records": names})


def _refuse_used(model: Any, made: list[VersionedModel], run: ImportRun) -> None:
    """What others point to by now cannot go; but what the same import made goes together."""
    keys = [record.pk for record in made]
    for relation in model._meta.related_objects:
        other = relation.related_model
        if relation.many_to_many or not issubclass(other, VersionedModel):
            continue
        users = other.objects.filter(**{f"{relation.field.name}__in": keys}).with_names()
        if other is model:
            ours = run.rows.filter(act=RowAct.NEW, record_id__isnull=False)
            users = users.exclude(pk__in=ours.values("record_id"))
        if some := list(users[: NAMED + 1]):
            text = _("Nothing was undone: what the import made is in use by: %(records)s.")
            raise ImportStoppedError(text % {"records": _named(some)})


def _unlink(importer: Importer, run: ImportRun, keys: Iterable[int]) -> None:
    """Take back what the import chose and unchose among many."""
    for table in link_tables(importer.model).values():
        through, source, target = table.through, table.source, table.target
        log = table.events.objects.filter(pgh_context_id=run.context_id, **{f"{source}__in": keys}).order_by("pgh_id")
        pairs: defaultdict[str, list[tuple[int, Any]]] = defaultdict(list)
        for label, pk, other in log.values_list("pgh_label", source, target):
            pairs[label].append((pk, other))
        added = defaultdict(list)
        for pk, other in pairs["insert"]:
            added[other].append(pk)
        for other, sources in added.items():
            through.objects.filter(**{f"{source}__in": sources, target: other}).delete()
        through.objects.bulk_create(
            [through(**{source: pk, target: other}) for pk, other in pairs["delete"]], ignore_conflicts=True
        )
        touched = {pk for some in pairs.values() for pk, _other in some}
        importer.model.with_trash.filter(pk__in=touched).update(updated_at=Now())


def _named(records: Iterable[object]) -> str:
    names = [str(record) for record in records]
    return "; ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])
