"""Forms of what is kept about a record: files, journal entries, contacts."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.files.checks import check_upload
from portal.files.kinds import CONTENT_TYPES, clean_name, extension_of
from portal.files.storing import keep
from portal.models import Attachment, Contact, JournalEntry, Organisation
from portal.records.around import keepers
from portal.records.forms import VersionedForm


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
        super().__init__(label=_("Files"), help_text=text % {"limit": limit}, allow_empty_file=True, **options)

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


class UploadForm(forms.Form):
    """Files to attach to a record."""

    creation_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    owner = forms.ModelChoiceField(label=_("Kept by"), queryset=Organisation.objects.none(), empty_label=None)
    uploads = FilesField()
    description = forms.CharField(label=_("Description"), max_length=300, required=False)

    def __init__(self, *args: Any, owners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        _choose_among(self, owners)

    def save(self, about: Any) -> list[Attachment]:
        given = self.cleaned_data
        return keep(
            given["uploads"],
            about=about,
            owner=given.get("owner") or self.owners[0],
            description=given["description"],
            creation_key=given["creation_key"],
        )


class AttachmentForm(VersionedForm):
    """What an attached file is called, and what it is."""

    class Meta:
        model = Attachment
        fields = ["name", "description"]

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        ending = extension_of(self.instance.name)
        if extension_of(name) != ending:
            raise ValidationError(_("The name must go on ending in .%(ending)s.") % {"ending": ending})
        return name


class AboutForm(VersionedForm):
    """Something new about a record: who keeps it is asked only where that can be several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        owners = keepers(self.instance.about, self.user) if is_new else [self.instance.owner]
        _choose_among(self, owners)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and name != "owner":
                field.queryset = field.queryset.filter(owner__in=owners)  # type: ignore[union-attr]  # persons


class JournalEntryForm(AboutForm):
    """A dated note, with the people who took part and, while it is new, files."""

    uploads = FilesField(required=False)

    class Meta:
        model = JournalEntry
        fields = ["owner", "title", "kind", "day", "text", "persons"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["autofocus"] = True
        if self.instance.pk:  # its page takes more
            del self.fields["uploads"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        owner = cleaned.get("owner", self.instance.owner)
        if any(person.owner_id != owner.pk for person in cleaned.get("persons", ())):
            self.add_error("persons", _("Some of these people belong to another owner."))
        return cleaned

    def save(self, commit: bool = True) -> JournalEntry:
        with transaction.atomic():
            entry = super().save(commit)
            if uploads := self.cleaned_data.get("uploads"):
                keep(uploads, about=entry, owner=entry.owner)
        return entry


class ContactForm(AboutForm):
    """A person's role in a record."""

    class Meta:
        model = Contact
        fields = ["owner", "person", "role", "starts_on", "ends_on"]


def _choose_among(form: forms.BaseForm, owners: list[Organisation]) -> None:
    """Asks for the owner only where there is a choice."""
    if len(owners) < 2:
        form.fields.pop("owner", None)
    else:
        owner: Any = form.fields["owner"]
        owner.queryset = Organisation.objects.filter(pk__in=[each.pk for each in owners])
