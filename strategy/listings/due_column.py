from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from portal.deadlines.registry import distance_in_words, strength_of
from portal.lists.columns import Column
from strategy.models import FINISHED


class DueColumn(Column):
    """The day something is due, as a deadline while it is unfinished."""

    css_class = "date"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.path, "progress")

    def text(self, *fields: Any) -> str:
        return "" if fields[0] is None else date_format(fields[0], "DATE_FORMAT")

    def html(self, *fields: Any) -> str:
        return due(*fields, today=timezone.localdate())


def due(day: date | None, progress: str, *, today: date) -> str:
    """The day something is due as HTML: a deadline in one of three strengths, and a plain date once it is finished."""
    if day is None:
        return ""
    text = date_format(day, "DATE_FORMAT")
    if progress in FINISHED:
        return format_html('<time datetime="{}">{}</time>', day.isoformat(), text)
    return format_html(
        '<time class="deadline" datetime="{}" data-strength="{}"><span>{} ({})</span></time>',
        day.isoformat(),
        strength_of(day, today),
        text,
        distance_in_words(day, today),
    )
