from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from networks.models import Network
from partnerships.models import Partnership
from portal.addresses import address
from portal.models import Department, Organisation, Person, Topic
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from portal.text.danish import SortKey
from strategy.models.strategy import Perspective, Strategy


class Progress(models.TextChoices):
    """How a piece of work goes. Nothing reported is a state of its own, never a good one."""

    NOT_REPORTED = "not_reported", _("Not reported")
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    NEEDS_ATTENTION = "attention", _("Needs attention")
    OFF_TRACK = "off_track", _("Off track")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


FINISHED = [Progress.DONE, Progress.STOPPED]


@tracked
class Initiative(VersionedModel):
    """A prioritised effort of a strategy ("1.a Internationalt hus"): what is wanted, who leads it, how it goes."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="initiatives", verbose_name=_("strategy"))
    perspective = models.ForeignKey(
        Perspective, models.PROTECT, related_name="initiatives", verbose_name=_("perspective")
    )
    code = models.CharField(_("code"), max_length=20, help_text=_("As in the strategy: 1.a."))
    title = models.CharField(_("title"), max_length=300)
    purpose = RichTextField(_("what it is about"), blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="initiatives",
        verbose_name=_("lead department"),
    )  # fmt: skip
    responsible = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("responsible person"),
    )
    taking_part = models.ManyToManyField(
        Organisation, blank=True, related_name="initiatives", verbose_name=_("taking part")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="initiatives", verbose_name=_("topics"))
    partnerships = models.ManyToManyField(
        Partnership, blank=True, related_name="initiatives", verbose_name=_("partnerships")
    )
    networks = models.ManyToManyField(Network, blank=True, related_name="initiatives", verbose_name=_("networks"))
    budget = models.CharField(_("economy"), max_length=300, blank=True)
    progress = models.CharField(
        _("status"), max_length=20, choices=Progress, default=Progress.NOT_REPORTED, editable=False
    )
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)
    sort_key = models.GeneratedField(
        expression=SortKey("code"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "strategy__owner"
    natural_key_fields = ("strategy__owner__name", "strategy__title", "code")
    page_needs = ("strategy__owner", "perspective", "department", "responsible")
    parts = ("action_items", "status_updates")

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                name="initiative_code_once",
                fields=["strategy", "code"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The strategy already has an initiative with this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def clean(self) -> None:
        """Its strategy is that of its perspective."""
        if self.perspective_id and self.strategy_id != self.perspective.strategy_id:
            self.strategy = self.perspective.strategy

    def get_absolute_url(self) -> str:
        return address("strategy:initiative_detail", self.pk)

    def get_status_url(self) -> str:
        """Where its status is reported."""
        return address("strategy:initiative_status", self.pk)


@tracked
class ActionPlan(VersionedModel):
    """A catalogue of actions (handlingskatalog) that carries a strategy out in a period."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="action_plans", verbose_name=_("strategy"))
    title = models.CharField(_("title"), max_length=300)
    starts_year = models.PositiveSmallIntegerField(_("first year"))
    ends_year = models.PositiveSmallIntegerField(_("last year"))
    text = RichTextField(_("text"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))

    owner_path = "strategy__owner"
    natural_key_fields = ("strategy__owner__name", "strategy__title", "title")
    parts = ("action_items",)

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-starts_year"]
        constraints = [
            models.CheckConstraint(
                name="action_plan_ends_after_it_starts",
                condition=Q(ends_year__gte=F("starts_year")),
                violation_error_message=_("The last year lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{address('strategy:strategy_detail', self.strategy_id)}#action-plan-{self.pk}"

    @property
    def period(self) -> str:
        return f"{self.starts_year}–{self.ends_year}"


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
