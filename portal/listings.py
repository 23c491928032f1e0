import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import ChoiceColumn, LinkColumn, LocalisedColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, ReferenceFilter
from portal.lists.listing import Listing
from portal.models import Continent, Country, Organisation, OrganisationKind


class OrganisationFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    kind = ChoiceFilter(label=_("Kind"), choices=OrganisationKind)
    country = ReferenceFilter(Country, label=_("Country"))
    continent = ChoiceFilter(label=_("Continent"), choices=Continent, field_name="country__continent")


class OrganisationListing(Listing):
    """Every party that the portal knows."""

    records = Organisation
    columns = [
        LinkColumn("name", _("Name"), to="organisation_detail", sort="sort_key"),
        TextColumn("local_name", _("Local name")),
        ChoiceColumn("kind", _("Kind"), choices=OrganisationKind),
        LocalisedColumn("country", _("Country"), path="country__name", sort="country__sort_key"),
        ChoiceColumn("continent", _("Continent"), path="country__continent", choices=Continent, shown=False),
        TextColumn("place", _("Place"), shown=False),
        TextColumn("website", _("Website"), shown=False),
    ]
    filters = OrganisationFilter
    order = ["name"]
    explanation = _("Municipalities, regions, universities and other parties are listed here once they are created.")
