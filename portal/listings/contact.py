import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.about import AboutListing
from portal.lists.columns import AboutColumn, DateColumn, LinkColumn, TextColumn
from portal.lists.filters import NameFilter, owner_filter
from portal.models import Contact


class ContactFilter(django_filters.FilterSet):
    q = NameFilter("person__folded")
    owner = owner_filter()


class ContactListing(AboutListing):
    """Whom to call about what."""

    records = Contact
    columns = [
        LinkColumn("person", _("Person"), to="person_detail", related="name"),
        TextColumn("role", _("Role")),
        AboutColumn("about", _("Belongs to")),
        DateColumn("starts_on", _("From")),
        DateColumn("ends_on", _("To")),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]
    filters = ContactFilter
    order = ["person", "role"]
    explanation = _("Contacts are added on the page of a record, and listed here.")
