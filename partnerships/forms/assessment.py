from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.review_round import record_choices
from partnerships.models import Assessment
from portal.records.forms import VersionedForm


class AssessmentForm(VersionedForm):
    """The decision sheet of one record: how it has gone, what is recommended and why, and who was told."""

    groups = [
        (_("How it has gone"), ["activity", "cost", "results"]),
        (_("What is recommended"), ["recommendation", "proposal", "rationale"]),
        (_("The partner"), ["told", "told_on"]),
        (_("In the memo"), ["position"]),
    ]
    in_bulk = ["recommendation", "told", "told_on"]

    class Meta:
        model = Assessment
        fields = [
            "activity", "cost", "results", "recommendation", "proposal", "rationale", "told", "told_on", "position",
        ]  # fmt: skip


class NewAssessmentForm(VersionedForm):
    """Something more for a review, which the address names, to assess."""

    is_main = False

    record = forms.ChoiceField(label=_("What to assess"))

    class Meta:
        model = Assessment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assessed = Assessment.objects.visible_to(self.user).filter(review=self.instance.review)
        taken = {f"{kind}:{pk}" for kind, pk in assessed.values_list("about_kind", "about_id")}
        choices: Any = self.fields["record"]
        choices.choices = [
            (group, [one for one in records if one[0] not in taken])
            for group, records in record_choices(self.instance.review, self.user)
        ]

    def save(self, commit: bool = True) -> Assessment:
        kind, _colon, pk = self.cleaned_data["record"].partition(":")
        self.instance.about_kind, self.instance.about_id = kind, int(pk)
        last = Assessment.objects.filter(review=self.instance.review).order_by("-position").first()
        self.instance.position = last.position + 1 if last else 1
        return super().save(commit)
