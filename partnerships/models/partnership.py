from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, JSONObject, Least, Length, Now, Substr, TruncDate
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.models import Department, Organisation, Person, Topic
from portal.records.history import tracked
from portal.records.partial_date import PartialDateField, display
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel


class PartnershipKind(models.TextChoices):
    """How two organisations go together."""

    PARTNER_REGION = "partner_region", _("Partner region")
    TWIN_CITY = "twin_city", _("Twin city")
    COOPERATION = "cooperation", _("Cooperation")


class PartnershipStatus(models.TextChoices):
    """Where a partnership stands."""

    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    NEVER_REALISED = "never_realised", _("Never put into practice")
    ENDED = "ended", _("Ended")


OVER = (PartnershipStatus.ENDED, PartnershipStatus.NEVER_REALISED)


class Priority(models.TextChoices):
    """How much an owner wants from a partnership."""

    HIGH = "high", _("High priority")
    NORMAL = "normal", _("Normal priority")
    LOW = "low", _("Low priority")


class PartnershipQuerySet(RecordQuerySet["Partnership"]):
    """Partnerships, which belong to their owner."""

    def ongoing(self) -> Self:
        return self.exclude(status__in=OVER)

    def with_last_activity(self) -> Self:
        return self.annotate(last_active_on=last_active_on())

    def for_its_page(self) -> Self:
        """With what the page of one shows: of the organisations, persons and topics around it, that is their names."""
        names = JSONObject(name_da="name_da", name_en="name_en")
        topics = Topic.objects.filter(partnerships=OuterRef("pk")).order_by("sort_key").values_list(names)
        rows = self.select_related("owner", "partner__country", "department", "responsible")
        return rows.with_last_activity().annotate(topic_names=ArraySubquery(topics)).only(
            "kind", "status", "since", "ended", "ended_by", "ended_reason", "priority", "origin", "decided_by",
            "decided", "description", "outlook", "last_activity_on", "confirmed_on", "source",
            "is_illustration", "owner__name", "partner__name", "partner__other_names",
            "partner__country__name_da", "partner__country__name_en", "department__name",
            "responsible__name",
        )  # fmt: skip


@tracked
class Partnership(VersionedModel):
    """What an owner has going with one partner organisation: a partner region, a twin city or a looser cooperation."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships", verbose_name=_("owner"))
    partner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships_as_partner", verbose_name=_("partner")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PartnershipKind)
    status = models.CharField(_("status"), max_length=20, choices=PartnershipStatus, default=PartnershipStatus.ACTIVE)
    since = PartialDateField(_("since"), blank=True)
    ended = PartialDateField(_("ended"), blank=True)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="partnerships", verbose_name=_("topics"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="partnerships",
        verbose_name=_("responsible department"),
    )  # fmt: skip
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="partnerships",
        verbose_name=_("responsible person"),
    )  # fmt: skip
    origin = RichTextField(
        _("origin"), blank=True, help_text=_("Why the partner was chosen, which body decided it, and when.")
    )
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, help_text=_("The body that chose it."))
    decided = PartialDateField(_("decided"), blank=True)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True, help_text=_("The body that ended it."))
    ended_reason = models.CharField(_("why it ended"), max_length=500, blank=True)
    is_public = models.BooleanField(_("on the public page"), default=False)
    description = RichTextField(_("cooperation today"), blank=True)
    outlook = RichTextField(_("from here on"), blank=True, help_text=_("What is proposed or decided for the future."))
    last_activity_on = models.DateField(
        _("last activity stated"), null=True, blank=True, help_text=_("If it is not recorded as an activity.")
    )
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    topic_names: list[dict[str, str]]  # in both languages; only `for_its_page`
    last_active_on: date | None  # see the function of this name; only `with_last_activity`
    papers: list[Any]  # its agreements, only after `reviewing.agreements_of`

    objects: ClassVar = LiveManager.from_queryset(PartnershipQuerySet)()

    owner_path = "owner"
    responsible_path = ""
    natural_key_fields = ("owner__name", "partner__name", "kind")
    name_needs = ("partner",)
    parts = ("agreements",)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        indexes = [models.Index(fields=["partner", "owner"], name="partnership_partner_owner")]
        constraints = [
            models.UniqueConstraint(
                name="partnership_once_per_kind",
                fields=["owner", "partner", "kind"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The owner already has a partnership of this kind with this partner."),
            ),
            models.CheckConstraint(
                name="partnership_not_with_itself",
                condition=~Q(owner=F("partner")),
                violation_error_message=_("An organisation cannot be its own partner."),
            ),
            models.CheckConstraint(
                name="partnership_ended_after_it_began",
                condition=Q(ended="") | Q(ended__gte=Substr("since", 1, Length("ended"))),  # "2014" follows "2014-05"
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner)

    def get_absolute_url(self) -> str:
        return address("partnerships:partnership_detail", self.pk)

    def since_display(self) -> str:
        return display(self.since)

    def decided_display(self) -> str:
        return display(self.decided)


def last_active_on() -> Combinable:
    """Of each partnership, the last day on which something went on: the one stated, or that of an activity if later.

    An activity that has begun and not ended goes on today. What is yet to come, or lies in the trash, does not count.
    """
    today = TruncDate(Now())  # the database's, so that a prepared query does not stay at one day
    links: Any = Partnership.activities.through
    begun = links.objects.filter(
        partnership=OuterRef("pk"), activity__deleted_at=None, activity__starts_on__lte=today
    ).annotate(day=Least(Coalesce("activity__ends_on", "activity__starts_on"), today))
    return Greatest("last_activity_on", Subquery(begun.order_by("-day").values("day")[:1]))
