import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.user import User

KEPT = timedelta(days=7)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts, which nobody but their writer sees."""

    def fresh(self) -> Self:
        return self.filter(saved_at__gt=timezone.now() - KEPT)

    def stale(self) -> Self:
        return self.filter(saved_at__lte=timezone.now() - KEPT)


class Draft(models.Model):
    """What a user had typed into a form and not saved: the tab was closed, the login expired, or the save refused.

    Whoever opens the same form twice has two drafts of it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name=_("user"))
    address = models.CharField(max_length=500)  # of the form, with what the query fills in
    key = models.UUIDField(default=uuid.uuid4)  # of the page that writes it, as it was opened once in one tab
    data = models.JSONField()  # names of fields, each with the list of its values, as the browser would post them
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(name="draft_one_per_opening", fields=["user", "address", "key"])]

    def __str__(self) -> str:
        """The heading of the form, which it posts along with its fields, and what is typed as the record's name."""
        heading = self._typed_in("_title") or self.address
        return heading if self.name in heading else f"{heading}: {self.name}"

    def get_absolute_url(self) -> str:
        return f"{self.address}{'&' if '?' in self.address else '?'}draft={self.pk}"

    @property
    def name(self) -> str:
        """What is typed as the title or the name of the record, "" if nothing is."""
        return self._typed_in("title") or self._typed_in("name")

    def _typed_in(self, field: str) -> str:
        return "".join(self.data.get(field, []))

    @property
    def typed(self) -> QueryDict:
        typed = QueryDict(mutable=True)
        for name, values in self.data.items():
            typed.setlist(name, values)
        return typed
