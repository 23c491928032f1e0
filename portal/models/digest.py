from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.user import User


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
