from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.models import Membership
from partnerships.models import Agreement, Assessment, Partnership
from portal.access import Action
from portal.addresses import address
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from strategy.models.body import Body
from strategy.models.initiative import Initiative
from strategy.models.meeting import Meeting


class ItemKind(models.TextChoices):
    """What the body is asked to do."""

    DECISION = "decision", _("For decision")
    DISCUSSION = "discussion", _("For discussion")
    INFORMATION = "information", _("For information")


class AgendaItemQuerySet(RecordQuerySet["AgendaItem"]):
    """Cases; closed ones only for those with the right to them."""

    def in_pool(self) -> Self:
        """Items that no meeting has taken up yet."""
        return self.filter(meeting=None)

    def undecided(self) -> Self:
        from strategy.models.decision import Decision  # which is about an item

        return self.exclude(pk__in=Decision.objects.values("item"))


@tracked
class AgendaItem(VersionedModel):
    """A case that a body treats. It lives apart from the meeting: in the pool, then on an agenda, then decided."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="agenda_items", verbose_name=_("body"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("meeting")
    )
    position = models.PositiveSmallIntegerField(_("number on the agenda"), default=1)
    title = models.CharField(_("title"), max_length=300)
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind, default=ItemKind.DECISION)
    is_closed = models.BooleanField(_("closed item"), default=False)
    recommender = models.CharField(_("recommended by"), max_length=300, blank=True)
    summary = RichTextField(_("summary"), blank=True)
    recommendations = ArrayField(
        models.CharField(max_length=1000), default=list, blank=True, verbose_name=_("recommendations")
    )
    case_text = RichTextField(_("case text"), blank=True)
    economy = RichTextField(_("economy"), blank=True)
    annexes = ArrayField(models.CharField(max_length=300), default=list, blank=True, verbose_name=_("annexes"))
    partnerships = models.ManyToManyField(
        Partnership, blank=True, related_name="agenda_items", verbose_name=_("partnerships")
    )
    agreements = models.ManyToManyField(
        Agreement, blank=True, related_name="agenda_items", verbose_name=_("agreements")
    )
    memberships = models.ManyToManyField(
        Membership, blank=True, related_name="agenda_items", verbose_name=_("memberships")
    )
    initiatives = models.ManyToManyField(
        Initiative, blank=True, related_name="agenda_items", verbose_name=_("initiatives")
    )
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, editable=False, related_name="agenda_items",
        verbose_name=_("from the review"),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    objects: ClassVar = LiveManager.from_queryset(AgendaItemQuerySet)()

    owner_path = "body__owner"
    closed_path = "is_closed"
    needs = Action.CONDUCT
    natural_key_fields = ("body__owner__name", "body__name", "title")
    rule_needs = ("meeting",)
    page_needs = ("body__owner", "meeting", "assessment__review")
    parts = ("decisions",)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="agenda_item_once_per_assessment",
                fields=["assessment"],
                condition=Q(deleted_at=None),
                violation_error_message=_("There is already an item of this decision sheet."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("strategy:agenda_item_detail", self.pk)

    def in_use_by(self) -> list[VersionedModel]:
        """Also the meeting: nothing vanishes from an agenda, it goes back to the pool first."""
        return [*([self.meeting] if self.meeting else []), *super().in_use_by()]

    @property
    def is_written(self) -> bool:
        """Whether there is more of the item than its title."""
        return any([self.summary, self.recommendations, self.case_text, self.economy, self.annexes])

    def frozen_because(self) -> str:
        return self.meeting.agenda_frozen_because() if self.meeting else ""
