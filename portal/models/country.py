from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.text.danish import SortKey


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
