import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import ChoiceColumn, DateColumn, LinkColumn, LocalisedColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, ReferenceFilter, owner_choices
from portal.lists.listing import Listing
from portal.models import Continent, Country, Organisation, OrganisationKind, Person


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


class PersonFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=owner_choices, empty_label=_("All"))


class PersonListing(Listing):
    """The contacts of the user's owners."""

    records = Person
    columns = [
        LinkColumn("name", _("Name"), to="person_detail", sort="sort_key"),
        TextColumn("email", _("Email")),
        TextColumn("phone", _("Telephone")),
        DateColumn("confirmed_on", _("Last confirmed")),
        TextColumn("owner", _("Owner"), path="owner__name", sort="owner__sort_key", shown=False),
        TextColumn("purpose", _("Purpose"), shown=False),
    ]
    filters = PersonFilter
    order = ["name"]
    explanation = _("Contacts and the people who are responsible are listed here once they are created.")
