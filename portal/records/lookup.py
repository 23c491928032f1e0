"""Choosing one organisation among thousands: a text field that suggests as one types, and works as a plain one too."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Value
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation
from portal.text.danish import Fold, SortKey

SUGGESTIONS = 12


def label(organisation: Organisation) -> str:
    """How an organisation is told from others of the same name: "Fredrikstad (Norge)"."""
    return f"{organisation.name} ({organisation.country})"


def suggestions(text: str) -> list[str]:
    """Labels of organisations whose names, in any spelling, hold `text`; those that begin with it first."""
    name = text.replace("\0", "").partition(" (")[0].strip()
    found = Organisation.objects.current().select_related("country").filter(folded__contains=Fold(Value(name)))
    first = found.filter(folded__startswith=Fold(Value(name))).order_by("sort_key")[:SUGGESTIONS]
    labels = [label(organisation) for organisation in first]
    rest = found.exclude(folded__startswith=Fold(Value(name))).order_by("sort_key")[: SUGGESTIONS - len(labels)]
    return labels + [label(organisation) for organisation in rest]


class LookupInput(forms.TextInput):
    """A text input with suggestions in a `<datalist>` that htmx fills while one types."""

    template_name = "components/lookup.html"

    def __init__(self) -> None:
        super().__init__({"autocomplete": "off", "hx-get": reverse_lazy("organisation_lookup")})


class OrganisationField(forms.ModelChoiceField):
    """An organisation by its name, in any spelling. A name that several bear asks for the country."""

    widget = LookupInput
    default_error_messages = {
        "unknown": _("No organisation is called “%(text)s”. Choose one of the suggestions, or create it first."),
        "several": _("Several organisations are called that. Choose one of these: %(choices)s"),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Organisation):
            return label(value)
        if _is_key(value):
            organisation = self._organisations().filter(pk=value).first()
            return label(organisation) if organisation else value
        return value

    def to_python(self, value: Any) -> Organisation | None:
        if value in self.empty_values:
            return None
        if _is_key(value):
            return super().to_python(value)
        text = str(value).replace("\0", "").strip()  # PostgreSQL takes no NUL
        name = text.partition(" (")[0]
        namesakes = self._organisations().filter(sort_key=SortKey(Value(name)))  # has an index; parts of names do not
        exact = [organisation for organisation in namesakes if text in (label(organisation), organisation.name)]
        match exact or self._in_any_spelling(name):
            case [organisation]:
                return organisation
            case []:
                raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
            case several:
                choices = "; ".join(label(organisation) for organisation in several[:SUGGESTIONS])
                raise ValidationError(self.error_messages["several"], code="several", params={"choices": choices})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (self.prepare_value(data) or "")

    def _in_any_spelling(self, name: str) -> list[Organisation]:
        if not any(map(str.isalnum, name)):  # signs alone would be in every name
            return []
        return list(self._organisations().filter(folded__contains=Fold(Value(name)))[:200])

    def _organisations(self) -> QuerySet[Organisation]:
        organisations: Any = self.queryset
        return organisations.select_related("country")


def _is_key(value: Any) -> bool:
    """Whether a value is a primary key and not a name; PostgreSQL's have at most 19 digits."""
    return isinstance(value, int) or (isinstance(value, str) and value.isdecimal() and len(value) < 20)
