from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.review_round import ReviewRound
from portal.access import Action
from portal.addresses import address
from portal.models import User
from portal.records.about import AboutRecord
from portal.records.history import tracked
from portal.records.rich_text import RichTextField


class Recommendation(models.TextChoices):
    """What a review proposes to do with a partnership or membership."""

    CONTINUE = "continue", _("Continue")
    RENEW = "renew", _("Renew")
    EXTEND = "extend", _("Extend")
    WIDEN = "widen", _("Renew and widen")
    RENEGOTIATE = "renegotiate", _("Renegotiate")
    END = "end", _("End")
    WRITE_OFF = "write_off", _("Write off: never put into practice")


@tracked
class Assessment(AboutRecord):
    """What a review says of one partnership or membership: how it has gone, what is recommended, and why."""

    review = models.ForeignKey(ReviewRound, models.CASCADE, related_name="assessments", verbose_name=_("review"))
    position = models.PositiveSmallIntegerField(_("place in the memo"), default=1)
    activity = RichTextField(_("activity"), blank=True, help_text=_("What has gone on in the period."))
    cost = RichTextField(_("cost"), blank=True)
    results = RichTextField(_("results"), blank=True)
    recommendation = models.CharField(_("recommendation"), max_length=12, choices=Recommendation, blank=True)
    proposal = RichTextField(_("what is proposed"), blank=True)
    rationale = RichTextField(_("rationale"), blank=True)
    told = models.CharField(_("partner told"), max_length=300, blank=True, help_text=_("Who was told what, and how."))
    told_on = models.DateField(_("told on"), null=True, blank=True)

    section = "assessments"
    parts = ("scores",)
    natural_key_fields = ("review__owner__name", "review__title", "position")
    rule_needs = ("review",)
    page_needs = ("review__owner",)

    class Meta(AboutRecord.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_once_per_review",
                fields=["review", "about_kind", "about_id"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The review already assesses this."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_recommendation_display()}" if self.recommendation else str(self.about)

    def get_absolute_url(self) -> str:
        return address("partnerships:assessment_detail", self.pk)

    @property
    def change_needs(self) -> Action:
        """Whoever keeps the records judges them; begun and closed is a review by those who conduct it."""
        return self.needs

    def frozen_because(self) -> str:
        return self.review.frozen_because()

    @classmethod
    def changeable_by(cls, user: User) -> Q:
        return super().changeable_by(user) & Q(review__closed_on=None)
