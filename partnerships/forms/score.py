from typing import Any

from django import forms
from django.db.models import Sum
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partnerships.models import Assessment, Criterion, Recommendation, Score
from portal.records.forms import VersionedForm

POINTS = [("", "–"), *((str(points), str(points)) for points in range(1, 6))]


class ScoreForm(VersionedForm):
    """One score, where it is listed."""

    class Meta:
        model = Score
        fields = ["points", "reason"]


class ScoresForm(forms.Form):
    """All scores of an assessment at once, and its recommendation. It stands on a version of all of them together."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    recommendation = forms.ChoiceField(
        label=_("The recommendation"), choices=[("", "–"), *Recommendation.choices], required=False
    )

    def __init__(self, *args: Any, assessment: Assessment, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment, self.criteria = assessment, criteria
        self.scores = {score.criterion_id: score for score in Score.objects.filter(assessment=assessment)}
        every = Score.with_trash.filter(assessment=assessment).aggregate(versions=Sum("version"))
        self.stamp = assessment.version + (every["versions"] or 0)  # versions only grow, and nothing is deleted
        self.initial.update(version=self.stamp, recommendation=assessment.recommendation)
        for criterion in criteria:
            score = self.scores.get(criterion.pk)
            self.fields[f"points_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.name, choices=POINTS, required=False, help_text=criterion.guidance
            )
            self.fields[f"reason_{criterion.pk}"] = forms.CharField(label=_("Reason"), max_length=1000, required=False)
            self.initial[f"points_{criterion.pk}"] = str(score.points or "") if score else ""
            self.initial[f"reason_{criterion.pk}"] = score.reason if score else ""
        self.order_fields([name for name in self.fields if name != "recommendation"])
        first = list(self.fields)[1]  # after the version
        self.fields[first].widget.attrs["data-focus"] = ""

    @cached_property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The points and the reason of each criterion."""
        return [(self[f"points_{one.pk}"], self[f"reason_{one.pk}"]) for one in self.criteria]

    def save(self) -> None:
        """Write what has changed. The assessment counts as changed too: whoever has it open must know."""
        for criterion in self.criteria:
            names = {f"points_{criterion.pk}", f"reason_{criterion.pk}"}
            if names.isdisjoint(self.changed_data):
                continue
            points = self.cleaned_data[f"points_{criterion.pk}"]
            said = {"points": int(points) if points else None, "reason": self.cleaned_data[f"reason_{criterion.pk}"]}
            Score.objects.update_or_create(assessment=self.assessment, criterion=criterion, defaults=said)
        if self.has_changed():
            kept = {"recommendation": self.cleaned_data["recommendation"], "updated_at": Now()}
            Assessment.objects.filter(pk=self.assessment.pk).update(**kept)
            self.assessment.refresh_from_db(fields=["recommendation", "version", "updated_at"])
