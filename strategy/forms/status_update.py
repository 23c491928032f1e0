from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from strategy.models import ActionItem, Initiative, Progress, StatusUpdate


class StatusUpdateForm(forms.ModelForm):
    """How a piece of work goes, and why. The hidden version is that of the work, since its status is what changes."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = StatusUpdate
        fields = ["progress", "note"]
        widgets = {
            "progress": forms.Select(attrs={"data-focus": ""}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: QueryDict | None = None, *, record: Initiative | ActionItem) -> None:
        reported = "" if record.progress == Progress.NOT_REPORTED else record.progress
        super().__init__(
            data,
            auto_id=f"{record._meta.model_name}-{record.pk}-%s",
            initial={"version": record.version, "progress": reported},
        )
        progress: Any = self.fields["progress"]
        progress.choices = [(value, label) for value, label in progress.choices if value != Progress.NOT_REPORTED]
        self.fields["note"].help_text = _("A few words: what has happened, and what comes next.")
