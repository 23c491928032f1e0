from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _

from networks.models.network import Network
from portal.addresses import address
from portal.models import Department, Organisation, Person
from portal.records.history import tracked
from portal.records.partial_date import PartialDateField, display
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel

if TYPE_CHECKING:
    from portal.models import User


class MembershipStatus(models.TextChoices):
    """Where a membership stands."""

    CONSIDERED = "considered", _("Considered")
    APPLIED = "applied", _("Applied for")
    FOUNDING_MEMBER = "founding", _("Founding member")
    MEMBER = "member", _("Member")
    EXIT_RECOMMENDED = "exit_recommended", _("Exit recommended")
    LEFT = "left", _("Left")


ACTIVE_STATUSES = [MembershipStatus.FOUNDING_MEMBER, MembershipStatus.MEMBER, MembershipStatus.EXIT_RECOMMENDED]


class MembershipQuerySet(RecordQuerySet["Membership"]):
    """Memberships: an owner's own belong to it, those of other organisations are shared facts."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if not user.is_authenticated or not user.rights:
            return self.none()
        return self.filter(Q(organisation__in=list(user.rights)) | Q(organisation__is_owner=False))

    def of_owners(self) -> Self:
        return self.filter(organisation__is_owner=True)

    def active(self) -> Self:
        return self.filter(status__in=ACTIVE_STATUSES)


@tracked
class Membership(VersionedModel):
    """An organisation's place in a network, past, present or considered; with details for the owners' own."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships", verbose_name=_("network"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    status = models.CharField(_("status"), max_length=20, choices=MembershipStatus, default=MembershipStatus.MEMBER)
    joined = PartialDateField(_("member from"), blank=True)
    left = PartialDateField(_("member to"), blank=True)
    role = models.CharField(
        _("role in the network"), max_length=300, blank=True, help_text=_("A seat on the board, a representation.")
    )
    policy_areas = models.TextField(_("policy areas chosen"), blank=True, help_text=_("One on each line."))
    tracks = models.CharField(
        _("takes part in"),
        max_length=300,
        blank=True,
        help_text=_("For example the free part, but not the programme part."),
    )
    tandem_partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="tandem_memberships",
        verbose_name=_("tandem partner"), help_text=_("The university that takes part together with the city."),
    )  # fmt: skip
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="memberships",
        verbose_name=_("responsible department"),
    )  # fmt: skip
    responsible = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("responsible person"),
    )
    reason = RichTextField(_("why we are, or would be, a member"), blank=True)
    benefit = RichTextField(_("benefit"), blank=True)
    outlook = RichTextField(_("from here on"), blank=True, help_text=_("What is proposed or decided for the future."))
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    objects: ClassVar = LiveManager.from_queryset(MembershipQuerySet)()

    owner_path = "organisation"
    responsible_path = ""
    natural_key_fields = ("network__name", "organisation__name", "joined")
    page_needs = ("network", "organisation", "tandem_partner", "department", "responsible")
    name_needs = ("organisation", "network")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                name="membership_one_active_per_network",
                fields=["network", "organisation"],
                condition=Q(status__in=ACTIVE_STATUSES, deleted_at=None),
                violation_error_message=_("The organisation is already a member of this network."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(left="") | Q(left__gte=Substr("joined", 1, Length("left"))),  # "2014" follows "2014-05"
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.network}"

    def get_absolute_url(self) -> str:
        return address("networks:membership_detail", self.pk)

    @classmethod
    def changeable_by(cls, user: "User") -> Q:
        condition = super().changeable_by(user)
        return condition | Q(organisation__is_owner=False) if condition else condition

    def owning_id(self) -> int | None:
        return self.organisation_id if self.organisation.is_owner else None

    def joined_display(self) -> str:
        return display(self.joined)

    def left_display(self) -> str:
        return display(self.left)
