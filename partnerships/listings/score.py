import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import Score
from portal.lists.columns import LinkColumn, NumberColumn, TextColumn
from portal.lists.filters import owner_filter
from portal.lists.listing import Listing


class ScoreFilter(django_filters.FilterSet):
    owner = owner_filter("assessment__owner")


class ScoreListing(Listing):
    """What the reviews gave for each criterion, and why."""

    records = Score
    columns = [
        LinkColumn(
            "criterion", _("Criterion"), to="partnerships:assessment_detail", pk="assessment_id",
            path="criterion__name",
        ),
        NumberColumn("points", _("Points"), edit="points"),
        TextColumn("reason", _("Reason"), edit="reason"),
        TextColumn("review", _("Review"), path="assessment__review__title"),
    ]  # fmt: skip
    filters = ScoreFilter
    order = ["review", "criterion"]
    explanation = _("Points are given on the page of a review, and listed here.")
