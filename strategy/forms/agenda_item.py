from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from portal.records.lines import LinesField
from portal.text.numbers import whole_number
from strategy.agenda import put_on_agenda
from strategy.models import AgendaItem, Meeting, MeetingState


class AgendaItemForm(VersionedForm):
    """A case, and the meeting that treats it. What to write where stands beside each field, never in the text."""

    groups = [
        (_("The item"), ["body", "meeting", "title", "case_number", "kind", "is_closed"]),
        (_("What is asked for"), ["summary", "recommender", "recommendations"]),
        (_("The case"), ["case_text", "economy", "annexes"]),
        (_("What it concerns"), ["partnerships", "agreements", "initiatives", "source"]),
    ]

    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        queryset=Meeting.objects.filter(state=MeetingState.PLANNED).order_by("starts_at"),
        required=False,
        empty_label=_("None yet: the item waits in the pool"),
        help_text=_("It comes last, before “Eventuelt”. Only meetings whose agenda is not locked can be chosen."),
        error_messages={"invalid_choice": _("The agenda of that meeting is locked. Choose another meeting, or none.")},
    )
    recommendations = LinesField(
        label=_("Recommendations"),
        line_length=1000,
        prefix="at ",
        required=False,
        help_text=_("What should be decided, by whom and by when: one per line, without the leading “at”."),
    )
    annexes = LinesField(
        label=_("Annexes"),
        line_length=300,
        required=False,
        help_text=_("One title per line, in the order in which they are numbered."),
    )

    class Meta:
        model = AgendaItem
        fields = [
            "body", "title", "case_number", "kind", "is_closed", "recommender", "summary", "recommendations",
            "case_text", "economy", "annexes", "partnerships", "agreements", "initiatives",
            "source",
        ]  # fmt: skip
        help_texts = {
            "title": _("What it is about, as it will stand in the register of decisions."),
            "is_closed": _("Only the secretariat and the directors may read it; others see its number."),
            "recommender": _("The sentence before the points: “The Mayor's Department recommends to the Board,”."),
            "summary": _("Two to five lines: what the case is about and why it comes now."),
            "case_text": _("Background, assessment and alternatives; with headings when it is long."),
            "economy": _("Cost, funding and account. Left empty, its heading is not printed."),
            "partnerships": _("Whose pages should show the item and the decision."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("meeting", self.instance.meeting_id)
        partnerships: Any = self.fields["partnerships"]
        partnerships.queryset = partnerships.queryset.order_by("partner__sort_key")
        self._take_body_from_meeting()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        meeting, body = self.will_be("meeting"), self.will_be("body")
        if meeting and body and meeting.body_id != body.pk:
            self.add_error("meeting" if "meeting" in self.fields else None, _("This is a meeting of another body."))
        return cleaned

    def save(self, commit: bool = True) -> AgendaItem:
        meeting = self.cleaned_data.get("meeting", self.instance.meeting)
        if meeting != self.instance.meeting:
            put_on_agenda(self.instance, meeting)
        return super().save(commit)

    def _take_body_from_meeting(self) -> None:
        """The address of a new item names the meeting only (`?meeting=3`)."""
        key = whole_number(str(self.initial["meeting"] or ""))
        if "body" not in self.initial and key:
            field: Any = self.fields["meeting"]
            self.initial["body"] = field.queryset.filter(pk=key).values_list("body", flat=True).first()
