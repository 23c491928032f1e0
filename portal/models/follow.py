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
