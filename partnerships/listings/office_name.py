import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import OfficeName
from portal.lists.columns import LinkColumn, PartialDateColumn, RecordColumn
from portal.lists.filters import NameFilter, owner_filter
from portal.lists.listing import Listing


class OfficeNameFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    owner = owner_filter("office__owner")


class OfficeNameListing(Listing):
    """What offices were called before."""

    records = OfficeName
    columns = [
        RecordColumn("name", _("Former name"), kind="partnerships.officename"),
        LinkColumn("office", _("Office"), to="partnerships:office_detail", related="name"),
        PartialDateColumn("used_from", _("From")),
        PartialDateColumn("used_to", _("To")),
    ]
    filters = OfficeNameFilter
    order = ["name"]
    explanation = _("Former names are added on the page of an office, and listed here.")
