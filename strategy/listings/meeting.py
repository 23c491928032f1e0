from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Case, F, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Concat, Now, TruncDate
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import BadgeColumn, ChoiceColumn, TextColumn
from portal.lists.filters import ChoiceFilter, Narrowing
from portal.lists.listing import Listing
from portal.lists.ready_view import CONDUCTORS, ReadyView
from portal.models import User
from strategy.listings.body import body_choices
from strategy.listings.moment_column import MomentColumn
from strategy.models import Meeting, MeetingMode, MeetingState

MEETING_TONES: Mapping[str, str] = {
    MeetingState.PLANNED: "info",
    MeetingState.AGENDA_LOCKED: "warning",
    MeetingState.MINUTES_APPROVED: "good",
}


def _upcoming(meetings: QuerySet[Meeting], _user: User) -> QuerySet[Meeting]:
    """Meetings of today and later."""
    return meetings.filter(starts_at__date__gte=timezone.localdate())


class MeetingFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(label=_("Body"), queryset=body_choices, empty_label=_("All"))
    state = ChoiceFilter(label=_("State"), choices=MeetingState)
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="starts_at", lookup_expr="year", empty_label=_("All")
    )
    upcoming = Narrowing(_upcoming, label=_("Upcoming"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.datetimes("starts_at", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(moment.year, moment.year) for moment in years]


class MeetingListing(Listing):
    """Meetings: what comes next first, then what was held, the latest first, unless a column is asked for."""

    records = Meeting
    columns = [
        MomentColumn("starts", _("Time"), to="strategy:meeting_detail", path="starts_at"),
        TextColumn("body", _("Body"), related="name"),
        BadgeColumn("state", _("State"), choices=MeetingState, tones=MEETING_TONES),
        TextColumn("place", _("Place"), edit="place"),
        ChoiceColumn("form", _("Form"), choices=MeetingMode, edit="form"),
        TextColumn("host", _("Host"), related="name", shown=False),
        TextColumn("chair", _("Chair"), shown=False, edit="chair"),
        TextColumn("owner", _("Owner"), path="body__owner", related="name", shown=False),
    ]
    filters = MeetingFilter
    order = ["upcoming"]
    page_name = "strategy:meeting_list"
    views = [
        ReadyView(_("Upcoming"), "upcoming=1&sort=starts"),
        ReadyView(_("Minutes not approved"), "state=held&sort=-starts", CONDUCTORS),
    ]
    explanation = _("Meetings are listed here once they are planned.")

    @classmethod
    def row_name(cls) -> Func:
        return Concat("body__name", Value(" "), TruncDate("starts_at"), output_field=TextField())

    @cached_property
    def queryset(self) -> QuerySet[Any]:
        if self.sort != self.order:
            return super().queryset
        long_ago = timedelta(days=100_000)
        distance = Case(
            When(starts_at__gte=Now(), then=F("starts_at") - Now()), default=Now() - F("starts_at") + long_ago
        )
        return self.filter.qs.order_by(distance, "pk")
