from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.addresses import address
from portal.records.history import tracked
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from portal.text.danish import Fold, SortKey

if TYPE_CHECKING:
    from portal.models.user import User


class Continent(models.TextChoices):
    """For the question "what do we already have on this continent?"."""

    AFRICA = "AF", _("Africa")
    ANTARCTICA = "AN", _("Antarctica")
    ASIA = "AS", _("Asia")
    EUROPE = "EU", _("Europe")
    NORTH_AMERICA = "NA", _("North America")
    OCEANIA = "OC", _("Oceania")
    SOUTH_AMERICA = "SA", _("South America")


class CountryManager(models.Manager["Country"]):
    """Finds a country by its code."""

    def in_use(self) -> models.QuerySet["Country"]:
        """Countries that some record is about: what a list can be narrowed to."""
        links = self.model._meta.related_objects
        pointing = [link.related_model._default_manager.filter(**{link.field.name: OuterRef("pk")}) for link in links]
        return self.filter(reduce(or_, (Q(Exists(records)) for records in pointing)))

    def get_by_natural_key(self, code: str) -> "Country":
        return self.get(code=code)


@pgtrigger.register(
    pgtrigger.Trigger(
        name="search_stale",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        func=(
            "INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT 'portal.organisation', id, false"
            " FROM portal_organisation WHERE country_id = NEW.code; RETURN NULL;"
        ),
    )
)
class Country(models.Model):
    """A country of ISO 3166-1, or Kosovo. Names come from CLDR."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name_da = models.CharField(_("Danish name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    continent = models.CharField(_("continent"), max_length=2, choices=Continent)
    sort_key = models.GeneratedField(
        expression=SortKey("name_da"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects = CountryManager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_da

    def natural_key(self) -> tuple[str]:
        return (self.code,)


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


@tracked
class OrganisationMember(VersionedModel):
    """One organisation's part in a partnership of organisations, from a day to a day."""

    partnership = models.ForeignKey(
        Organisation, models.CASCADE, related_name="member_rows", verbose_name=_("partnership")
    )
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="membership_rows", verbose_name=_("member"))
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    natural_key_fields = ("partnership__name", "member__name")
    name_needs = ("partnership", "member")

    class Meta:
        verbose_name = _("member of a partnership")
        verbose_name_plural = _("members of partnerships")
        constraints = [
            models.UniqueConstraint(
                name="member_once_at_a_time",
                fields=["partnership", "member"],
                condition=Q(left_on=None, deleted_at=None),
                violation_error_message=_("The organisation is already a member."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.partnership}"

    def get_absolute_url(self) -> str:
        return self.partnership.get_absolute_url()

    @property
    def change_needs(self) -> Action:
        return self.partnership.change_needs

    def owning_id(self) -> int | None:
        return self.partnership.owning_id()


@tracked
class Population(VersionedModel):
    """How many people lived in an organisation's area on a day, and who says so."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="populations", verbose_name=_("organisation")
    )
    counted_on = models.DateField(_("counted on"))
    inhabitants = models.PositiveIntegerField(_("inhabitants"))
    source = models.CharField(_("source"), max_length=500, blank=True)

    natural_key_fields = ("organisation__name", "counted_on")
    name_needs = ("organisation",)

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        ordering = ["-counted_on"]
        constraints = [
            models.UniqueConstraint(
                name="population_once_a_day",
                fields=["organisation", "counted_on"],
                violation_error_message=_("There is already a figure for this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.counted_on:%d.%m.%Y}: {self.inhabitants}"

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()

    @property
    def change_needs(self) -> Action:
        return self.organisation.change_needs

    def owning_id(self) -> int | None:
        return self.organisation.owning_id()


@tracked
class Department(VersionedModel):
    """A department (forvaltning) of an owner."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="departments", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    head = models.ForeignKey(
        "portal.Person", models.SET_NULL, null=True, blank=True, related_name="heads", verbose_name=_("head")
    )
    sort_key = models.GeneratedField(
        expression=SortKey("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "owner"
    needs = Action.ADMINISTER
    natural_key_fields = ("owner__name", "name")
    page_needs = ("owner", "head")

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                name="department_name_once_per_owner",
                fields=["owner", "name"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The owner already has a department of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("department_detail", self.pk)
