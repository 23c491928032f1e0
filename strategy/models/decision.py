from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from strategy.models.agenda_item import AgendaItem


class Outcome(models.TextChoices):
    """What a body did with a case."""

    APPROVED = "approved", _("Approved")
    NOTED = "noted", _("Noted")
    DISCUSSED = "discussed", _("Discussed")
    POSTPONED = "postponed", _("Postponed")
    REJECTED = "rejected", _("Rejected")


@tracked
class Decision(VersionedModel):
    """What a body decided on a case, in its own words."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions", verbose_name=_("agenda item"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    text = RichTextField(_("decision"), blank=True)
    decided_on = models.DateField(_("decided"))

    owner_path = "item__body__owner"
    closed_path = "item__is_closed"
    needs = Action.CONDUCT
    natural_key_fields = ("item__body__owner__name", "item__title")
    name_needs = ("item",)
    rule_needs = ("item__meeting",)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                name="decision_one_per_item",
                fields=["item"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The item is already decided."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.item}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    def frozen_because(self) -> str:
        meeting = self.item.meeting
        if meeting is None:
            return gettext("The item is not on an agenda yet, so it cannot be decided.")
        if meeting.is_planned:
            return gettext("Lock the agenda before the decisions are recorded.")
        return meeting.frozen_because()
