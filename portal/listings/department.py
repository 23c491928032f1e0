import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import LinkColumn, TextColumn
from portal.lists.filters import owner_filter
from portal.lists.listing import Listing
from portal.models import Department


class DepartmentFilter(django_filters.FilterSet):
    owner = owner_filter()


class DepartmentListing(Listing):
    """The departments of the user's owners."""

    records = Department
    columns = [
        LinkColumn("name", _("Name"), to="department_detail", sort="sort_key"),
        TextColumn("short_name", _("Short name")),
        TextColumn("owner", _("Owner"), related="name"),
    ]
    filters = DepartmentFilter
    order = ["name"]
    explanation = _("Departments are listed here once they are created.")
