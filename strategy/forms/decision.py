from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import Decision


class DecisionForm(VersionedForm):
    """What was decided on an item."""

    class Meta:
        model = Decision
        fields = ["outcome", "text", "decided_on"]
        help_texts = {"text": _("In the words of the minutes. Say also who was against or absent.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.instance.item_id and self.instance.item.meeting:
            self.initial["decided_on"] = self.instance.item.meeting.day

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return day
