"""Formatted text: HTML with a short list of tags, cleaned on its way into the database."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.text.numbers import number_text
from portal.text.sanitise import clean_html, plain_text

LONGEST = 50_000  # characters that one reads: some twenty pages, and many times the longest text of a case
LONGEST_WITH_MARKUP = 2 * LONGEST


class RichTextarea(forms.Textarea):
    """A plain text area that the editor script takes over where it can run."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 8, "data-rich-text": "", **(attrs or {})})


class RichTextFormField(forms.CharField):
    """Answers with clean HTML, so that an editor left empty counts as empty."""

    widget = RichTextarea

    def to_python(self, value: Any) -> str:
        return clean_html(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > LONGEST and (length := len(plain_text(value))) > LONGEST:
            text = _("The text is %(length)s characters long. It can be at most %(limit)s.")
            raise _too_long(text, length, LONGEST)
        if len(value) > LONGEST_WITH_MARKUP:
            text = _("With its formatting the text is %(length)s characters long. It can be at most %(limit)s.")
            raise _too_long(text, len(value), LONGEST_WITH_MARKUP)


class RichTextField(models.TextField):
    """Text that may hold paragraphs, headings, lists, emphasis and links, and nothing else, however it was written."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean_html(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(form_class=RichTextFormField, widget=RichTextarea, **kwargs)


def _too_long(text: str, length: int, limit: int) -> ValidationError:
    return ValidationError(text % {"length": number_text(length), "limit": number_text(limit)}, code="too_long")
