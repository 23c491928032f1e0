from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.addresses import address
from portal.records.history import tracked
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from portal.text.danish import Fold, SortKey

if TYPE_CHECKING:
    from portal.models.user import User
from portal.models.country import Country


class OrganisationKind(models.TextChoices):
    """What sort of party an organisation is."""

    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    UNIVERSITY = "university", _("University")
    INSTITUTION = "institution", _("Institution")
    COMPANY = "company", _("Company")
    OFFICE = "office", _("Office")
    PARTNERSHIP = "partnership", _("Partnership of organisations")
    NETWORK_SECRETARIAT = "secretariat", _("Network secretariat")
    OTHER = "other", _("Other")


class Theme(models.TextChoices):
    """The looks that an owner can have: the files `static/css/theme-*.css`."""

    NEUTRAL = "default", _("Neutral")
    AALBORG = "aalborg", "Aalborg"
    MIDTJYLLAND = "midtjylland", "Midtjylland"
    KULTURREGION = "kulturregion", "Kulturregion"


class OrganisationQuerySet(RecordQuerySet["Organisation"]):
    """Organisations are shared reference data: whoever has a role somewhere sees them all."""

    def owners(self) -> Self:
        """Organisations that keep their own records in the portal."""
        return self.filter(is_owner=True)


@tracked
class Organisation(VersionedModel):
    """Any party: a municipality, region, city, university, institution, office, or a partnership of several."""

    name = models.CharField(_("name"), max_length=200, help_text=_("As it is called in Danish."))
    local_name = models.CharField(_("local name"), max_length=200, blank=True)
    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("Former names and other spellings, one on each line; search finds them."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    country = models.ForeignKey(Country, models.PROTECT, related_name="organisations", verbose_name=_("country"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("merged into")
    )
    merged_on = models.DateField(_("merged on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_owner = models.BooleanField(_("keeps its records in the portal"), default=False)
    theme = models.CharField(_("look"), max_length=40, choices=Theme, default=Theme.NEUTRAL)
    members = models.ManyToManyField(
        "self", through="OrganisationMember", symmetrical=False, related_name="member_of", verbose_name=_("members")
    )
    sort_key = models.GeneratedField(
        expression=SortKey("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    folded = models.GeneratedField(
        expression=Fold(
            Concat(
                "name",
                models.Value(" "),
                "local_name",
                models.Value(" "),
                "other_names",
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects: ClassVar = LiveManager.from_queryset(OrganisationQuerySet)()

    natural_key_fields = ("name", "country__code")
    page_needs = ("country", "parent", "merged_into")
    parts = ("populations",)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            models.Index(fields=["sort_key"], name="organisation_sort_key"),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_not_merged_into_itself",
                condition=~Q(merged_into=F("id")) & ~Q(parent=F("id")),
                violation_error_message=_("An organisation cannot be part of, or merged into, itself."),
            ),
            models.CheckConstraint(
                name="organisation_place_on_earth",
                condition=Q(latitude=None, longitude=None)
                # NULL would make the comparison unknown, and a constraint lets the unknown pass.
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                violation_error_message=_("Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("organisation_detail", self.pk)

    @classmethod
    def changeable_by(cls, user: "User") -> Q:
        return Q(is_owner=False) | Q(pk__in=[owner.pk for owner in user.owners_where(Action.ADMINISTER)])

    @property
    def change_needs(self) -> Action:
        return Action.ADMINISTER if self.is_owner else Action.EDIT

    def owning_id(self) -> int | None:
        return self.pk if self.is_owner else None
