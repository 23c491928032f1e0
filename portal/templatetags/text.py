"""What templates need to show stored text and facts."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from portal.records.partial_date import PartialDateField, day_text, display
from portal.records.rich_text import RichTextField
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


@register.simple_tag
def fact(record: Any, name: str) -> SafeString:
    """A field of a record as a pair for `<dl class="facts">`; nothing at all for an empty field."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if value in (None, ""):
        return mark_safe("")
    if field.choices:
        shown: Any = getattr(record, f"get_{name}_display")()
    elif isinstance(field, PartialDateField):
        shown = display(value)
    elif hasattr(value, "get_absolute_url"):
        shown = format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    elif isinstance(field, RichTextField):
        shown = rich(value)
    elif field.get_internal_type() == "TextField":
        shown = template.defaultfilters.linebreaks_filter(value)
    else:
        shown = day_text(value) if field.get_internal_type() == "DateField" else value
    label = conditional_escape(capfirst(str(field.verbose_name)))
    return mark_safe(f"<div><dt>{label}</dt><dd>{conditional_escape(shown)}</dd></div>")  # noqa: S308 - both are escaped
