from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation, User
from portal.records.forms import VersionedForm
from portal.records.lines import LinesField
from portal.text.numbers import whole_number
from strategy.agenda import put_on_agenda
from strategy.models import AgendaItem, Attendance, Body, Decision, Meeting, MeetingState, Seat


class BodyForm(VersionedForm):
    """A body and the rules it meets by."""

    class Meta:
        model = Body
        fields = [
            "owner", "name", "kind", "meetings_a_year", "form_rule", "host_rule", "chair_rule", "prepared_by", "tasks",
            "source",
        ]  # fmt: skip
        help_texts = {
            "form_rule": _("For example: two digital and two physical."),
            "host_rule": _("Who hosts, or how the hosts take turns."),
            "chair_rule": _("Who chairs, for example the host."),
        }


class SeatForm(VersionedForm):
    """A seat in a body: whose it is, who fills it and who stands in."""

    class Meta:
        model = Seat
        fields = ["organisation", "function", "person", "substitute", "has_mandate", "holders", "starts_on", "ends_on"]
        help_texts = {
            "function": _("For example: director of culture."),
            "holders": _("Where several sit for one organisation: one or two."),
        }


class MeetingRecordForm(VersionedForm):
    """When, where and how a body meets. The body of a meeting stays what it was, since the agenda is its own."""

    in_bulk = ["form", "host"]

    class Meta:
        model = Meeting
        fields = ["body", "starts_at", "ends_at", "form", "place", "host", "chair", "source"]
        help_texts = {"place": _("The address, or the link of a digital meeting.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].disabled = self.instance.pk is not None


class AttendanceForm(VersionedForm):
    """Somebody who was at a meeting, or sent apologies."""

    class Meta:
        model = Attendance
        fields = ["person", "kind"]


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
        help_text=_("The item comes last on the agenda. Only meetings whose agenda is not locked can be chosen."),
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
        meeting, body = cleaned.get("meeting"), cleaned.get("body")
        if meeting and body and meeting.body_id != body.pk:
            self.add_error("meeting", _("This is a meeting of another body."))
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


class PlaceForm(forms.Form):
    """Where a new item shall be treated: in a meeting whose agenda is open, or in the pool of a body."""

    place = forms.ChoiceField(
        label=_("Where"), help_text=_("In the pool of a body it waits until a meeting takes it.")
    )

    def __init__(self, *args: Any, owner: Organisation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.visible_to(user).filter(owner=owner).order_by("sort_key")
        meetings = Meeting.objects.visible_to(user).filter(state=MeetingState.PLANNED, body__in=bodies)
        self.places: dict[str, tuple[Body, Meeting | None]] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        planned = list(meetings.select_related("body").order_by("starts_at"))
        for body in bodies:
            options = [(f"body:{body.pk}", _("%(body)s: the pool") % {"body": body})]
            self.places[f"body:{body.pk}"] = (body, None)
            for meeting in planned:
                if meeting.body_id == body.pk:
                    options.append((f"meeting:{meeting.pk}", str(meeting)))
                    self.places[f"meeting:{meeting.pk}"] = (body, meeting)
            groups.append((str(body), options))
        field: Any = self.fields["place"]
        field.choices = groups

    @property
    def chosen(self) -> tuple[Body, Meeting | None]:
        return self.places[self.cleaned_data["place"]]
