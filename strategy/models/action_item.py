from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.models import Department, Person
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from strategy.models.action_plan import ActionPlan
from strategy.models.initiative import Initiative
from strategy.models.progress import FINISHED, Progress


class ActionItemQuerySet(RecordQuerySet["ActionItem"]):
    """Things to do, which belong to the owner of their plan's strategy."""

    def unfinished(self) -> Self:
        return self.exclude(progress__in=FINISHED)


@tracked
class ActionItem(VersionedModel):
    """A thing one person does by a day."""

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="action_items", verbose_name=_("action plan"))
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="action_items", verbose_name=_("initiative")
    )
    decision = models.ForeignKey(
        "strategy.Decision", models.PROTECT, null=True, blank=True, related_name="action_items",
        verbose_name=_("follows from the decision"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=300)
    description = RichTextField(_("description"), blank=True)
    responsible = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("responsible person"),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="action_items",
        verbose_name=_("responsible department"),
    )  # fmt: skip
    due_on = models.DateField(_("due"), null=True, blank=True)
    progress = models.CharField(
        _("status"), max_length=20, choices=Progress, default=Progress.NOT_STARTED, editable=False
    )
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    objects: ClassVar = LiveManager.from_queryset(ActionItemQuerySet)()

    owner_path = "plan__strategy__owner"
    natural_key_fields = ("plan__strategy__owner__name", "plan__title", "title")
    page_needs = ("plan__strategy__owner", "initiative", "department", "responsible")
    parts = ("status_updates",)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [models.Index(fields=["due_on"], name="action_item_due_on")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("strategy:action_item_detail", self.pk)

    def is_late(self, today: date) -> bool:
        """Whether the day by which it should be done has passed, be it done or not."""
        return self.due_on is not None and self.due_on < today

    def get_status_url(self) -> str:
        """Where its status is reported."""
        return address("strategy:action_item_status", self.pk)
