from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from strategy.models.strategy import Strategy


class PerspectiveKind(models.TextChoices):
    """What a strategy calls its elements."""

    PERSPECTIVE = "perspective", _("Perspective")
    FOCUS_AREA = "focus_area", _("Focus area")
    TRACK = "track", _("Track")
    CROSS_CUTTING = "cross_cutting", _("Cross-cutting effort")


@tracked
class Perspective(VersionedModel):
    """One element of a strategy: a perspective, a focus area, a track or a cross-cutting effort."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="perspectives", verbose_name=_("strategy"))
    kind = models.CharField(_("kind"), max_length=20, choices=PerspectiveKind, default=PerspectiveKind.PERSPECTIVE)
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=200)
    purpose = RichTextField(_("purpose"), blank=True)
    target_groups = models.CharField(_("target groups"), max_length=500, blank=True)

    owner_path = "strategy__owner"
    natural_key_fields = ("strategy__owner__name", "strategy__title", "kind", "number")

    class Meta:
        verbose_name = _("perspective")
        verbose_name_plural = _("perspectives")
        ordering = [
            models.Case(*(models.When(kind=kind, then=place) for place, kind in enumerate(PerspectiveKind.values))),
            "number",
        ]
        constraints = [
            models.UniqueConstraint(
                name="perspective_number_once",
                fields=["strategy", "kind", "number"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The strategy already has an element of this kind and number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        return f"{address('strategy:strategy_detail', self.strategy_id)}#perspective-{self.pk}"
