from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import ActionItem, ActionPlan, Initiative, Perspective, Progress, StatusUpdate, Strategy


class StrategyForm(VersionedForm):
    """A strategy: whose it is, for how long, how far it has come, and what it says."""

    groups = [
        (_("Strategy"), ["owner", "title", "starts_year", "ends_year"]),
        (_("Adoption"), ["status", "adopted_by", "revises"]),
        (_("What it says"), ["vision", "background", "text"]),
        (_("How it is carried out"), ["organisation", "financing", "timetable", "source"]),
    ]
    in_bulk = ["status"]

    class Meta:
        model = Strategy
        fields = [
            "owner", "title", "starts_year", "ends_year", "status", "revises", "adopted_by", "vision", "background",
            "text", "organisation", "financing", "timetable", "source",
        ]  # fmt: skip


class PerspectiveForm(VersionedForm):
    """An element of a strategy."""

    class Meta:
        model = Perspective
        fields = ["strategy", "kind", "number", "name", "purpose", "target_groups"]


class ActionPlanForm(VersionedForm):
    """A catalogue of actions that carries a strategy out."""

    class Meta:
        model = ActionPlan
        fields = ["strategy", "title", "starts_year", "ends_year", "text", "source"]


class InitiativeForm(VersionedForm):
    """An initiative. Its strategy is that of its perspective, and its status is reported, not edited."""

    groups = [
        (_("Initiative"), ["perspective", "code", "title", "purpose"]),
        (_("Responsibility and economy"), ["department", "responsible", "budget"]),
        (_("With whom"), ["taking_part", "partnerships", "networks", "topics"]),
        (_("Source"), ["source"]),
    ]
    in_bulk = ["department", "responsible", "topics", "networks"]

    class Meta:
        model = Initiative
        fields = [
            "perspective", "code", "title", "purpose", "department", "responsible", "taking_part", "topics",
            "partnerships", "networks", "budget", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        perspectives: Any = self.fields["perspective"]
        partnerships: Any = self.fields["partnerships"]
        perspectives.queryset = perspectives.queryset.select_related("strategy").order_by(
            "-strategy__starts_year", "strategy", "kind", "number"
        )
        perspectives.label_from_instance = lambda perspective: f"{perspective.strategy}: {perspective}"
        partnerships.queryset = partnerships.queryset.order_by("partner__sort_key")


class ActionItemForm(VersionedForm):
    """An action: what, by whom, by when. Its status is reported, not edited."""

    groups = [
        (_("Action"), ["plan", "title", "description"]),
        (_("By whom and when"), ["responsible", "department", "due_on"]),
        (_("What it belongs to"), ["initiative", "decision"]),
    ]
    in_bulk = ["responsible", "department", "due_on"]

    class Meta:
        model = ActionItem
        fields = [
            "plan", "initiative", "decision", "title", "description", "department", "responsible", "due_on",
        ]  # fmt: skip


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
