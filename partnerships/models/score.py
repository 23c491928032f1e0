from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.assessment import Assessment
from partnerships.models.criterion import Criterion
from portal.models import User
from portal.records.history import tracked
from portal.records.versioned import VersionedModel


@tracked
class Score(VersionedModel):
    """How an assessment judges one criterion, from 1 (little) to 5 (much), and why."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores", verbose_name=_("assessment"))
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="scores", verbose_name=_("criterion"))
    points = models.PositiveSmallIntegerField(
        _("points"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reason = models.CharField(_("reason"), max_length=1000, blank=True)

    owner_path = "assessment__owner"
    name_needs = ("criterion",)
    rule_needs = ("assessment__review",)
    natural_key_fields = (
        "assessment__review__owner__name", "assessment__review__title", "assessment__position", "criterion__name",
    )  # fmt: skip

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="score_once_per_criterion",
                fields=["assessment", "criterion"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The criterion is already scored."),
            ),
            models.CheckConstraint(
                name="score_from_one_to_five",
                condition=Q(points=None) | Q(points__range=(1, 5)),
                violation_error_message=_("Points go from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points or '–'}"

    def get_absolute_url(self) -> str:
        return self.assessment.get_absolute_url()

    def frozen_because(self) -> str:
        return self.assessment.frozen_because()

    @classmethod
    def changeable_by(cls, user: User) -> Q:
        return super().changeable_by(user) & Q(assessment__review__closed_on=None)
