from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from strategy.models.strategy import Strategy


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
