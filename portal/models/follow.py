from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models.user import User


class Follow(models.Model):
    """A user who wants to hear of the changes of a record, once a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="follows", verbose_name=_("user"))
    about_kind = models.CharField(max_length=80)
    about_id = models.PositiveBigIntegerField()
    since = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("followed record")
        verbose_name_plural = _("followed records")
        indexes = [models.Index(fields=["about_kind", "about_id"])]
        constraints = [models.UniqueConstraint(name="follow_once", fields=["user", "about_kind", "about_id"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.about_kind} {self.about_id}"


class Digest(models.Model):
    """The mail of one day to one user. The row is what keeps it from being sent twice."""

    user = models.ForeignKey(User, models.CASCADE, related_name="digests", verbose_name=_("user"))
    day = models.DateField(_("date"))
    until = models.DateTimeField()  # the changes it tells of are older; the next digest begins here

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(name="digest_once_a_day", fields=["user", "day"])]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"
