"""Typed columns: each knows the fields it needs and its cell as a value, as text and as HTML."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.addresses import around_key
from portal.records import partial_date
from portal.text.numbers import number_text

type Text = str | Promise


class Column:
    """One column of a list. `path` is the lookup of its field; `sort` the lookups it is ordered by, "" for none.

    Where `path` leads to another record, `related` is the field of that one which is shown; it knows its own order.
    `edit` names the field of the record's form that is changed in the cells of this column.
    """

    css_class = ""
    repeats = False  # whether few values fill many rows, so that it pays to write each once

    def __init__(
        self,
        name: str,
        heading: Text,
        *,
        path: str = "",
        related: str = "",
        sort: str | None = None,
        shown: bool = True,
        annotation: Combinable | None = None,
        edit: str = "",
    ) -> None:
        self.name = name
        self.heading = heading
        self.path = path or name
        if related:
            sort = f"{self.path}__sort_key" if sort is None else sort
            self.path = f"{self.path}__{related}"
        self.sort = self.path if sort is None else sort
        self.shown = shown
        self.annotation = annotation
        self.edit = edit

    def heading_html(self, language: str | None) -> str:
        return _heading_html(self, language)

    def order(self, *, descending: bool) -> OrderBy:
        """What the rows are ordered by."""
        return OrderBy(F(self.sort), descending=descending)

    @property
    def fields(self) -> tuple[str, ...]:
        """Lookups whose values `value`, `text` and `html` are given, in this order."""
        return (self.path,)

    def value(self, *fields: Any) -> Any:
        """The cell as a spreadsheet keeps it."""
        return fields[0]

    def text(self, *fields: Any) -> str:
        """The cell as a person reads it."""
        value = self.value(*fields)
        return "" if value is None else str(value)

    def html(self, *fields: Any) -> str:
        """The cell as escaped HTML."""
        return escape(self.text(*fields))


class TextColumn(Column):
    """Text as it stands."""


class LinkColumn(Column):
    """The name of the row, or of a `related` record, a link to its page."""

    arguments: tuple[str, ...] = ()  # what the address takes before the key

    def __init__(self, name: str, heading: Text, *, to: str, pk: str = "", **options: Any) -> None:
        super().__init__(name, heading, **options)
        self.to = to
        self.pk = pk or (f"{options.get('path') or name}_id" if options.get("related") else "pk")

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.path, self.pk)

    def html(self, *fields: Any) -> str:
        if fields[1] is None:
            return ""
        before, after = around_key(self.to, *self.arguments)
        return f'<a href="{before}{fields[1]}{after}">{escape(self.text(*fields))}</a>'


class RecordColumn(LinkColumn):
    """The name of a row whose kind has no page of its own: a link to where it stands on the page of another."""

    def __init__(self, name: str, heading: Text, *, kind: str, **options: Any) -> None:
        super().__init__(name, heading, to="record_detail", **options)
        self.arguments = (kind,)


class AboutColumn(Column):
    """The kind and the name of the record that the row is about, a link to its page; for an `AboutListing`."""

    def __init__(self, name: str, heading: Text) -> None:
        super().__init__(name, heading, path="about_name")

    @property
    def fields(self) -> tuple[str, ...]:
        return ("about_kind", "about_id", self.path)

    def value(self, *fields: Any) -> str:
        kind, _pk, title = fields
        return f"{capfirst(apps.get_model(kind)._meta.verbose_name)}: {title or ''}"

    def html(self, *fields: Any) -> str:
        before, after = around_key("record_detail", fields[0])
        return f'<a href="{before}{fields[1]}{after}">{escape(self.text(*fields))}</a>'


class NumberColumn(Column):
    """A number, written with separators."""

    css_class = "number"

    def text(self, *fields: Any) -> str:
        return "" if fields[0] is None else number_text(fields[0])


class DateColumn(Column):
    """A day."""

    css_class = "date"
    repeats = True

    def text(self, *fields: Any) -> str:
        day = self.value(*fields)
        return "" if day is None else partial_date.day_text(day)


class LastDateColumn(DateColumn):
    """The day on which something was last done. Never is longer ago than any day."""

    def order(self, *, descending: bool) -> OrderBy:
        field = F(self.sort)
        return field.desc(nulls_last=True) if descending else field.asc(nulls_first=True)


class PartialDateColumn(Column):
    """A day, a month or a year."""

    css_class = "date"
    repeats = True

    def value(self, *fields: Any) -> Any:
        is_day = len(fields[0]) == len("1987-08-04")
        return partial_date.first_day(fields[0]) if is_day else partial_date.display(fields[0])

    def text(self, *fields: Any) -> str:
        return partial_date.display(fields[0])


class ChoiceColumn(Column):
    """The label of a choice."""

    repeats = True

    def __init__(self, name: str, heading: Text, *, choices: Any, **options: Any) -> None:
        super().__init__(name, heading, **options)
        self.labels: Mapping[str, Text] = dict(choices.choices)

    def value(self, *fields: Any) -> str:
        return str(self.labels.get(fields[0], fields[0] or ""))


class BadgeColumn(ChoiceColumn):
    """The label of a choice as a badge, whose tone (good, warning, danger, info) is also told by its shape."""

    def __init__(self, name: str, heading: Text, *, tones: Mapping[str, str], **options: Any) -> None:
        super().__init__(name, heading, **options)
        self.tones = tones

    def html(self, *fields: Any) -> str:
        if not fields[0]:
            return ""
        tone = self.tones.get(fields[0], "neutral")
        return f'<span class="badge" data-tone="{tone}">{escape(self.text(*fields))}</span>'


class YesNoColumn(Column):
    """Whether something is so; empty where it is not."""

    repeats = True

    def value(self, *fields: Any) -> str:
        return _("yes") if fields[0] else ""


class LocalisedColumn(Column):
    """A name kept in Danish and in English, such as a country's; sorted in Danish order."""

    repeats = True

    @property
    def fields(self) -> tuple[str, ...]:
        return (f"{self.path}_{'en' if get_language() == 'en' else 'da'}",)


class NamesColumn(Column):
    """The names of the records that a row is linked to, in Danish order."""

    def __init__(self, name: str, heading: Text, *, rows: QuerySet[Any, Any], **options: Any) -> None:
        super().__init__(name, heading, path=f"{name}_names", sort="", annotation=ArraySubquery(rows), **options)

    def value(self, *fields: Any) -> str:
        return ", ".join(fields[0])


class ComputedColumn(Column):
    """Something worked out from several fields by `compute(*fields)`; not sortable unless told by what."""

    def __init__(
        self,
        name: str,
        heading: Text,
        *,
        needs: tuple[str, ...],
        compute: Callable[..., Any],
        sort: str = "",
        **options: Any,
    ) -> None:
        super().__init__(name, heading, sort=sort, **options)
        self.needs = needs
        self.compute = compute

    @property
    def fields(self) -> tuple[str, ...]:
        return self.needs

    def value(self, *fields: Any) -> Any:
        return self.compute(*fields)


@lru_cache(maxsize=2_000)
def _heading_html(column: Column, _language: str | None) -> str:
    return escape(str(column.heading))
