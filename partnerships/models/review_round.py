from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.addresses import address
from portal.models import Organisation, User
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel


@tracked
class ReviewRound(VersionedModel):
    """A review of all that an owner takes part in, by criteria of its own; the memo to its council."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="review_rounds", verbose_name=_("owner"))
    title = models.CharField(_("title"), max_length=200)
    day = models.DateField(_("as at"), help_text=_("The day whose picture the review shows."))
    introduction = RichTextField(_("introduction"), blank=True)
    direction = RichTextField(_("direction from here on"), blank=True, help_text=_("Decisions that concern them all."))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    owner_path = "owner"
    needs = Action.CONDUCT
    natural_key_fields = ("owner__name", "title")
    parts = ("criteria", "assessments")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="review_title_once_per_owner",
                fields=["owner", "title"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The owner already has a review of this title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("partnerships:review_detail", self.pk)

    def frozen_because(self) -> str:
        return gettext("The review is closed, so nothing of it can be changed.") if self.closed_on else ""

    @classmethod
    def changeable_by(cls, user: User) -> Q:
        return super().changeable_by(user) & Q(closed_on=None)

    def previous(self) -> "ReviewRound | None":
        """The review of the same owner before this one."""
        earlier = ReviewRound.objects.filter(owner=self.owner_id, day__lt=self.day)
        return earlier.exclude(pk=self.pk).order_by("-day", "-pk").first()
