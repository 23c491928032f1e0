from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.models import Person
from portal.records.history import tracked
from portal.records.versioned import VersionedModel
from strategy.models.meeting import Meeting


class AttendanceKind(models.TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    SUBSTITUTE = "substitute", _("Substitute")
    GUEST = "guest", _("Guest")


@tracked
class Attendance(VersionedModel):
    """Somebody's presence at, or absence from, a meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances", verbose_name=_("person"))
    kind = models.CharField(_("attendance"), max_length=12, choices=AttendanceKind)

    owner_path = "meeting__body__owner"
    needs = Action.CONDUCT
    natural_key_fields = ("meeting__body__owner__name", "meeting__body__name", "meeting__starts_at", "person__name")
    name_needs = ("person",)
    rule_needs = ("meeting",)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                name="attendance_once_per_person",
                fields=["meeting", "person"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The person is already on the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    def frozen_because(self) -> str:
        return self.meeting.frozen_because()
