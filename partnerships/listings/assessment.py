from collections.abc import Mapping

import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import Assessment, Recommendation
from portal.lists.about import AboutListing
from portal.lists.columns import AboutColumn, BadgeColumn, DateColumn, LinkColumn, NumberColumn, TextColumn
from portal.lists.filters import ChoiceFilter, owner_filter

RECOMMENDATION_TONES: Mapping[str, str] = {
    Recommendation.CONTINUE: "good",
    Recommendation.RENEW: "good",
    Recommendation.EXTEND: "info",
    Recommendation.WIDEN: "good",
    Recommendation.RENEGOTIATE: "warning",
    Recommendation.END: "danger",
    Recommendation.WRITE_OFF: "danger",
}


class AssessmentFilter(django_filters.FilterSet):
    recommendation = ChoiceFilter(label=_("The recommendation"), choices=Recommendation)
    owner = owner_filter()


class AssessmentListing(AboutListing):
    """What the reviews say of each partnership and membership."""

    records = Assessment
    columns = [
        LinkColumn("review", _("Review"), to="partnerships:assessment_detail", path="review__title"),
        AboutColumn("about", _("Of what")),
        NumberColumn("position", _("Place in the memo")),
        BadgeColumn(
            "recommendation", _("The recommendation"), choices=Recommendation, tones=RECOMMENDATION_TONES,
            edit="recommendation",
        ),
        TextColumn("told", _("Partner told"), edit="told"),
        DateColumn("told_on", _("Told on"), edit="told_on"),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]  # fmt: skip
    filters = AssessmentFilter
    order = ["-review", "position"]
    explanation = _("A review assesses partnerships and memberships. The assessments are listed here.")
