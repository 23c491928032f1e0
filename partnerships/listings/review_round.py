import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import ReviewRound
from portal.lists.columns import DateColumn, LinkColumn, TextColumn
from portal.lists.filters import Narrowing, owner_filter
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView


class ReviewRoundFilter(django_filters.FilterSet):
    owner = owner_filter()
    open = Narrowing(lambda reviews, _user: reviews.filter(closed_on=None), label=_("Not closed"))


class ReviewRoundListing(Listing):
    """The reviews of all that the owners take part in, the latest first."""

    records = ReviewRound
    columns = [
        LinkColumn("title", _("Review"), to="partnerships:review_detail"),
        DateColumn("day", _("As at")),
        DateColumn("closed_on", _("Closed")),
        TextColumn("owner", _("Owner"), related="name"),
        TextColumn("source", _("Source"), shown=False),
    ]
    filters = ReviewRoundFilter
    order = ["-day", "title"]
    page_name = "partnerships:review_list"
    views = [ReadyView(_("Not closed"), "open=1")]
    explanation = _("A review looks at all partnerships and memberships together. It is begun here.")
