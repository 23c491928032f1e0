from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from partnerships import terms
from partnerships.models import Agreement
from partnerships.notice import before_notice, effect_sentence, is_possible, missed_end
from portal.addresses import address
from portal.records.forms import VersionedForm
from portal.records.partial_date import day_text


class NoticeForm(VersionedForm):
    """Notice of an agreement: it says at once what the notice comes to, and asks again if it comes too late."""

    is_main = False

    give_anyway = forms.BooleanField(label=_("Give notice all the same"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Agreement
        fields = ["notice_given_on", "notice_given_by", "notice_received_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_given_on"].required = True
        has_notice = self.instance.notice_given_on and not self.instance.notice_withdrawn_on
        if not self.is_bound and not has_notice:
            self.initial["notice_given_on"] = timezone.localdate()
        days = [f"#{self[name].auto_id}" for name in ("notice_given_on", "notice_received_on")]
        self.fields["notice_received_on"].similar = {  # type: ignore[attr-defined]  # for components/field.html
            "address": address("partnerships:agreement_effect", self.instance.pk),
            "trigger": ", ".join(["load", *(f"change from:{day}" for day in days)]),
            "include": ", ".join(days),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("notice_received_on") or cleaned.get("notice_given_on")
        if day is None:
            return cleaned
        term = before_notice(self.instance)
        if not is_possible(term, day):
            self.add_error("notice_given_on", effect_sentence(term, day))
        elif missed_end(term, day):
            self.fields["give_anyway"].widget = forms.CheckboxInput()
            if not cleaned.get("give_anyway"):
                self.add_error("give_anyway", effect_sentence(term, day))
        return cleaned

    def save(self, commit: bool = True) -> Agreement:
        """A new notice stands by itself: that an earlier one was withdrawn is for the history."""
        self.instance.notice_withdrawn_on = None
        return super().save(commit)


class WithdrawalForm(VersionedForm):
    """A notice that is taken back, while it has not taken effect."""

    is_main = False

    class Meta:
        model = Agreement
        fields = ["notice_withdrawn_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_withdrawn_on"].required = True
        if not self.is_bound and not self.instance.notice_withdrawn_on:
            self.initial["notice_withdrawn_on"] = timezone.localdate()

    def clean_notice_withdrawn_on(self) -> Any:
        day, term = self.cleaned_data["notice_withdrawn_on"], self.instance.term
        if term.notice_given_on is None:
            raise forms.ValidationError(_("No notice has been given."))
        end = terms.notice_takes_effect(term, term.notice_given_on)
        if day > end:
            text = _now("The notice took effect on %(end)s; it cannot be withdrawn after that day.")
            raise forms.ValidationError(text % {"end": day_text(end)})
        return day
