from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.models.organisation import Organisation
from portal.records.history import tracked
from portal.records.versioned import VersionedModel


@tracked
class Population(VersionedModel):
    """How many people lived in an organisation's area on a day, and who says so."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="populations", verbose_name=_("organisation")
    )
    counted_on = models.DateField(_("counted on"))
    inhabitants = models.PositiveIntegerField(_("inhabitants"))
    source = models.CharField(_("source"), max_length=500, blank=True)

    natural_key_fields = ("organisation__name", "counted_on")
    name_needs = ("organisation",)

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        ordering = ["-counted_on"]
        constraints = [
            models.UniqueConstraint(
                name="population_once_a_day",
                fields=["organisation", "counted_on"],
                violation_error_message=_("There is already a figure for this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.counted_on:%d.%m.%Y}: {self.inhabitants}"

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()

    @property
    def change_needs(self) -> Action:
        return self.organisation.change_needs

    def owning_id(self) -> int | None:
        return self.organisation.owning_id()
