"""When two people edit one record: what each wrote, side by side, with nothing typed lost."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.models import User
from portal.records.forms import VersionedForm
from portal.records.rich_text import RichTextFormField
from portal.records.versioned import VersionedModel
from portal.text.sanitise import plain_text


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose stored value is not what the user wrote."""

    label: str
    mine: str
    stored: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A post with what others stored meanwhile put into it, and the labels of the fields that they changed."""

    data: QueryDict
    fields: list[str]


def merge(
    form_class: type[VersionedForm], record: VersionedModel, opened_on: int, data: QueryDict, user: User
) -> Merge | None:
    """What both sides want, if they changed different fields since the version the form was opened on; else None.

    That version comes from the history. Choices among many have none there; whoever changed one is asked.
    """
    base = _as_of(record, opened_on)
    if base is None:
        return None
    opened = form_class(data, instance=base, user=user)
    stored = form_class(instance=record, user=user)
    mine = set(opened.changed_data) - {"change_reason"}
    theirs = [name for name in stored.fields if stored.initial.get(name) != opened.initial.get(name)]
    if mine.intersection(theirs) or any(isinstance(stored.initial.get(name), list) for name in mine):
        return None
    merged = data.copy()
    merged["version"] = str(record.version)
    for name in theirs:
        _put(merged, stored[name])
    return Merge(merged, [str(stored.fields[name].label) for name in theirs])


def differences(form: VersionedForm, stored: forms.ModelForm) -> list[Difference]:
    """Fields in which a bound form and the unbound form of the stored record differ, as people read them."""
    form.full_clean()
    found = []
    for name, field in form.fields.items():
        if name == "change_reason" or field.widget.is_hidden:
            continue
        mine = form.cleaned_data[name] if name in form.cleaned_data else form[name].data
        theirs = stored.initial.get(name)
        if not _same(field, mine, theirs):
            stored_value = theirs if isinstance(theirs, list) else field.to_python(theirs)
            found.append(Difference(str(field.label), display(field, mine), display(field, stored_value)))
    return found


def last_change(record: VersionedModel) -> tuple[str, Any]:
    """Who made the newest change of a record, and when."""
    event = record.events.order_by("-pgh_created_at", "-pgh_id").first()
    user_id = (event.pgh_context or {}).get("user") if event else None
    user = User.objects.filter(pk=user_id).first() if user_id else None
    return (str(user) if user else _("The system")), record.updated_at


def display(field: forms.Field, value: Any) -> str:
    """A value of a form field as a person reads it, without markup."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list | tuple | set | QuerySet):
        return ", ".join(str(part) for part in value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return plain_text(value) if isinstance(field, RichTextFormField) else str(value)


def _as_of(record: VersionedModel, version: int) -> VersionedModel | None:
    """The record as it was in an earlier version; None if the history does not say."""
    event = record.events.filter(version=version).order_by("-pgh_id").first()
    if event is None:
        return None
    kept = {field.attname for field in event._meta.fields}
    fields = [field.attname for field in record._meta.fields if field.attname in kept]
    return type(record)(**{name: getattr(event, name) for name in fields})


def _put(data: QueryDict, field: forms.BoundField) -> None:
    """The value of an unbound form's field into a post, as a browser would have sent it."""
    widget, value = field.field.widget, field.value()
    if isinstance(widget, forms.CheckboxInput):
        value = "on" if value else None
    else:
        value = widget.format_value(value)
        value = "".join(value) if isinstance(value, list) else value
    data.pop(field.html_name, None)
    if value is not None:
        data[field.html_name] = value


def _same(field: forms.Field, mine: Any, theirs: Any) -> bool:
    if isinstance(mine, QuerySet) or isinstance(theirs, list):
        return {str(getattr(one, "pk", one)) for one in mine or []} == {
            str(getattr(one, "pk", one)) for one in theirs or []
        }
    return not field.has_changed(theirs, getattr(mine, "pk", mine))
