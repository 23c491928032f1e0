"""The quiet button beside a value that its reader may change: a link to a page, which a script opens in place."""

from functools import cache
from html import escape
from typing import Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.records.rich_text import RichTextField


class EditLink(NamedTuple):
    """A button as HTML, cut where the escaped name and the key of a record belong: a list has hundreds of these.

    The two stand close together, so that a compressed row says them once.
    """

    start: str
    middle: str
    end: str

    def to(self, pk: Any, record: str) -> str:
        return f"{self.start}{escape(record)}{self.middle}{pk}{self.end}"


def edit_link(model: type[models.Model], name: str, *, column: str = "") -> EditLink:
    """The button of a field. A `column` is the one of the record type's list in whose cells it stands."""
    return _edit_link(model, name, column, get_language())


@cache
def _edit_link(model: type[models.Model], name: str, column: str, _language: str | None) -> EditLink:
    field: Any = model._meta.get_field(name)
    before, after = reverse("cell_edit", args=[model._meta.label_lower, 987654321, name]).split("987654321")
    label = _("Edit %(field)s of %(record)s") % {"field": field.verbose_name, "record": "\0"}
    label_start, label_end = escape(label).split("\0")
    place = f"?column={column}" if column else f'" id="edit-{name}'
    away = " data-away" if isinstance(field, RichTextField) else ""  # to the page, which has the editor
    start = f'<a class="edit"{away} aria-label="{label_start}'
    return EditLink(start, f'{label_end}" href="{before}', f'{after}{place}"></a>')
