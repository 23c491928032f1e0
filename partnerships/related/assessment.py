from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships.listings import RECOMMENDATION_TONES
from partnerships.models import Assessment, Recommendation
from portal.addresses import address
from portal.models import User
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of
from portal.records.reviewing import reviewables
from portal.records.versioned import VersionedModel


@Prepared
def _assessments(record: VersionedModel, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Assessment.objects.visible_to(user).about(record)
    return rows.order_by("-review__day", "pk").values_list("pk", "review__title", "recommendation", "review__day")


def assessments(_record: VersionedModel, _user: User, rows: list[tuple[int, str, str, date]]) -> Section:
    """What each review has said of the partnership or membership, the latest first."""
    return Section(
        id="assessments",
        title=_("Assessments"),
        lines=[
            Line(
                title=review,
                url=address("partnerships:assessment_detail", pk),
                badge=str(Recommendation(recommendation).label) if recommendation else "",
                tone=RECOMMENDATION_TONES.get(recommendation, "neutral"),
                day=day,
            )
            for pk, review, recommendation, day in rows
        ],
    )


for reviewable in reviewables().values():
    section_of(reviewable.model, rows=_assessments)(assessments)
