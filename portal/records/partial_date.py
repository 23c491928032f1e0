"""Dates known to the year, the month or the day: "1951", "1987-08", "1987-08-04" (EDTF level 0)."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
# As people type them: 1951 · 8.1987 · 4.8.1987 (also with / or -), besides the ISO forms.
TYPED = re.compile(r"(?:(?:(\d{1,2})[./-])?(\d{1,2})[./-])?(\d{4})", re.ASCII)


def first_day(value: str) -> date | None:
    """The earliest day that `value` can mean; None for an empty value."""
    return _first_day(value) if value else None


def display(value: str) -> str:
    """`value` as people read it: "1951", "august 1987", "4. august 1987"."""
    return _display(value, get_language()) if len(value) > 4 else value


def day_text(day: date) -> str:
    """A day as people read it: "4. august 1987"."""
    return _day_text(day, get_language())


def parse(text: str) -> str:
    """What a person typed as a stored value. Raises ValueError for no such date."""
    text = "".join(text.split())
    if match := ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := TYPED.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise ValueError(text)
    value = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    if not 1000 <= _first_day(value).year < 3000:
        raise ValueError(text)
    return value


# Both are kept for each language: formatting the dates was a third of what a list costs.
@lru_cache(maxsize=10_000)
def _display(value: str, _language: str | None) -> str:
    day = _first_day(value)
    return f"{MONTHS[day.month]} {day.year}" if len(value) == 7 else day_text(day)


@lru_cache(maxsize=10_000)
def _day_text(day: date, _language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")


def _first_day(value: str) -> date:
    match = ISO.fullmatch(value)
    if match is None:
        raise ValueError(value)
    year, month, day = match.groups()
    return date(int(year), int(month or 1), int(day or 1))


class PartialDateFormField(forms.CharField):
    """One text field for all three precisions."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kwargs.setdefault("help_text", _("A year, or a date such as 4.8.1987."))
        super().__init__(max_length=20, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return parse(text)
        except ValueError:
            raise ValidationError(_("Enter a year (1951) or a date (4.8.1987)."), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and ISO.fullmatch(value) and len(value) > 4:
            return ".".join(part.lstrip("0") for part in reversed(value.split("-")))
        return value


class PartialDateField(models.CharField):
    """Stored as ISO text, so that "1951" stays as honest as it is and still sorts among full dates."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
        self.validators.append(RegexValidator(r"^([0-9]{4}(-[0-9]{2}){0,2})?\Z"))

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(form_class=PartialDateFormField, **kwargs)
