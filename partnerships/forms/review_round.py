from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships.models import Assessment, Criterion, ReviewRound
from portal.records.forms import VersionedForm
from portal.records.lines import LinesField
from portal.records.reviewing import reviewables

FIRST_CRITERIA = [
    _("Activity"), _("Mutual benefit"), _("The partner's resources"), _("Own interest"), _("Results"), _("Potential"),
]  # fmt: skip


class ReviewRoundForm(VersionedForm):
    """A review: its title, its day, and what the memo says around the assessments. Its owner stays what it was."""

    class Meta:
        model = ReviewRound
        fields = ["owner", "title", "day", "introduction", "direction", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            self.fields["owner"].disabled = self.instance.pk is not None


class NewReviewForm(ReviewRoundForm):
    """A review to begin, with its criteria and all that it is to assess. The owner is known beforehand."""

    is_main = False

    criteria = LinesField(
        label=_("Criteria"),
        line_length=100,
        required=False,
        help_text=_("One per line. Those of the last review are filled in."),
    )
    records = forms.MultipleChoiceField(
        label=_("What to assess"), widget=forms.CheckboxSelectMultiple, help_text=_("All that is ongoing is chosen.")
    )

    class Meta(ReviewRoundForm.Meta):
        fields = ["title", "day", "introduction"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = self.instance
        choices: Any = self.fields["records"]
        choices.choices = record_choices(review, self.user)
        ongoing = [
            f"{kind}:{pk}"
            for kind, one in reviewables().items()
            for pk in one.ongoing(one.of_owner(review.owner, self.user), review.day).values_list("pk", flat=True)
        ]
        self.initial.update(records=ongoing, criteria=list(self._criteria) or FIRST_CRITERIA)

    def clean_criteria(self) -> list[str]:
        names = self.cleaned_data["criteria"]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValidationError(_("This stands there twice: %(names)s.") % {"names": ", ".join(sorted(twice))})
        return list(names)

    @transaction.atomic
    def save(self, commit: bool = True) -> ReviewRound:
        review: ReviewRound = super().save(commit)
        for number, name in enumerate(self.cleaned_data["criteria"], start=1):
            guidance = self._criteria.get(name, "")
            Criterion.objects.create(review=review, number=number, name=name, guidance=guidance)
        for position, record in enumerate(self.cleaned_data["records"], start=1):
            kind, _colon, pk = record.partition(":")
            about = {"owner": review.owner, "about_kind": kind, "about_id": int(pk)}
            Assessment.objects.create(review=review, position=position, **about)
        return review

    @cached_property
    def _criteria(self) -> dict[str, str]:
        """The criteria of the owner's last review, each with its guidance."""
        last = ReviewRound.objects.visible_to(self.user).filter(owner=self.instance.owner).first()
        criteria = Criterion.objects.visible_to(self.user).filter(review=last) if last else Criterion.objects.none()
        return dict(criteria.values_list("name", "guidance"))


def record_choices(review: ReviewRound, user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """All of the owner's that can be assessed, in groups, in the order of a memo."""
    groups = []
    for kind, one in reviewables().items():
        pictures = one.pictures(list(one.of_owner(review.owner, user).values_list("pk", flat=True)), user, review.day)
        rows = [
            (f"{kind}:{row.pk}", f"{picture.title} ({picture.detail})" if picture.detail else picture.title)
            for row in one.of_owner(review.owner, user)
            if (picture := pictures.get(row.pk))
        ]
        groups.append((capfirst(str(one.model._meta.verbose_name_plural)), rows))
    return groups
