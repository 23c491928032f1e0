from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.models import Network
from partnerships.models import Partnership
from portal.addresses import address
from portal.models import Department, Organisation, Person, Topic
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.danish import SortKey
from strategy.models.perspective import Perspective
from strategy.models.progress import Progress
from strategy.models.strategy import Strategy


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
