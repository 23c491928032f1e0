"""What templates need to show stored text and facts."""

from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.db import models
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.lists.edit_link import fact_link
from portal.records.forms import form_class_of
from portal.records.partial_date import PartialDateField, day_text, display
from portal.records.rich_text import RichTextField
from portal.text.numbers import number_text
from portal.text.sanitise import clean_html

register = template.Library()


@register.filter
def rich(value: str) -> SafeString:
    """Formatted text as HTML. Cleaned once more, since raw SQL may have written it."""
    return mark_safe(f'<div class="rich">{clean_html(value)}</div>') if value else mark_safe("")  # noqa: S308


@register.filter
def kind(record: Any) -> str:
    """What sort of record it is: "Agreement"."""
    return capfirst(str(record._meta.verbose_name))


@register.simple_tag(takes_context=True)
def fact(context: template.Context, record: Any, name: str) -> SafeString:
    """A field of a record as a pair for `<dl class="facts">`; nothing at all for an empty field.

    Where `may_change` is in the context, empty fields are shown too, and what the record's form asks can be edited.
    """
    form_class = form_class_of(type(record)) if context.get("may_change") else None
    is_editable = form_class is not None and name in form_class.base_fields
    value = editable_fact(record, name) if is_editable else conditional_escape(shown(record, name))
    if not value:
        return mark_safe("")
    label = _label(record._meta.model, name, get_language())
    return mark_safe(f"<div><dt>{label}</dt><dd>{value}</dd></div>")  # noqa: S308 - both are escaped


@cache
def _label(model: type[models.Model], name: str, _language: str | None) -> str:
    field: Any = model._meta.get_field(name)
    return escape(capfirst(str(field.verbose_name)))


def editable_fact(record: Any, name: str) -> SafeString:
    """A field of a record as a page shows it, with the button that edits it."""
    value = conditional_escape(shown(record, name)) or format_html('<span class="meta">{}</span>', _("not stated"))
    return mark_safe(f"{value} {fact_link(record, name)}")  # noqa: S308 - as above


def shown(record: Any, name: str) -> Any:
    """A field of a record as people read it, "" if it is empty."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if field.many_to_many:
        return ", ".join(map(str, value.all()))
    if value in (None, ""):
        return ""
    if field.choices:
        return getattr(record, f"get_{name}_display")()
    if isinstance(field, PartialDateField):
        return display(value)
    if hasattr(value, "get_absolute_url"):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    if isinstance(field, RichTextField):
        return rich(value)
    if field.get_internal_type() == "TextField":
        return template.defaultfilters.linebreaks_filter(value)
    if isinstance(value, Decimal):
        return number_text(value)
    return day_text(value) if field.get_internal_type() == "DateField" else value
