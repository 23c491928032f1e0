import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import Extension
from portal.lists.columns import DateColumn, LinkColumn, TextColumn
from portal.lists.filters import NameFilter, owner_filter
from portal.lists.listing import Listing


class ExtensionFilter(django_filters.FilterSet):
    q = NameFilter("agreement__partnership__partner__folded")
    owner = owner_filter("agreement__partnership__owner")


class ExtensionListing(Listing):
    """What was agreed about longer terms, the latest first."""

    records = Extension
    columns = [
        LinkColumn(
            "agreement", _("Agreement"), to="partnerships:agreement_detail", pk="agreement_id", path="agreement__title"
        ),
        TextColumn("partner", _("Partner"), path="agreement__partnership__partner", related="name"),
        DateColumn("agreed_on", _("Agreed")),
        DateColumn("ends_on", _("New end")),
        TextColumn("note", _("Note"), shown=False),
    ]
    filters = ExtensionFilter
    order = ["-agreed_on", "agreement"]
    explanation = _("Extensions are added on the page of an agreement, and listed here.")
