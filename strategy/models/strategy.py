from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.models import Organisation
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from portal.text.danish import SortKey


class StrategyStatus(models.TextChoices):
    """How far a strategy has come."""

    DRAFT = "draft", _("Draft")
    CONSULTATION = "consultation", _("In consultation")
    ADOPTED = "adopted", _("Adopted")
    SUPERSEDED = "superseded", _("Superseded")


class StrategyQuerySet(RecordQuerySet["Strategy"]):
    """Strategies, which belong to their owner."""

    def guiding_in(self, year: int) -> Self:
        """The one strategy of each owner that guided its work in `year`: the latest adopted one that had begun.

        A strategy goes on guiding after its last year until a new one is adopted.
        """
        adopted = self.filter(status__in=[StrategyStatus.ADOPTED, StrategyStatus.SUPERSEDED], starts_year__lte=year)
        return adopted.order_by("owner_id", "-starts_year", "-pk").distinct("owner_id")


@tracked
class Strategy(VersionedModel):
    """The direction an owner has set for its international work in a period."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="strategies", verbose_name=_("owner"))
    title = models.CharField(_("title"), max_length=300)
    starts_year = models.PositiveSmallIntegerField(_("first year"))
    ends_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=StrategyStatus, default=StrategyStatus.DRAFT)
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revised_by", verbose_name=_("revises")
    )
    adopted_by = models.ForeignKey(
        "strategy.Decision", models.PROTECT, null=True, blank=True, related_name="adopted_strategies",
        verbose_name=_("adopted by"),
    )  # fmt: skip
    vision = RichTextField(_("vision"), blank=True)
    background = RichTextField(_("background"), blank=True)
    text = RichTextField(_("direction and aims"), blank=True)
    organisation = RichTextField(_("organisation and follow-up"), blank=True)
    financing = RichTextField(_("financing"), blank=True)
    timetable = RichTextField(_("timetable"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    sort_key = models.GeneratedField(
        expression=SortKey("title"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects: ClassVar = LiveManager.from_queryset(StrategyQuerySet)()

    owner_path = "owner"
    natural_key_fields = ("owner__name", "title")
    page_needs = ("owner", "revises")
    parts = ("perspectives", "initiatives", "action_plans")

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = [
            models.CheckConstraint(
                name="strategy_ends_after_it_starts",
                condition=Q(ends_year=None) | Q(ends_year__gte=F("starts_year")),
                violation_error_message=_("The last year lies before the first."),
            ),
            models.CheckConstraint(
                name="strategy_does_not_revise_itself",
                condition=~Q(revises=F("id")),
                violation_error_message=_("A strategy cannot revise itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("strategy:strategy_detail", self.pk)

    def has_run_out(self, year: int) -> bool:
        """Whether its last year lies before `year`."""
        return self.ends_year is not None and self.ends_year < year

    @property
    def period(self) -> str:
        return f"{self.starts_year}–{self.ends_year}" if self.ends_year else str(self.starts_year)
