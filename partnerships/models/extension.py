from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.agreement import Agreement
from portal.records.history import tracked
from portal.records.partial_date import day_text
from portal.records.versioned import VersionedModel


@tracked
class Extension(VersionedModel):
    """A later decision of both sides that an agreement lasts longer than was written, or for an unlimited time."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="extensions", verbose_name=_("agreement"))
    agreed_on = models.DateField(_("agreed"))
    ends_on = models.DateField(_("new end"), null=True, blank=True, help_text=_("Empty: until further notice."))
    note = models.CharField(_("note"), max_length=500, blank=True)

    owner_path = "agreement__partnership__owner"
    natural_key_fields = (
        "agreement__partnership__owner__name", "agreement__partnership__partner__name", "agreement__title",
        "agreed_on",
    )  # fmt: skip
    name_needs = ("agreement",)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["agreed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="extension_once_a_day",
                fields=["agreement", "agreed_on"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The agreement was already extended on this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {day_text(self.agreed_on)}"

    def get_absolute_url(self) -> str:
        return self.agreement.get_absolute_url()
