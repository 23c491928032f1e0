from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.forms.partnership import PartnershipForm
from partnerships.models import Answer, Enquiry, Partnership
from portal.records.forms import VersionedForm


class EnquiryForm(VersionedForm):
    """An enquiry: who asks for what, and what was answered. What there is already is shown beside it."""

    groups = [
        (_("Who asks"), ["owner", "received_on", "sender", "country", "organisation", "wish"]),
        (_("The answer"), ["answer", "answered_on", "reason", "responsible", "partnership"]),
        (_("Source"), ["source"]),
    ]
    in_bulk = ["answer", "answered_on", "responsible"]

    class Meta:
        model = Enquiry
        fields = [
            "owner", "received_on", "sender", "country", "organisation", "wish", "answer", "answered_on", "reason",
            "responsible", "partnership", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "country"):
            if name in self.fields:
                self.fields[name].widget.attrs |= {
                    "hx-get": reverse("partnerships:enquiry_weighing"),
                    "hx-trigger": "change",
                    "hx-include": "#id_owner, #id_country",
                    "hx-target": "#weighing",
                    "hx-swap": "outerHTML",
                }


class AnswerForm(EnquiryForm):
    """The answer to an enquiry, and why; given today unless it says otherwise."""

    is_main = False
    groups = []

    class Meta:
        model = Enquiry
        fields = ["answer", "answered_on", "reason", "responsible"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.answer == Answer.OPEN:
            self.initial["answered_on"] = timezone.localdate()
            answers: Any = self.fields["answer"]
            given = [choice for choice in answers.choices if choice[0] != Answer.OPEN]
            answers.choices = [("", BLANK_CHOICE_LABEL), *given]  # or the first would be chosen by nobody
            self.initial["answer"] = ""


class EnquiryPartnershipForm(PartnershipForm):
    """The partnership that comes of an enquiry: saving it accepts the enquiry, which then leads to it."""

    enquiry = forms.ModelChoiceField(Enquiry.objects.all(), widget=forms.HiddenInput)
    enquiry_version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse once if the enquiry was changed after the form was opened; the user can save again all the same."""
        cleaned = super().clean() or self.cleaned_data
        enquiry, opened_on = cleaned.get("enquiry"), cleaned.get("enquiry_version")
        if enquiry and opened_on and opened_on != enquiry.version:
            text = _(
                "Someone else has changed the enquiry meanwhile: %(answer)s. Save again to make it a partnership."
            )
            self.add_error(None, text % {"answer": enquiry.get_answer_display()})
            posted: Any = self.data
            self.data = posted = posted.copy()
            posted["enquiry_version"] = str(enquiry.version)
        return cleaned

    def save(self, commit: bool = True) -> Partnership:
        partnership: Partnership = super().save(commit)
        Enquiry.objects.filter(pk=self.cleaned_data["enquiry"].pk).update(
            partnership=partnership,
            answer=Answer.ACCEPTED,
            answered_on=Coalesce("answered_on", Greatest("received_on", timezone.localdate())),
        )
        return partnership
