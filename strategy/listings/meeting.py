from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, F, Func, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Concat, Now, TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal.access import RoleKind
from portal.lists.columns import BadgeColumn, ChoiceColumn, ComputedColumn, DateColumn, LinkColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, Narrowing, owner_filter
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from portal.models import User
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold
from portal.text.sanitise import plain_text
from strategy.models import (
    AgendaItem,
    Attendance,
    AttendanceKind,
    Body,
    BodyKind,
    Decision,
    ItemKind,
    Meeting,
    MeetingForm,
    MeetingState,
    Outcome,
    Seat,
)
from strategy.models.agenda_item import AgendaItemQuerySet

MEETING_TONES: Mapping[str, str] = {
    MeetingState.PLANNED: "info",
    MeetingState.AGENDA_LOCKED: "warning",
    MeetingState.MINUTES_APPROVED: "good",
}
OUTCOME_TONES: Mapping[str, str] = {
    Outcome.APPROVED: "good",
    Outcome.NOTED: "good",
    Outcome.DISCUSSED: "info",
    Outcome.POSTPONED: "warning",
    Outcome.REJECTED: "danger",
}


CONDUCTORS = frozenset({RoleKind.SECRETARIAT, RoleKind.ADMINISTRATOR})  # who see to it that meetings work


def body_choices(request: HttpRequest | None) -> QuerySet[Body]:
    """The bodies that the user may read about."""
    return Body.objects.none() if request is None else Body.objects.visible_to(request.user).order_by("sort_key")


class MomentColumn(LinkColumn):
    """A day with its hour, a link to what happens then."""

    css_class = "date"

    def text(self, *fields: Any) -> str:
        return date_format(timezone.localtime(fields[0]), "DATETIME_FORMAT") if fields[0] else ""


class BodyFilter(django_filters.FilterSet):
    kind = ChoiceFilter(label=_("Kind"), choices=BodyKind)
    owner = owner_filter()


class BodyListing(Listing):
    """The groups that meet and decide."""

    records = Body
    columns = [
        LinkColumn("name", _("Name"), to="strategy:body_detail", sort="sort_key"),
        ChoiceColumn("kind", _("Kind"), choices=BodyKind),
        TextColumn("meetings_a_year", _("Meetings a year"), edit="meetings_a_year"),
        TextColumn("chair_rule", _("Chair"), sort="", edit="chair_rule"),
        TextColumn("prepared_by", _("Agenda prepared by"), sort="", edit="prepared_by"),
        TextColumn("owner", _("Owner"), related="name", shown=False),
        TextColumn("form_rule", _("Form of the meetings"), sort="", shown=False),
        TextColumn("host_rule", _("Host"), sort="", shown=False),
    ]
    filters = BodyFilter
    order = ["name"]
    page_name = "strategy:body_list"
    explanation = _("Boards, steering groups, secretariats and theme groups are listed here once they are created.")


class SeatFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(label=_("Body"), queryset=body_choices, empty_label=_("All"))
    owner = owner_filter("body__owner")
    vacant = Narrowing(lambda seats, _user: seats.filter(person=None), label=_("Without a person"))


class SeatListing(Listing):
    """Who sits in which body, and for whom."""

    records = Seat
    columns = [
        LinkColumn("body", _("Body"), to="strategy:body_detail", related="name"),
        TextColumn("organisation", _("Organisation"), related="name"),
        TextColumn("function", _("Function")),
        TextColumn("person", _("Person"), related="name"),
        TextColumn("substitute", _("Substitute"), related="name"),
        DateColumn("starts_on", _("From"), shown=False),
        DateColumn("ends_on", _("To"), shown=False),
        TextColumn("owner", _("Owner"), path="body__owner", related="name", shown=False),
    ]
    filters = SeatFilter
    order = ["body", "organisation", "function"]
    views = [ReadyView(_("Without a person"), "vacant=1", CONDUCTORS)]
    explanation = _("Seats are created from the page of a body, and listed here.")


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
        ChoiceColumn("form", _("Form"), choices=MeetingForm, edit="form"),
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


class AttendanceFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(
        label=_("Body"), field_name="meeting__body", queryset=body_choices, empty_label=_("All")
    )
    kind = ChoiceFilter(label=_("Attendance"), choices=AttendanceKind)


