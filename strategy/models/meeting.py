from datetime import date
from itertools import pairwise

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.addresses import address
from portal.models import Organisation, User
from portal.records.history import tracked
from portal.records.versioned import VersionedModel
from strategy.models.body import Body


class MeetingMode(models.TextChoices):
    """Whether people travel."""

    PHYSICAL = "physical", _("Physical meeting")
    DIGITAL = "digital", _("Digital meeting")


class MeetingState(models.TextChoices):
    """How far a meeting has come."""

    PLANNED = "planned", _("Planned")
    AGENDA_LOCKED = "locked", _("Agenda locked")
    HELD = "held", _("Held")
    MINUTES_APPROVED = "approved", _("Minutes approved")


@tracked
class Meeting(VersionedModel):
    """One meeting of a body."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=MeetingMode, default=MeetingMode.PHYSICAL)
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="hosted_meetings", verbose_name=_("host")
    )
    chair = models.CharField(_("chair"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    owner_path = "body__owner"
    needs = Action.CONDUCT
    natural_key_fields = ("body__owner__name", "body__name", "starts_at")
    page_needs = ("body__owner", "host")
    name_needs = ("body",)
    parts = ("attendances",)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["starts_at"], name="meeting_starts_at")]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The meeting ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {date_format(self.day, 'DATE_FORMAT')}"

    def get_absolute_url(self) -> str:
        return address("strategy:meeting_detail", self.pk)

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def is_planned(self) -> bool:
        """Whether its agenda may still be changed."""
        return self.state == MeetingState.PLANNED

    @property
    def takes_decisions(self) -> bool:
        return self.state in {MeetingState.AGENDA_LOCKED, MeetingState.HELD}

    def next_state(self) -> MeetingState | None:
        """The state one step on; None once the minutes are approved."""
        return next((later for earlier, later in pairwise(MeetingState) if earlier == self.state), None)

    def previous_state(self) -> MeetingState | None:
        """The state one step back; None while the meeting is planned."""
        return next((earlier for earlier, later in pairwise(MeetingState) if later == self.state), None)

    @classmethod
    def changeable_by(cls, user: User) -> Q:
        return super().changeable_by(user) & ~Q(state=MeetingState.MINUTES_APPROVED)

    def frozen_because(self) -> str:
        if self.state == MeetingState.MINUTES_APPROVED:
            return gettext("The minutes are approved, so nothing of the meeting can be changed.")
        return ""

    def agenda_frozen_because(self) -> str:
        """Why no item may be put on the agenda, changed or moved; "" while it may."""
        if self.takes_decisions:
            return gettext("The agenda is locked. Its items can be decided, but no longer changed.")
        return self.frozen_because()
