from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import PublicField, PublicPage
from portal.records.forms import VersionedForm


class Boxes(forms.CheckboxSelectMultiple):
    """A box for each choice. Where two people clash, what was ticked comes back as lines of one value."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [line for value in super().value_from_datadict(data, files, name) for line in value.splitlines()]


class PublicPageForm(VersionedForm):
    """The page that everybody may open: where it is, what it shows, and whether it is on."""

    groups = [
        (_("Where"), ["owner", "slug", "is_on"]),
        (_("What it shows of each partner, besides name and country"), ["fields"]),
        (_("What stands above the list"), ["introduction_da", "introduction_en"]),
    ]

    class Meta:
        model = PublicPage
        fields = ["owner", "slug", "is_on", "fields", "introduction_da", "introduction_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("Shown fields"), choices=PublicField.choices, required=False, widget=Boxes
        )
