import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partnerships.models.agreement import Agreement
from partnerships.models.partnership import Partnership
from partnerships.reminders import Due, Level, Occasion
from portal.models import User
from portal.records.partial_date import day_text


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders, whose records pass through `visible_to`."""

    def for_lines(self) -> Self:
        """With the people a line about a reminder names, the latest step first."""
        people = self.select_related("user", "acknowledged_by", "handed_over_to")
        return people.order_by("-deadline", "step", "level", "pk")


class Reminder(models.Model):
    """One step before one deadline of an agreement or a partnership, told to one user; the row keeps it from being
    told twice.

    Whoever acknowledges one settles the step for everybody who was told of it. A row without `sent_on` is one that
    was handed over and is told by the next run.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, null=True, related_name="reminders", verbose_name=_("agreement")
    )
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, related_name="reminders", verbose_name=_("partnership")
    )
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    deadline = models.DateField(_("deadline"))
    step = models.PositiveSmallIntegerField(_("months before"))
    user = models.ForeignKey(User, models.CASCADE, related_name="reminders", verbose_name=_("recipient"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.RECIPIENT)
    sent_on = models.DateField(_("sent"), null=True)
    snoozed_until = models.DateField(_("put off until"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    acknowledged_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("acknowledged by")
    )
    handed_over_to = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("handed over to")
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # names it in the mail's links

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["deadline", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_once",
                fields=["agreement", "partnership", "occasion", "deadline", "step", "user"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reminder_of_one_record",
                condition=Q(agreement=None, partnership__isnull=False) | Q(agreement__isnull=False, partnership=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.deadline}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:reminder_detail", args=[self.token])

    @property
    def record(self) -> Agreement | Partnership:
        """What it reminds of."""
        record = self.agreement or self.partnership
        assert record  # noqa: S101 - by a constraint
        return record

    @property
    def _step(self) -> dict[str, Any]:
        names = ("agreement_id", "partnership_id", "occasion", "deadline", "step")
        return {name: getattr(self, name) for name in names}

    def of_the_same_step(self) -> ReminderQuerySet:
        """This one, and those that tell others of the same."""
        return Reminder.objects.filter(**self._step)

    def is_of(self, due: Due) -> bool:
        return (self.occasion, self.deadline, self.step) == (due.occasion, due.deadline, due.step)

    def waits(self, day: date) -> bool:
        """Whether it is for its user to handle on `day`: neither handed over nor put off."""
        return not self.handed_over_to_id and (self.snoozed_until is None or self.snoozed_until <= day)

    def is_to_be_sent(self, day: date) -> bool:
        """Whether it was handed over to the user and not told yet, or is back after having been put off."""
        is_new = self.sent_on is None or (self.snoozed_until is not None and self.sent_on < self.snoozed_until)
        return is_new and self.waits(day)

    def note(self) -> str:
        """Why it comes to this user and not to whom it is for, as one sentence; "" if it does."""
        earlier = self.of_the_same_step().exclude(pk=self.pk).select_related("user").order_by("level", "pk")
        if giver := earlier.filter(handed_over_to=self.user).first():
            return gettext("%(name)s has handed this over to you.") % {"name": giver.user}
        names = ", ".join(str(each.user) for each in earlier if each.level < self.level)
        return gettext("Nobody has handled this yet; told before: %(names)s.") % {"names": names} if names else ""

    def what_happened(self) -> str:
        """What it was about, when the user was told, and what became of it."""
        words = [f"{self.get_occasion_display()} {day_text(self.deadline)}"]
        if self.step:
            before = ngettext("%(count)d month before", "%(count)d months before", self.step)
            words.append(before % {"count": self.step})
        if self.level:
            words.append(self.get_level_display())
        words.append(
            gettext("told %(day)s") % {"day": day_text(self.sent_on)} if self.sent_on else gettext("not told yet")
        )
        if self.handed_over_to:
            words.append(gettext("handed over to %(name)s") % {"name": self.handed_over_to})
        elif self.snoozed_until and not self.acknowledged_at:
            words.append(gettext("put off until %(day)s") % {"day": day_text(self.snoozed_until)})
        if self.acknowledged_at:
            done = {"name": self.acknowledged_by, "day": day_text(timezone.localdate(self.acknowledged_at))}
            words.append(gettext("acknowledged by %(name)s on %(day)s") % done)
        return " · ".join(words)

    def acknowledge(self, by: User) -> None:
        self.acknowledged_at, self.acknowledged_by = timezone.now(), by
        self.save(update_fields=["acknowledged_at", "acknowledged_by"])

    def snooze(self, until: date) -> None:
        """Be silent until the day, and then be told once more."""
        self.snoozed_until = until
        self.save(update_fields=["snoozed_until"])

    def hand_over(self, to: User) -> "Reminder":
        """Leave it to a colleague, who is told by the next run, and answer with the colleague's reminder."""
        self.handed_over_to = to
        self.save(update_fields=["handed_over_to"])
        theirs, _created = Reminder.objects.update_or_create(
            **self._step,
            user=to,
            defaults={"sent_on": None, "snoozed_until": None, "handed_over_to": None},
            create_defaults={"level": self.level},
        )
        return theirs
