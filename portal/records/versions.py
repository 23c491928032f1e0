"""Earlier versions of a record: what they said, and how one of them is brought back."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal import access
from portal.models import User
from portal.records.changes import FieldChange, Names, display, is_link, label_of, listed, target
from portal.records.events import LinkTable, link_tables, past_fields
from portal.records.forms import form_class_of
from portal.records.refusal import refusal_text
from portal.records.versioned import VersionedModel

type Links = dict[str, set[Any]]  # keys of what a record is linked to, by name of the field


def as_of(record: VersionedModel, version: int) -> Any:
    """The record as it was in an earlier version, not to be saved; None if the history does not say."""
    event = _event(record, version)
    if event is None:
        return None
    kept = {field.attname for field in event._meta.fields}
    fields = [field.attname for field in record._meta.fields if field.attname in kept]
    return type(record)(**{name: getattr(event, name) for name in fields})


def links_of(record: VersionedModel) -> Links:
    """What the record is linked to now."""
    tables = link_tables(type(record)).items()
    return {
        name: set(table.through.objects.filter(**{table.source: record.pk}).values_list(table.target, flat=True))
        for name, table in tables
    }


def links_as_of(record: VersionedModel, version: int) -> Links:
    """What the record was linked to in an earlier version: all links that were made by then and not cut."""
    event = _event(record, version)
    later = record.events.filter(version__gt=version).exclude(pgh_context_id=None).values("pgh_context_id")
    found: Links = {}
    for name, table in link_tables(type(record)).items():
        keys: set[Any] = set()
        found[name] = keys
        events = table.events.objects.filter(**{table.source: record.pk}, pgh_created_at__lte=event.pgh_created_at)
        for link in events.exclude(pgh_context_id__in=later).order_by("pgh_id"):
            (keys.add if link.pgh_label == "insert" else keys.discard)(getattr(link, table.target))
    return found


def differences(record: VersionedModel, then: VersionedModel, links: Links, user: User) -> list[FieldChange]:
    """What bringing the version `then` back would change."""
    tables = _asked_links(type(record))
    now = links_of(record)
    names = Names(user, _pointed_to(record, then, now, links))
    found = [
        FieldChange(
            label_of(field),
            display(field, getattr(record, field.attname), names, record),
            display(field, getattr(then, field.attname), names, then),
        )
        for field in differing_fields(record, then)
    ]
    for name, table in tables.items():
        if now[name] != links[name]:
            before, after = (listed(table.field.related_model, keys, names) for keys in (now[name], links[name]))
            found.append(FieldChange(label_of(table.field), before, after))
    return found


@transaction.atomic
def bring_back(record: VersionedModel, then: VersionedModel, links: Links, *, user: User) -> None:
    """Write into a locked record what an earlier version said, as far as its form asks for it.

    All else is changed in ways of its own, which see to more than one record: a status is reported, an agenda is
    locked, an item is put on it, organisations are merged, a record is confirmed.

    Raises ValidationError for what a form would refuse as well: links to what is gone, a constraint that is broken.
    """
    changed = differing_fields(record, then)
    for field in changed:
        setattr(record, field.attname, getattr(then, field.attname))
    if not access.may(user, record.change_needs, record):
        raise PermissionDenied(_("The record belonged to somebody else then."))
    problems = [*_lost_links(record, changed, links, user)]
    if frozen := record.frozen_because():
        problems.append(frozen)
    if problems:
        raise ValidationError(problems)
    record.clean_fields(exclude={field.name for field in record._meta.fields} - {field.name for field in changed})
    record.clean()
    try:
        with transaction.atomic():
            if changed:
                record.save()
    except IntegrityError as refusal:
        raise ValidationError(refusal_text(type(record), refusal)) from None
    now = links_of(record)
    if cut_or_made := [name for name in _asked_links(type(record)) if links[name] != now[name]]:
        for name in cut_or_made:
            getattr(record, name).set(links[name])
        if not changed:  # the record's own row is as it was, but the next save must know
            type(record).objects.filter(pk=record.pk).update(updated_at=Now())


def differing_fields(record: VersionedModel, then: VersionedModel) -> list[models.Field]:
    asked = _asked(type(record))
    return [
        field
        for field in past_fields(type(record))
        if field.name in asked and getattr(record, field.attname) != getattr(then, field.attname)
    ]


def _asked(model: type[VersionedModel]) -> set[str]:
    """Names of what the form of a kind of record asks for; nothing if it has none."""
    form_class = form_class_of(model)
    return set(form_class._meta.fields or ()) if form_class else set()


def _asked_links(model: type[VersionedModel]) -> dict[str, LinkTable]:
    asked = _asked(model)
    return {name: table for name, table in link_tables(model).items() if name in asked}


def _lost_links(record: VersionedModel, changed: list[models.Field], links: Links, user: User) -> Iterator[str]:
    """Sentences on what the version pointed to and what can no longer be pointed to."""
    lost = _("%(field)s: what stood there is gone, in the trash, or not yours to see.")
    for field, model in record.links():
        key = getattr(record, field.attname)
        if field not in changed or key is None:
            continue
        other = model.objects.visible_to(user).filter(pk=key).first()
        if other is None:
            yield lost % {"field": label_of(field)}
        elif other.owner_path and other.owning_id() not in (None, record.owning_id()):
            yield _("%(field)s: this belongs to another owner.") % {"field": label_of(field)}
    if not record.is_within_reach:
        yield _("What this belonged to is gone or in the trash.")
    now = links_of(record)
    for name, table in _asked_links(type(record)).items():
        if new := links[name] - now[name]:
            kind: Any = table.field.related_model
            rows = kind.objects.visible_to(user) if issubclass(kind, VersionedModel) else kind._base_manager
            if rows.filter(pk__in=new).count() < len(new):
                yield lost % {"field": label_of(table.field)}


def _pointed_to(record: VersionedModel, then: VersionedModel, *links: Links) -> Iterator[tuple[Any, Any]]:
    for field in differing_fields(record, then):
        if is_link(field):
            yield from (target(field, one, key) for one in (record, then) if (key := getattr(one, field.attname)))
    for name, table in _asked_links(type(record)).items():
        yield from ((table.field.related_model, key) for keys in links for key in keys[name])


def _event(record: VersionedModel, version: int) -> Any:
    return record.events.filter(version=version).order_by("-pgh_id").first()
