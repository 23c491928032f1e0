"""What the overview says of reviews: the open ones that somebody still has to work at."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Assessment, Criterion, Score
from portal.access import Action
from portal.addresses import address
from portal.models import User
from portal.overview import panel_source
from portal.records.prepared import Prepared
from portal.records.related import Line, Section


@panel_source
def open_reviews(user: User, _today: date) -> Section | None:
    """For those who edit: reviews that are not closed, and how many of their assessments are not done."""
    lines = [
        Line(
            title=title,
            url=address("partnerships:review_detail", pk),
            detail=f"{_left_of(count, left)} · {owner}",
            day=day,
        )
        for pk, title, day, owner, count, left in _unfinished(user)
    ]
    url = reverse("partnerships:review_list")
    return Section(id="reviews", title=_("Open reviews"), lines=lines, url=url, act=_("See all")) if lines else None


@Prepared
def _unfinished(user: User) -> QuerySet[Any, tuple[Any, ...]]:
    """An assessment is done when every criterion has points and something is recommended."""
    points = Score.objects.filter(assessment=OuterRef(OuterRef("pk")), criterion=OuterRef("pk")).exclude(points=None)
    without_points = Criterion.objects.filter(~Exists(points), review=OuterRef("review"))
    rows = Assessment.objects.visible_to(user).filter(
        owner__in=user.owners_where(Action.EDIT), review__closed_on=None, review__deleted_at=None
    )
    reviews = rows.order_by("review__day", "review").values_list(
        "review", "review__title", "review__day", "owner__name"
    )
    left = Count("pk", filter=Q(recommendation="") | Q(Exists(without_points)))
    return reviews.annotate(count=Count("pk"), left=left).filter(left__gt=0)


def _left_of(count: int, left: int) -> str:
    text = ngettext(
        "%(left)s of %(count)s assessment is not done", "%(left)s of %(count)s assessments are not done", count
    )
    return text % {"left": left, "count": count}
