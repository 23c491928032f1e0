from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _

from partnerships.models.agreement import Agreement
from partnerships.models.partnership import Partnership
from portal.addresses import address
from portal.models import Country, Organisation
from portal.records.history import tracked
from portal.records.partial_date import PartialDateField
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.danish import Fold, SortKey


@tracked
class Office(VersionedModel):
    """A representation abroad: who runs it under which contract, for which countries and partnerships."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="offices", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=200, help_text=_("As it is called today."))
    country = models.ForeignKey(Country, models.PROTECT, related_name="offices", verbose_name=_("country"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    operator = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="operated_offices",
        verbose_name=_("operator"),
    )
    contract = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("contract")
    )
    opened = PartialDateField(_("opened"), blank=True)
    closed = PartialDateField(_("closed"), blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="served_by_offices", verbose_name=_("countries it covers")
    )
    partnerships = models.ManyToManyField(
        Partnership, blank=True, related_name="offices", verbose_name=_("partnerships it supports")
    )
    task = RichTextField(_("task"), blank=True)
    outlook = RichTextField(_("from here on"), blank=True, help_text=_("What is proposed or decided for the future."))
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)
    sort_key = models.GeneratedField(
        expression=SortKey("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    folded = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "owner"
    natural_key_fields = ("owner__name", "name")
    page_needs = ("owner", "country", "operator", "contract__partnership")
    parts = ("names",)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="office_closes_after_it_opens",
                condition=Q(closed="") | Q(closed__gte=Substr("opened", 1, Length("closed"))),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("partnerships:office_detail", self.pk)
