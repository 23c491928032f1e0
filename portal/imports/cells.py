"""What a cell means for a field of a form. Each text is worked out once, however many rows have it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.imports.names import NameBook, fold, with_what_names_need
from portal.imports.registry import Importer, owner_relations
from portal.imports.values import choice_names, form_value, several
from portal.models import Organisation, User
from portal.records.clash import display
from portal.records.forms import VersionedForm, chooses_many
from portal.records.partial_date import PartialDateFormField
from portal.records.partial_date import display as display_partial_date
from portal.records.rich_text import RichTextFormField
from portal.records.versioned import VersionedModel
from portal.text.sanitise import plain_text

KEPT = 20_000  # texts of one field that are remembered; files with more repeat little


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one text means for one field: a value, or the records it may name; or why it means nothing."""

    value: Any = None
    shown: str = ""  # the value as a person reads it
    keys: tuple[Any, ...] = ()
    problem: str = ""


@dataclass
class Column:
    """One field of the form, and what it takes to understand its cells."""

    name: str
    form_field: forms.Field
    model_field: models.Field | None
    choices: dict[str, str] = field(default_factory=dict)  # codes by all that they are called, folded
    book: NameBook | None = None  # of the records to choose among
    meanings: dict[str, Meaning] = field(default_factory=dict)

    @property
    def chooses_many(self) -> bool:
        return chooses_many(self.form_field)

    @property
    def has_default(self) -> bool:
        return self.model_field is not None and self.model_field.has_default()

    @property
    def required(self) -> str:
        """What is said of an empty cell; "" if it may be empty."""
        return str(self.form_field.error_messages["required"]) if self.form_field.required else ""

    def learn(self, texts: Iterable[str]) -> None:
        """Work out what texts mean that have not been met yet."""
        if len(self.meanings) > KEPT:
            self.meanings.clear()
        new = {text for text in texts if text not in self.meanings}
        parts = {part for text in new for part in (several(text) if self.chooses_many else [text])}
        folded = fold(parts) if new and (self.choices or self.book) else {}
        for text in new:
            self.meanings[text] = self._meaning(text, folded)

    def _meaning(self, text: str, folded: Mapping[str, str]) -> Meaning:
        if self.book:
            return self._many(text, folded) if self.chooses_many else self._one(text, folded)
        codes = {text: self.choices[folded[text]]} if folded.get(text) in self.choices else {}
        try:
            value = self.form_field.clean(form_value(self.form_field, text, codes))
            if self.model_field is not None and value not in self.form_field.empty_values:
                self.model_field.clean(value, None)
        except ValidationError as error:
            return Meaning(problem=" ".join(error.messages))
        return Meaning(value, self.shown(value))

    def _one(self, text: str, folded: Mapping[str, str]) -> Meaning:
        if not text.strip():
            return Meaning(problem=self.required)
        keys = self.book.called(folded[text]) if self.book else ()
        return Meaning(keys=keys, problem="" if keys else self._unknown([text]))

    def _many(self, text: str, folded: Mapping[str, str]) -> Meaning:
        found = {part: self.book.called(folded[part]) if self.book else () for part in several(text)}
        if unknown := [part for part, keys in found.items() if not keys]:
            return Meaning(problem=self._unknown(unknown))
        if many := [part for part, keys in found.items() if len(keys) > 1]:
            return Meaning(problem=_("Several are called “%(text)s”.") % {"text": "; ".join(many)})
        problem = "" if found else self.required
        return Meaning(frozenset(keys[0] for keys in found.values()), text, problem=problem)

    def _unknown(self, texts: list[str]) -> str:
        kind = self.records.model._meta.verbose_name
        return _("No %(kind)s is called “%(text)s”.") % {"kind": kind, "text": "; ".join(texts)}

    @property
    def records(self) -> models.QuerySet[Any]:
        """The records to choose among."""
        records: models.QuerySet[Any] = self.form_field.queryset  # type: ignore[attr-defined]
        return records

    def shown(self, value: Any) -> str:
        """A value as a person reads it."""
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        if isinstance(self.form_field, PartialDateFormField) and value:
            return display_partial_date(value)
        return display(self.form_field, value)

    def is_same(self, stored: Any, value: Any) -> bool:
        """Whether a cell says what is stored: a list shows no seconds, no formatting, and long texts abridged."""
        if isinstance(stored, datetime) and isinstance(value, datetime):
            return stored.replace(second=0, microsecond=0) == value.replace(second=0, microsecond=0)
        if not isinstance(stored, str) or not isinstance(value, str) or stored == value:
            return bool(stored == value)
        if isinstance(self.form_field, RichTextFormField):
            stored, value = plain_text(stored), plain_text(value)
        before, after = " ".join(stored.split()), " ".join(value.split())
        return before == after if not after.endswith("…") else before.startswith(after[:-1].rstrip())


def columns(importer: Importer, form: VersionedForm, names: Iterable[str], owner: Organisation | None) -> list[Column]:
    """The columns for some fields of a form, which knows its user; of records with an owner, only `owner`'s count."""
    return [_column(name, form.fields[name], importer, owner) for name in names]


def _column(name: str, form_field: Any, importer: Importer, owner: Organisation | None) -> Column:
    try:
        model_field: Any = importer.model._meta.get_field(name)
    except FieldDoesNotExist:
        model_field = None
    column = Column(name, form_field, model_field)
    if isinstance(form_field, forms.ModelChoiceField):
        column.model_field = None if column.chooses_many else model_field
        records: Any = form_field.queryset
        model = records.model
        needs = [need.removeprefix(f"{name}__") for need in importer.needs if need.startswith(f"{name}__")]
        if issubclass(model, VersionedModel):
            if model.owner_path and owner:
                records = records.filter(**{model.owner_path: owner})
            needs += owner_relations(model)
        records = with_what_names_need(records)
        form_field.queryset = records.select_related(*needs) if needs else records
        column.book = NameBook(form_field.queryset)
    elif isinstance(form_field, forms.ChoiceField):
        names = list(choice_names(form_field))
        folded = fold(label for label, _code in names)
        column.choices = {folded[label]: code for label, code in reversed(names)}
    return column


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    match value:
        case models.Model():
            return value.pk
        case date() | Decimal():
            return str(value)
        case frozenset():
            return sorted(value)
        case _:
            return value


def form_of(importer: Importer, user: User, instance: VersionedModel | None = None) -> VersionedForm:
    return importer.form_class(instance=instance or importer.model(), user=user)