class AttendanceListing(Listing):
    """Who was at which meeting, the latest first."""

    records = Attendance
    columns = [
        MomentColumn(
            "meeting", _("Meeting"), to="strategy:meeting_detail", pk="meeting_id", path="meeting__starts_at"
        ),
        TextColumn("body", _("Body"), path="meeting__body", related="name"),
        TextColumn("person", _("Person"), related="name"),
        ChoiceColumn("kind", _("Attendance"), choices=AttendanceKind),
    ]
    filters = AttendanceFilter
    order = ["-meeting", "person"]
    explanation = _("Attendance is recorded on the page of a meeting, and listed here.")


def _in_pool(items: AgendaItemQuerySet, _user: User) -> AgendaItemQuerySet:
    return items.in_pool().undecided()


class AgendaItemFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    body = django_filters.ModelChoiceFilter(label=_("Body"), queryset=body_choices, empty_label=_("All"))
    kind = ChoiceFilter(label=_("Kind"), choices=ItemKind)
    owner = owner_filter("body__owner")
    pool = Narrowing(_in_pool, label=_("In the pool, not decided"))
    undecided = Narrowing(lambda items, _user: items.undecided(), label=_("Not decided"))


class AgendaItemListing(Listing):
    """Cases, with the meeting each is or was on; what no meeting has taken up yet comes first."""

    records = AgendaItem
    columns = [
        LinkColumn("title", _("Item"), to="strategy:agenda_item_detail"),
        TextColumn("body", _("Body"), related="name"),
        MomentColumn(
            "meeting", _("Meeting"), to="strategy:meeting_detail", pk="meeting_id", path="meeting__starts_at"
        ),
        ChoiceColumn("kind", _("Kind"), choices=ItemKind),
        BadgeColumn(
            "outcome",
            _("Outcome"),
            choices=Outcome,
            tones=OUTCOME_TONES,
            annotation=Subquery(Decision.objects.filter(item=OuterRef("pk")).values("outcome")),
        ),
        TextColumn("case_number", _("Case number"), shown=False),
        TextColumn("recommender", _("Recommended by"), shown=False),
        TextColumn("owner", _("Owner"), path="body__owner", related="name", shown=False),
    ]
    filters = AgendaItemFilter
    order = ["-meeting", "title"]
    views = [
        ReadyView(_("In the pool, not decided"), "pool=1", CONDUCTORS),
        ReadyView(_("Not decided"), "undecided=1"),
    ]
    explanation = _("Items are created from the page of a body or a meeting, and listed here.")

    def visible(self) -> RecordQuerySet[Any]:
        return super().visible().alias(folded=Fold(Concat("title", Value(" "), "case_number")))


class DecisionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method="holding", widget=forms.SearchInput)
    body = django_filters.ModelChoiceFilter(
        label=_("Body"), field_name="item__body", queryset=body_choices, empty_label=_("All")
    )
    outcome = ChoiceFilter(label=_("Outcome"), choices=Outcome)
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="decided_on", lookup_expr="year", empty_label=_("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.dates("decided_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(day.year, day.year) for day in years]

    def holding(self, decisions: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        """Decisions whose title, case number or wording holds what was typed, in whatever spelling."""
        parts = ["item__title", Value(" "), "item__case_number", Value(" "), "text"]
        words = Fold(Concat(*parts, output_field=TextField()))
        return decisions.alias(words=words).filter(words__contains=Fold(Value(value)))


class DecisionListing(Listing):
    """The register of decisions."""

    records = Decision
    columns = [
        LinkColumn("title", _("Item"), to="strategy:agenda_item_detail", pk="item", path="item__title"),
        DateColumn("decided_on", _("Decided")),
        TextColumn("body", _("Body"), path="item__body", related="name"),
        BadgeColumn("outcome", _("Outcome"), choices=Outcome, tones=OUTCOME_TONES),
        ComputedColumn(
            "text", _("Decision"), needs=("text",), compute=lambda text: Truncator(plain_text(text)).chars(160)
        ),
        TextColumn("case_number", _("Case number"), path="item__case_number", shown=False),
        TextColumn("owner", _("Owner"), path="item__body__owner", related="name", shown=False),
    ]
    filters = DecisionFilter
    order = ["-decided_on", "title"]
    page_name = "strategy:decision_list"
    views = [ReadyView(_("This year"), "year={year}"), ReadyView(_("Postponed"), "outcome=postponed")]
    explanation = _("Decisions are recorded on the items of a meeting, and listed here.")
