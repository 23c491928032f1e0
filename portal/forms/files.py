from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.files.checks import check_upload
from portal.files.kinds import CONTENT_TYPES


class FilesInput(forms.FileInput):
    """A file input for several files at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True, "accept": ",".join(f".{ending}" for ending in CONTENT_TYPES)})


class FilesField(forms.FileField):
    """Checked files, each with the name it is kept under. All are fit to be kept, or the field says why not."""

    widget = FilesInput

    def __init__(self, **options: Any) -> None:
        limit = settings.FILE_SIZE_LIMIT // 1024**2
        text = _("Documents, spreadsheets, presentations, pictures and mails, %(limit)s MB each at most.")
        in_words = lazy(lambda: text % {"limit": limit}, str)()  # in the reader's language, not that of the start
        super().__init__(label=_("Files"), help_text=in_words, allow_empty_file=True, **options)

    def clean(self, data: list[UploadedFile] | None, initial: Any = None) -> list[tuple[str, UploadedFile]]:
        if not data:
            super().clean(None, initial)
            return []
        kept, problems = [], []
        for upload in data:
            try:
                kept.append((check_upload(upload), upload))
            except ValidationError as problem:
                problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return kept
