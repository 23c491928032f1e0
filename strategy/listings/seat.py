import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import DateColumn, LinkColumn, TextColumn
from portal.lists.filters import Narrowing, owner_filter
from portal.lists.listing import Listing
from portal.lists.ready_view import CONDUCTORS, ReadyView
from strategy.listings.body import body_choices
from strategy.models import Seat


class SeatFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(label=_("Body"), queryset=body_choices, empty_label=_("All"))
    owner = owner_filter("body__owner")
    vacant = Narrowing(lambda seats, _user: seats.filter(person=None), label=_("Without a person"))


class SeatListing(Listing):
    """Who sits in which body, and for whom."""

    records = Seat
    columns = [
        LinkColumn("body", _("Body"), to="strategy:body_detail", related="name"),
        TextColumn("organisation", _("Organisation"), related="name"),
        TextColumn("function", _("Function")),
        TextColumn("person", _("Person"), related="name"),
        TextColumn("substitute", _("Substitute"), related="name"),
        DateColumn("starts_on", _("From"), shown=False),
        DateColumn("ends_on", _("To"), shown=False),
        TextColumn("owner", _("Owner"), path="body__owner", related="name", shown=False),
    ]
    filters = SeatFilter
    order = ["body", "organisation", "function"]
    views = [ReadyView(_("Without a person"), "vacant=1", CONDUCTORS)]
    explanation = _("Seats are created from the page of a body, and listed here.")
