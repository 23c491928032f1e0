from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _

from partnerships.models.office import Office
from portal.records.history import tracked
from portal.records.partial_date import PartialDateField, display
from portal.records.versioned import VersionedModel
from portal.text.danish import Fold


@tracked
class OfficeName(VersionedModel):
    """What an office was called for a time, before it got a new name and perhaps a wider task."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="names", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=200)
    used_from = PartialDateField(_("from"), blank=True)
    used_to = PartialDateField(_("to"), blank=True)
    folded = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "office__owner"
    natural_key_fields = ("office__owner__name", "office__name", "name")

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["used_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="office_name_ends_after_it_starts",
                condition=Q(used_to="") | Q(used_to__gte=Substr("used_from", 1, Length("used_to"))),
                violation_error_message=_("The end lies before the start."),
            ),
            models.UniqueConstraint(
                name="office_name_once",
                fields=["office", "name", "used_from"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The office already has this name in this period."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.office.get_absolute_url()

    def period(self) -> str:
        """When it was called so, as far as is known: "1998–2012"."""
        return f"{display(self.used_from)}–{display(self.used_to)}"
