import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import Criterion
from portal.lists.columns import LinkColumn, NumberColumn, TextColumn
from portal.lists.filters import owner_filter
from portal.lists.listing import Listing


class CriterionFilter(django_filters.FilterSet):
    owner = owner_filter("review__owner")


class CriterionListing(Listing):
    """What the reviews judge by."""

    records = Criterion
    columns = [
        LinkColumn("name", _("Criterion"), to="partnerships:review_detail", pk="review_id"),
        LinkColumn("review", _("Review"), to="partnerships:review_detail", pk="review_id", path="review__title"),
        NumberColumn("number", _("Number")),
        TextColumn("guidance", _("Guidance")),
    ]
    filters = CriterionFilter
    order = ["-review", "number"]
    explanation = _("Criteria belong to a review, and are listed here.")
