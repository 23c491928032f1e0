import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.files.kinds import clean_name, extension_of
from portal.files.storing import keep
from portal.forms.about import choose_among
from portal.forms.files import FilesField
from portal.models import Attachment, Organisation
from portal.records.forms import VersionedForm


class AttachForm(forms.Form):
    """Files to attach to a record."""

    creation_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    owner = forms.ModelChoiceField(label=_("Kept by"), queryset=Organisation.objects.none(), empty_label=None)
    uploads = FilesField()
    description = forms.CharField(label=_("Description"), max_length=300, required=False)

    def __init__(self, *args: Any, owners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        choose_among(self, owners)

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
