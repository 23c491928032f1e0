from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from portal.addresses import address
from portal.models import Department, Organisation, Person, Topic
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.danish import Fold


class ActivityKind(models.TextChoices):
    """What sort of thing two parties do together."""

    VISIT = "visit", _("Visit")
    DELEGATION = "delegation", _("Delegation")
    PROJECT = "project", _("Project")
    EVENT = "event", _("Event")
    MEETING = "meeting", _("Meeting")
    EXCHANGE = "exchange", _("Exchange")


@tracked
class Activity(VersionedModel):
    """Something that went on with partners: who did what with whom, when, at what cost, and what came of it."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="activities", verbose_name=_("owner"))
    kind = models.CharField(_("kind"), max_length=12, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Empty if it took one day."))
    partnerships = models.ManyToManyField(
        Partnership, blank=True, related_name="activities", verbose_name=_("partnerships")
    )
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="took_part_in", verbose_name=_("other organisations that took part")
    )
    departments = models.ManyToManyField(
        Department, blank=True, related_name="activities", verbose_name=_("departments")
    )
    persons = models.ManyToManyField(
        Person, blank=True, related_name="activities", verbose_name=_("people who took part")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="activities", verbose_name=_("topics"))
    description = RichTextField(_("what went on"), blank=True)
    result = RichTextField(_("result"), blank=True)
    cost = models.DecimalField(
        _("cost (kr.)"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    funding = models.CharField(
        _("paid by"), max_length=300, blank=True, help_text=_("Own budget, EU programme, fund.")
    )
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)
    folded = models.GeneratedField(
        expression=Fold("title"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "owner"
    natural_key_fields = ("owner__name", "title", "starts_on")
    page_needs = ("owner",)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="activity_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="activity_costs_nothing_or_more",
                condition=Q(cost=None) | Q(cost__gte=0),
                violation_error_message=_("A cost cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("partnerships:activity_detail", self.pk)
