"""When two people edit one record: what each wrote, side by side, with nothing typed lost."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
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


def _same(field: forms.Field, mine: Any, theirs: Any) -> bool:
    if isinstance(mine, QuerySet) or isinstance(theirs, list):
        return {str(getattr(one, "pk", one)) for one in mine or []} == {
            str(getattr(one, "pk", one)) for one in theirs or []
        }
    return not field.has_changed(theirs, getattr(mine, "pk", mine))
