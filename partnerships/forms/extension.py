from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from partnerships.models import Agreement, Extension
from partnerships.terms import TermKind
from portal.records.forms import VersionedForm
from portal.records.partial_date import day_text


class ExtensionForm(VersionedForm):
    """When both sides agreed that an agreement goes on, and until when."""

    field_order = ["agreed_on", "ends_on", "without_end"]
    without_end = forms.BooleanField(label=_("From then on until further notice, without an end"), required=False)

    class Meta:
        model = Extension
        fields = ["agreed_on", "ends_on", "note"]
        help_texts = {"ends_on": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["without_end"].initial = self.instance.pk is not None and self.instance.ends_on is None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        agreement = self.instance.agreement if self.instance.agreement_id else cleaned.get("agreement")  # of a file
        agreed_on, ends_on = self.will_be("agreed_on"), self.will_be("ends_on")
        if agreement is None:
            return cleaned
        if agreement.term_kind != TermKind.FIXED or agreement.follows_id:
            self.add_error(None, _("Only an agreement of a fixed term that follows no other can be extended."))
        elif agreed_on and ends_on and (end := self._end_without(agreement, agreed_on)) and ends_on <= end:
            text = _now("Without the extension the agreement ends on %(end)s; it can only make the end later.")
            self.add_error("ends_on" if "ends_on" in self.fields else None, text % {"end": day_text(end)})
        asks = self.is_bound and "without_end" in self.fields  # a file and an edit in place have said which they mean
        if asks and "ends_on" in cleaned and bool(ends_on) == cleaned["without_end"]:
            self.add_error("ends_on", _("Write the new end, or tick that there is none."))
        return cleaned

    def _end_without(self, agreement: Agreement, day: date) -> date | None:
        """The agreed end as it was known on the day before, but for this extension."""
        earlier = agreement.extensions.filter(agreed_on__lt=day).exclude(pk=self.instance.pk).last()
        return earlier.ends_on if earlier else agreement.ends_on
