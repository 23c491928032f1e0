import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import ChoiceColumn, LastDateColumn, LinkColumn, LocalisedColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, ReferenceFilter, not_confirmed
from portal.lists.listing import Listing
from portal.lists.ready_view import KEEPERS, ReadyView
from portal.models import Continent, Country, Organisation, OrganisationKind


class OrganisationFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    kind = ChoiceFilter(label=_("Kind"), choices=OrganisationKind)
    country = ReferenceFilter(Country, label=_("Country"))
    continent = ChoiceFilter(label=_("Continent"), choices=Continent, field_name="country__continent")
    unconfirmed = not_confirmed()


class OrganisationListing(Listing):
    """Every party that the portal knows."""

    records = Organisation
    columns = [
        LinkColumn("name", _("Name"), to="organisation_detail", sort="sort_key"),
        TextColumn("local_name", _("Local name"), edit="local_name"),
        ChoiceColumn("kind", _("Kind"), choices=OrganisationKind, edit="kind"),
        LocalisedColumn("country", _("Country"), related="name"),
        ChoiceColumn("continent", _("Continent"), path="country__continent", choices=Continent, shown=False),
        TextColumn("place", _("Place"), shown=False, edit="place"),
        TextColumn("website", _("Website"), shown=False, edit="website"),
        LastDateColumn("confirmed_on", _("Last confirmed"), shown=False),
    ]
    filters = OrganisationFilter
    order = ["name"]
    page_name = "organisation_list"
    views = [ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS)]
    explanation = _("Municipalities, regions, universities and other parties are listed here once they are created.")
