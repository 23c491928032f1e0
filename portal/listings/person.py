import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import LastDateColumn, LinkColumn, TextColumn
from portal.lists.filters import NameFilter, not_confirmed, owner_filter
from portal.lists.listing import Listing
from portal.lists.ready_view import KEEPERS, ReadyView
from portal.models import Person


class PersonFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    owner = owner_filter()
    unconfirmed = not_confirmed()


class PersonListing(Listing):
    """The contacts of the user's owners."""

    records = Person
    columns = [
        LinkColumn("name", _("Name"), to="person_detail", sort="sort_key"),
        TextColumn("email", _("Email"), edit="email"),
        TextColumn("phone", _("Telephone"), edit="phone"),
        LastDateColumn("confirmed_on", _("Last confirmed")),
        TextColumn("owner", _("Owner"), related="name", shown=False),
        TextColumn("purpose", _("Purpose"), shown=False, edit="purpose"),
    ]
    filters = PersonFilter
    order = ["name"]
    page_name = "person_list"
    views = [ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS)]
    explanation = _("Contacts and the people who are responsible are listed here once they are created.")
