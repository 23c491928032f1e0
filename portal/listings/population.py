import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import DateColumn, LinkColumn, NumberColumn, TextColumn
from portal.lists.filters import NameFilter
from portal.lists.listing import Listing
from portal.models import Population


class PopulationFilter(django_filters.FilterSet):
    q = NameFilter("organisation__folded")


class PopulationListing(Listing):
    """How many people live where, the latest figures first."""

    records = Population
    columns = [
        LinkColumn("organisation", _("Organisation"), to="organisation_detail", related="name"),
        DateColumn("counted_on", _("Counted on")),
        NumberColumn("inhabitants", _("Inhabitants")),
        TextColumn("source", _("Source"), shown=False),
    ]
    filters = PopulationFilter
    order = ["-counted_on", "organisation"]
    explanation = _("Figures are added on the page of an organisation, and listed here.")
