from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.models import Organisation, Person
from portal.records.history import tracked
from portal.records.versioned import VersionedModel
from strategy.models.body import Body


@tracked
class Seat(VersionedModel):
    """A place in a body: for an organisation, a function or a person, with or without a mandate to decide."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("body"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="seats", verbose_name=_("person")
    )
    substitute = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="substitute_seats", verbose_name=_("substitute")
    )
    function = models.CharField(_("function"), max_length=300, blank=True)
    has_mandate = models.BooleanField(_("may decide on behalf of those it represents"), default=False)
    holders = models.CharField(_("how many hold it"), max_length=100, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    owner_path = "body__owner"
    needs = Action.CONDUCT
    natural_key_fields = ("body__owner__name", "body__name", "function", "organisation__name")
    name_needs = ("organisation", "person")

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                name="seat_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")) | Q(starts_on=None) | Q(ends_on=None),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="seat_is_somebodys",
                condition=~Q(organisation=None, person=None, function=""),
                violation_error_message=_("Say which organisation, person or function the seat is for."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.organisation, self.function, self.person) if part)

    def get_absolute_url(self) -> str:
        return self.body.get_absolute_url()
