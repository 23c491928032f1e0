import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.agreement import Agreement
from portal.models import User


class Occasion(models.TextChoices):
    """What a reminder is about."""

    NOTICE = "notice", _("Latest notice")
    EXPIRY = "expiry", _("Expiry")
    REVIEW = "review", _("Periodic review")
    ANNIVERSARY = "anniversary", _("Anniversary")


class Level(models.IntegerChoices):
    """How far up a reminder has gone unhandled."""

    RECIPIENT = 0, _("Recipient")
    HEAD = 1, _("Head of department")
    SECRETARIAT = 2, _("Secretariat")


class Reminder(models.Model):
    """One step before one deadline of an agreement, told to one user; the row keeps it from being sent twice."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reminders", verbose_name=_("agreement"))
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    deadline = models.DateField(_("deadline"))
    step = models.PositiveSmallIntegerField(_("months before"))
    user = models.ForeignKey(User, models.CASCADE, related_name="reminders", verbose_name=_("recipient"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.RECIPIENT)
    due_on = models.DateField(_("to be sent"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    snoozed_until = models.DateField(_("put off until"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    acknowledged_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("acknowledged by")
    )
    handed_over_to = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("handed over to")
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # names it in the mail's links

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["deadline", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_once",
                fields=["agreement", "occasion", "deadline", "step", "user", "level"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.deadline}"
