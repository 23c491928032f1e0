"""The fields of a filter as HTML, written here and not in a template: every list has up to ten of them."""

from html import escape

from django import forms, template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def filter_fields(form: forms.Form) -> SafeString:
    written = [str(field) for field in form.hidden_fields()]
    written += [_filter_field(field) for field in form.visible_fields()]
    return mark_safe("\n  ".join(written))  # noqa: S308 - labels are escaped below, fields by their widgets


def _filter_field(field: forms.BoundField) -> str:
    key, label = field.auto_id, escape(str(field.label))
    match field.field.widget:
        case forms.CheckboxInput():
            return f'<div class="field check">{field}<label for="{key}">{label}</label></div>'
        case forms.SelectMultiple() | forms.CheckboxSelectMultiple() | forms.RadioSelect():
            choose = escape(_("Choose"))
            choices = f'<details class="choices"><summary>{choose}</summary>{field}</details>'
            name = f'<span class="label" id="{key}_label">{label}</span>'
            return f'<div class="field" role="group" aria-labelledby="{key}_label">{name}{choices}</div>'
        case forms.Select():
            box = f'<span class="select">{field}</span>'
        case _:
            box = str(field)
    search = " search" if isinstance(field.field.widget, forms.SearchInput) else ""
    return f'<div class="field{search}"><label for="{key}">{label}</label>{box}</div>'
