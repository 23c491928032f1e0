from typing import Any

from django import forms

from portal.models import Organisation
from portal.records.around import keepers
from portal.records.forms import VersionedForm


class AboutForm(VersionedForm):
    """Something new about a record: who keeps it is asked only where that can be several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        owners = keepers(self.instance.about, self.user) if is_new else [self.instance.owner]
        choose_among(self, owners)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and name != "owner":
                field.queryset = field.queryset.filter(owner__in=owners)  # type: ignore[union-attr]  # persons


def choose_among(form: forms.BaseForm, owners: list[Organisation]) -> None:
    """Asks for the owner only where there is a choice."""
    if len(owners) < 2:
        form.fields.pop("owner", None)
    else:
        owner: Any = form.fields["owner"]
        owner.queryset = Organisation.objects.filter(pk__in=[each.pk for each in owners])
