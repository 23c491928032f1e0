from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.review_round import ReviewRound
from portal.access import Action
from portal.models import User
from portal.records.history import tracked
from portal.records.versioned import VersionedModel


@tracked
class Criterion(VersionedModel):
    """What a review judges by, such as activity, mutual benefit, the partner's resources."""

    review = models.ForeignKey(ReviewRound, models.CASCADE, related_name="criteria", verbose_name=_("review"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    name = models.CharField(_("name"), max_length=100)
    guidance = models.CharField(
        _("guidance"), max_length=500, blank=True, help_text=_("When to give much, and little.")
    )

    owner_path = "review__owner"
    needs = Action.CONDUCT
    natural_key_fields = ("review__owner__name", "review__title", "name")
    parts = ("scores",)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="criterion_once_per_review",
                fields=["review", "name"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The review already has this criterion."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.review.get_absolute_url()

    def frozen_because(self) -> str:
        return self.review.frozen_because()

    @classmethod
    def changeable_by(cls, user: User) -> Q:
        return super().changeable_by(user) & Q(review__closed_on=None)
