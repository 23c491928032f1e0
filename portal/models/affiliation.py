from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.models.organisation import Organisation
from portal.models.person import Person
from portal.records.history import tracked
from portal.records.versioned import VersionedModel


@tracked
class Affiliation(VersionedModel):
    """A person's post at an organisation, from a day to a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    role = models.CharField(_("post"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    owner_path = "person__owner"
    natural_key_fields = ("person__owner__name", "person__name", "organisation__name", "role")
    name_needs = ("person", "organisation")

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")) | Q(starts_on=None) | Q(ends_on=None),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()
