import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import PublicPage
from portal.lists.columns import LinkColumn, TextColumn, YesNoColumn
from portal.lists.filters import owner_filter
from portal.lists.listing import Listing


class PublicPageFilter(django_filters.FilterSet):
    owner = owner_filter()


class PublicPageListing(Listing):
    """The pages that owners show everybody."""

    records = PublicPage
    columns = [
        LinkColumn("slug", _("Address"), to="partnerships:public_page_detail"),
        TextColumn("owner", _("Owner"), related="name"),
        YesNoColumn("is_on", _("Open to everybody")),
    ]
    filters = PublicPageFilter
    order = ["slug"]
    explanation = _("An administrator can show chosen fields of chosen partnerships to everybody.")
