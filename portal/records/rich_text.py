"""Formatted text: HTML with a short list of tags, cleaned on its way into the database."""

from typing import Any

from django import forms
from django.db import models

from portal.text.sanitise import clean_html


class RichTextarea(forms.Textarea):
    """A plain text area that the editor script takes over where it can run."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 8, "data-rich-text": "", **(attrs or {})})


class RichTextFormField(forms.CharField):
    """Answers with clean HTML, so that an editor left empty counts as empty."""

    widget = RichTextarea

    def to_python(self, value: Any) -> str:
        return clean_html(super().to_python(value) or "")


class RichTextField(models.TextField):
    """Text that may hold paragraphs, headings, lists, emphasis and links, and nothing else, however it was written."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean_html(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(form_class=RichTextFormField, widget=RichTextarea, **kwargs)
