"""The quiet button beside a value that its reader may change: a link to a page, which a script opens in place."""

from functools import cache
from html import escape
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.addresses import around_key
from portal.records.rich_text import RichTextField


class EditLink(NamedTuple):
    """A button as HTML, cut where the key of a record belongs: a list has hundreds of these."""

    start: str
    end: str

    def to(self, pk: Any) -> str:
        return f"{self.start}{pk}{self.end}"


def cell_link(model: type[models.Model], name: str, *, column: str) -> EditLink:
    """The button in the cells of a column of a list. The field is its name; whose it is, the head of the row tells.

    What stands between the keys of two rows is always the same, so that a compressed list says it once.
    """
    return _cell_link(model, name, column, get_language())


def fact_link(record: models.Model, name: str) -> str:
    """The button beside a fact of a record, named after both: a page may show facts of several records."""
    start, middle, end = _fact_link(type(record), name, get_language())
    return f"{start}{record.pk}{middle}{escape(str(record))}{end}"


@cache
def _cell_link(model: type[models.Model], name: str, column: str, _language: str | None) -> EditLink:
    field: Any = model._meta.get_field(name)
    before, after = around_key("cell_edit", model._meta.label_lower, beyond=(name,))
    label = escape(_("Edit %(field)s") % {"field": field.verbose_name})
    start = f'<a class="edit"{_away(field)} href="{before}'
    return EditLink(start, f'{after}?column={column}" aria-label="{label}"></a>')


@cache
def _fact_link(model: type[models.Model], name: str, _language: str | None) -> tuple[str, str, str]:
    field: Any = model._meta.get_field(name)
    before, after = around_key("cell_edit", model._meta.label_lower, beyond=(name,))
    label = _("Edit %(field)s of %(record)s") % {"field": field.verbose_name, "record": "\0"}
    label_start, label_end = escape(label).split("\0")
    start = f'<a class="edit"{_away(field)} href="{before}'
    return start, f'{after}" id="edit-{name}" aria-label="{label_start}', f'{label_end}"></a>'


def _away(field: models.Field) -> str:
    return " data-away" if isinstance(field, RichTextField) else ""  # to the page, which has the editor
