from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.files.storing import keep
from portal.forms.about import AboutForm
from portal.forms.files import FilesField
from portal.models import JournalEntry


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
