from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.user import User

KEPT = timedelta(days=7)


class Draft(models.Model):
    """What a user had typed into a form and not saved: the tab was closed, the login expired, or the save refused."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name=_("user"))
    address = models.CharField(max_length=500)  # of the form, with what the query fills in
    data = models.JSONField()  # names of fields, each with the list of its values, as the browser would post them
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(name="draft_one_per_form", fields=["user", "address"])]

    def __str__(self) -> str:
        return self.address
