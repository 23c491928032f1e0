"""Choosing organisations among thousands: text fields that suggest as one types, and work as plain ones too."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Value
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation
from portal.text.danish import Fold, SortKey
from portal.text.numbers import whole_number

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


class LookupsInput(forms.CheckboxSelectMultiple):
    """Ticked boxes for what is chosen, and inputs with suggestions to add more by name: its values are keys and names.

    There is one empty input; where scripts run, static/js/one-more.js adds another when it is filled.
    """

    template_name = "components/lookups.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [text for text in super().value_from_datadict(data, files, name) or [] if text.strip()]

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Boxes for those that are chosen only, so that the others need not be looked up."""
        choices: Any = self.choices
        chosen = choices.queryset.filter(pk__in=filter(_is_key, value)).select_related("country")
        return [
            (None, [self.create_option(name, one.pk, label(one), True, index, attrs=attrs)], index)
            for index, one in enumerate(chosen)
        ]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        names = [text for text in widget["value"] if not _is_key(text)]
        widget["inputs"] = [self._input(widget, number, text) for number, text in enumerate([*names, ""])]
        widget["more"] = self._input(widget, "more", "")
        return context

    @staticmethod
    def _input(widget: dict[str, Any], number: object, text: str) -> dict[str, Any]:
        prompt = _("Add an organisation by name")
        own = {"id": f"{widget['attrs'].get('id', widget['name'])}_name_{number}", "aria-label": prompt}
        given = {key: value for key, value in widget["attrs"].items() if text or key != "aria-invalid"}
        context = LookupInput().get_context(widget["name"], text, {**given, **own, "placeholder": prompt})
        return context["widget"]


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


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Organisations, each by its key or by its name as `OrganisationField` takes it."""

    widget = LookupsInput

    def clean(self, value: Any) -> QuerySet[Organisation]:
        by_name = OrganisationField(self.queryset)
        keys, problems = [], []
        for text in value or []:
            try:
                keys.append(text if _is_key(text) else by_name.clean(text).pk)
            except ValidationError as problem:
                problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return super().clean(keys)


def _is_key(value: Any) -> bool:
    """Whether a value is a primary key and not a name."""
    return isinstance(value, int) or (isinstance(value, str) and whole_number(value) is not None)
