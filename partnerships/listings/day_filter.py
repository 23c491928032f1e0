from typing import Any

import django_filters
from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from portal.lists.columns import Text
from portal.lists.filters import Light


class DayInput(forms.DateInput):
    """A field for a day, written in one go as lists' other controls are."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = {"type": "date", "name": name, "value": self.format_value(value)}
        return mark_safe(f"<input{flatatt(self.build_attrs(own, attrs))}>")  # noqa: S308 - flatatt escapes


class DayFilter(Light, django_filters.DateFilter):
    """A day to choose; unless told otherwise, rows whose own day is not after it."""

    def __init__(self, field_name: str, *, label: Text, **options: Any) -> None:
        super().__init__(field_name, lookup_expr="lte", label=label, widget=DayInput(format="%Y-%m-%d"), **options)
