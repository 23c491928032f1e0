from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Reminder
from partnerships.terms import add_months
from portal.models import User
from portal.records.partial_date import day_text


class SnoozeForm(forms.Form):
    """Until when a reminder is put off: a day from tomorrow to the last on which it can be handled."""

    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), localize=False
    )

    def __init__(self, *args: Any, today: date, last_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.last_day = today, last_day
        self.fields["until"].help_text = _("%(day)s at the latest.") % {"day": day_text(last_day)}

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.today < until <= self.last_day:
            raise forms.ValidationError(_("Choose a day from tomorrow to the deadline."))
        return until

    @property
    def shortcuts(self) -> list[tuple[date, str]]:
        """The days that one click chooses."""
        days = [(self.today + timedelta(weeks=1), _("1 week")), (add_months(self.today, 1), _("1 month"))]
        return [(day, str(label)) for day, label in days if day <= self.last_day]


class HandOverForm(forms.Form):
    """Which colleague takes a reminder over: anybody who works for the owner and has not got it already."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))

    def __init__(self, *args: Any, reminder: Reminder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(is_active=True, roles__owner=reminder.record.owning_id())
        self.fields["to"].queryset = colleagues.exclude(pk=reminder.user_id).order_by("name", "pk")  # type: ignore[attr-defined]
