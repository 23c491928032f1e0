from typing import ClassVar, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import JSONArray
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.addresses import address
from portal.models import Organisation
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel

# Where writes are kept that can change what a public page shows.
EVENTS = [
    "partnerships.PublicPageEvent", "partnerships.PartnershipEvent", "partnerships.PartnershipTopicsEvent",
    "partnerships.AgreementEvent", "partnerships.ExtensionEvent", "partnerships.ActivityEvent",
    "partnerships.ActivityPartnershipsEvent", "portal.OrganisationEvent",
]  # fmt: skip


class PublicField(models.TextChoices):
    """What an owner can choose to show of its partnerships to everybody."""

    KIND = "kind", _("Kind")
    SINCE = "since", _("Since")
    TOPICS = "topics", _("Topics")
    DESCRIPTION = "description", _("Cooperation today")
    ORIGIN = "origin", _("Origin")
    AGREEMENTS = "agreements", _("Agreements")
    ACTIVITIES = "activities", _("Activities")
    WEBSITE = "website", _("Website")


class PublicPageQuerySet(RecordQuerySet["PublicPage"]):
    """Public pages, which belong to their owner."""

    def turned_on(self) -> Self:
        return self.filter(is_on=True)

    def with_moment(self) -> Self:
        """With the newest write of each kind that a page tells of: while these stay the same, so does the page."""
        newest = [Subquery(apps.get_model(name).objects.order_by("-pgh_id").values("pgh_id")[:1]) for name in EVENTS]
        return self.annotate(moment=JSONArray(*newest))


@tracked
class PublicPage(VersionedModel):
    """What everybody may see of an owner's partnerships: off until somebody turns it on, and only chosen fields."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="public_pages", verbose_name=_("owner"))
    slug = models.SlugField(_("address"), max_length=60, help_text=_("The last part of the page's address."))
    is_on = models.BooleanField(_("open to everybody"), default=False)
    fields = ArrayField(
        models.CharField(max_length=20, choices=PublicField), default=list, blank=True, verbose_name=_("shown fields")
    )
    introduction_da = RichTextField(_("introduction in Danish"), blank=True)
    introduction_en = RichTextField(_("introduction in English"), blank=True)

    moment: list[int | None]  # only `with_moment`

    objects: ClassVar = LiveManager.from_queryset(PublicPageQuerySet)()

    owner_path = "owner"
    needs = Action.ADMINISTER
    natural_key_fields = ("owner__name",)

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")
        constraints = [
            models.UniqueConstraint(
                name="public_page_one_per_owner",
                fields=["owner"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The owner already has a public page."),
            ),
            models.UniqueConstraint(
                name="public_page_address_once",
                fields=["slug"],
                condition=Q(deleted_at=None),
                violation_error_message=_("Another page has this address."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return address("partnerships:public_page_detail", self.pk)

    def public_url(self) -> str:
        """Where everybody finds it while it is on."""
        return reverse("partnerships:public_site", args=[self.slug])
