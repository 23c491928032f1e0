"""A list of short texts that people write one per line."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LinesField(forms.Field):
    """The lines of a text area as a list, for an ArrayField; empty lines are dropped.

    `prefix` is a word that every stored line begins with and nobody types: it is taken off for editing and put back.
    """

    widget = forms.Textarea

    def __init__(self, *, line_length: int, prefix: str = "", **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(**options)
        self.line_length = line_length
        self.prefix = prefix

    def prepare_value(self, value: Sequence[str] | str | None) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return "\n".join(line.removeprefix(self.prefix) for line in value)

    def to_python(self, value: Sequence[str] | str | None) -> list[str]:
        lines = (value or "").splitlines() if value is None or isinstance(value, str) else value
        return [self.prefix + line.strip().removeprefix(self.prefix) for line in lines if line.strip()]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        for number, line in enumerate(value, start=1):
            if len(line) > self.line_length:
                message = _("Line %(number)d is longer than %(limit)d characters.")
                raise ValidationError(message % {"number": number, "limit": self.line_length}, code="line_length")
