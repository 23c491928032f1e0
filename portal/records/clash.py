"""When two people edit one record: what both want is merged field by field; where they differ, the later one chooses.

The base of the merge is the version the form was opened on, as history has it. What was chosen among many is not in
that row, and the order of two tables' histories is that in which transactions began, not in which they took effect.
So the form itself brings along what it was opened with (`VersionedForm.chosen`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.models import User
from portal.records.authors import authors
from portal.records.forms import ABOUT_THE_SAVE, VersionedForm, chooses_many
from portal.records.lines import LinesField
from portal.records.partial_date import PartialDateFormField
from portal.records.partial_date import display as display_partial_date
from portal.records.rich_text import RichTextFormField
from portal.records.versioned import VersionedModel
from portal.records.versions import as_of
from portal.text.difference import Sort, difference
from portal.text.numbers import whole_number
from portal.text.sanitise import plain_text

MARKS = {Sort.KEPT: "span", Sort.REMOVED: "del", Sort.ADDED: "ins"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two people have changed, each in another way: what it was, and what either wrote."""

    name: str
    original: str
    theirs: SafeString
    mine: SafeString
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """A post with what others stored meanwhile put into it: the labels of what they changed, and what to ask about."""

    data: QueryDict
    fields: list[str]
    conflicts: list[Conflict]


def merge(
    make_form: Callable[..., VersionedForm], record: VersionedModel, data: QueryDict, *, opened_on: int, user: User
) -> Merge:
    """What both sides want, compared with the version the form was opened on.

    If history does not know that version, every field that differs from the stored one is a conflict.
    """
    base = as_of(record, opened_on)
    mine = make_form(data, instance=base or record, user=user)
    stored = make_form(instance=record, user=user)
    merged, theirs, conflicts = data.copy(), [], []
    merged["version"] = str(record.version)
    for name, field in mine.fields.items():
        label = str(field.label)
        if name in ABOUT_THE_SAVE:
            continue
        if chooses_many(field):
            if _merge_choices(merged, mine, stored, name):
                theirs.append(label)
            continue
        if base and mine[name].initial == stored[name].initial:
            continue
        if base and not field.has_changed(mine[name].initial, mine[name].data):
            _put(merged, stored[name])
            theirs.append(label)
        elif field.has_changed(stored[name].initial, mine[name].data):
            since = opened_on if base else None
            conflicts.append(_conflict(mine[name], stored[name], record, since=since, reader=user))
    if "chosen" in stored.fields:
        _put(merged, stored["chosen"])
    return Merge(merged, theirs, conflicts)


def decided(form_class: type[VersionedForm], record: VersionedModel, data: QueryDict, user: User) -> QueryDict:
    """A post of the page that asks about conflicts, with each choice carried out; any other post as it is.

    "Theirs" is what the user was shown: the version that the page stands on. If a choice is missing, the post counts
    as one from the form as it was opened in the first place, so that it is asked about again.
    """
    asked = [key.removeprefix("mine-") for key in data if key.startswith("mine-")]
    if not asked:
        return data
    data = data.copy()
    if any(data.get(f"choice-{name}") not in ("theirs", "mine", "own") for name in asked):
        data["version"] = data.get("opened_on", "")
        return data
    version = whole_number(str(data.get("version", "")))
    seen = as_of(record, version) if version else None
    shown = form_class(instance=seen or record, user=user)
    for name in asked:
        if data[f"choice-{name}"] == "theirs" and name in shown.fields:
            _put(data, shown[name])
        elif data[f"choice-{name}"] == "mine":
            data[name] = str(data[f"mine-{name}"])
    return data


def last_change(record: VersionedModel, reader: User) -> tuple[str, datetime]:
    """Who made the newest change of a record, as far as the reader may know, and when."""
    context = record.events.order_by("-pgh_created_at", "-pgh_id").values_list("pgh_context", flat=True).first()
    return _author(context, reader), record.updated_at


def display(field: forms.Field, value: Any) -> str:
    """A value of a form field as a person reads it, without markup."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    if isinstance(field, PartialDateFormField):
        return display_partial_date(value)
    return plain_text(value) if isinstance(field, RichTextFormField) else str(value)


def marked(before: str, after: str) -> SafeString:
    """`after` with its new words marked, and the words of `before` that have gone struck out."""
    if not before:
        return format_html("{}", after)
    parts = difference(before, after, is_whole=True)
    return format_html_join(" ", "<{0}>{1}</{0}>", ((MARKS[part.sort], part.text) for part in parts))


def _conflict(
    mine: forms.BoundField, stored: forms.BoundField, record: VersionedModel, *, since: int | None, reader: User
) -> Conflict:
    original = _readable(mine.field, mine.initial) if since else ""
    changed_by, changed_at = (
        _last_change_of(record, mine.name, since, reader) if since else last_change(record, reader)
    )
    text = original if isinstance(mine.field, forms.CharField | LinesField) else ""
    return Conflict(
        name=mine.name,
        original=original,
        theirs=marked(text, _readable(mine.field, stored.initial)),
        mine=marked(text, _readable(mine.field, mine.data)),
        changed_by=changed_by,
        changed_at=changed_at,
    )


def _readable(field: forms.Field, value: Any) -> str:
    """A stored value, or what was typed, as people read it; what cannot be understood stands as it was typed."""
    try:
        return display(field, field.to_python(value))
    except ValidationError:
        return str(value)


def _last_change_of(record: VersionedModel, name: str, since: int, reader: User) -> tuple[str, datetime]:
    """Who last changed one field after a version, and when; of what is not a field of the row, who changed the row."""
    events = list(record.events.filter(version__gte=since).order_by("pgh_id"))
    names = {field.name: field.attname for field in events[0]._meta.fields}
    attname = names.get(name, "version")
    changes = [after for before, after in pairwise(events) if getattr(before, attname) != getattr(after, attname)]
    event = (changes or events)[-1]
    return _author(event.pgh_context, reader), event.pgh_created_at


def _author(context: Any, reader: User) -> str:
    return str(authors([context], reader).of(context))


def _merge_choices(merged: QueryDict, mine: VersionedForm, stored: VersionedForm, name: str) -> bool:
    """Put into `merged` what either side has added and not what either has taken away; whether others did anything."""
    opened = {str(key) for key in mine.opened_with(name)}
    theirs = {str(key) for key in stored.opened_with(name)}
    chosen = set(merged.getlist(name))
    merged.setlist(name, sorted((theirs | (chosen - opened)) - (opened - chosen)))
    return theirs != opened


def _put(data: QueryDict, field: forms.BoundField) -> None:
    """The value of an unbound form's field into a post, as a browser would have sent it."""
    widget, value = field.field.widget, field.value()
    value = ("on" if value else None) if isinstance(widget, forms.CheckboxInput) else widget.format_value(value)
    data.pop(field.html_name, None)
    if value is not None:
        data.setlist(field.html_name, value if isinstance(value, list) else [value])
