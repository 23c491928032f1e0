from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from partnerships.as_at import day_asked, is_as_at
from partnerships.listings.day_filter import DayFilter
from partnerships.models import Agreement, AgreementKind, Stage
from partnerships.terms import State, TermKind, add_months
from partnerships.terms_sql import OnDay
from portal.lists.columns import (
    BadgeColumn,
    ChoiceColumn,
    Column,
    DateColumn,
    LastDateColumn,
    LinkColumn,
    PartialDateColumn,
    Text,
    TextColumn,
)
from portal.lists.filters import (
    ChoiceFilter,
    DepartmentFilter,
    NameFilter,
    Narrowing,
    ReferenceFilter,
    nobody_responsible,
    not_confirmed,
    owner_filter,
    responsible_is_me,
)
from portal.lists.listing import Listing
from portal.lists.ready_view import KEEPERS, ReadyView
from portal.models import Country
from portal.records.partial_date import day_text
from portal.records.versioned import RecordQuerySet


class StageOrState:
    """Where an agreement stands on a day, in the order of its life: a stage until it is signed, then a state."""

    choices = (*((one.value, one.label) for one in (Stage.PROPOSED, Stage.APPROVED)), *State.choices)


TONES: Mapping[str, str] = {
    Stage.PROPOSED: "info",
    Stage.APPROVED: "info",
    State.NOT_STARTED: "info",
    State.IN_FORCE: "good",
    State.NOTICE_GIVEN: "warning",
}


def state_badge(stage: str, state: State) -> tuple[str, str]:
    """The label and tone of an agreement's state; of one that is not signed, of its stage."""
    shown = state if stage == Stage.SIGNED else Stage(stage)
    return str(shown.label), TONES.get(shown, "neutral")


class DatedLink(LinkColumn):
    """A link to the page as it stood on the same day as the list."""

    def __init__(self, link: LinkColumn, day: date) -> None:
        super().__init__(link.name, link.heading, to=link.to)
        self.query = f"?on={day.isoformat()}"

    def html(self, *fields: Any) -> str:
        return super().html(*fields).replace('">', f'{self.query}">', 1)


class StateColumn(BadgeColumn):
    """Where an agreement stands, as a badge; ordered as its life goes."""

    def order(self, *, descending: bool) -> OrderBy:
        states = Value([value for value, _label in StageOrState.choices])
        place = Func(states, F(self.path), template="array_position(%(expressions)s)", output_field=TextField())
        return OrderBy(place, descending=descending)


class EndColumn(DateColumn):
    """A day that may never come: no day is after every other, whichever way one looks."""

    def order(self, *, descending: bool) -> OrderBy:
        return OrderBy(F(self.path), descending=descending, nulls_last=True)


class AsAtFilter(DayFilter):
    """The day that the list is asked about."""

    narrows = False  # as every other filter does

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        return qs


class DayNarrowing(Narrowing):
    """A narrowing that counts from the day that the list is asked about."""

    def __init__(self, narrow: Callable[[QuerySet[Any], date], QuerySet[Any]], *, label: Text) -> None:
        super().__init__(lambda rows, _user: rows, label=label)
        self.narrow_on = narrow

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return self.narrow_on(qs, day_asked(self.parent.request.GET)) if value else qs


class AgreementFilter(django_filters.FilterSet):
    q = NameFilter("partnership__partner__folded")
    state = ChoiceFilter(label=_("State"), choices=StageOrState, field_name="state_then")
    kind = ChoiceFilter(label=_("Kind"), choices=AgreementKind)
    term_kind = ChoiceFilter(label=_("Term"), choices=TermKind)
    country = ReferenceFilter(Country, label=_("Country"), field_name="partnership__partner__country")
    department = DepartmentFilter("partnership__department")
    owner = owner_filter("partnership__owner")
    notice_by = DayFilter("notice_then", label=_("Latest notice by"))
    ends_by = DayFilter("end_then", label=_("Ends by"))
    on = AsAtFilter("", label=_("As it stood on"))
    mine = responsible_is_me("partnership__responsible")
    notice_soon = DayNarrowing(
        lambda rows, day: rows.filter(notice_then__lte=add_months(day, 12)), label=_("Notice within 12 months")
    )
    ends_this_year = DayNarrowing(
        lambda rows, day: rows.filter(end_then__range=(date(day.year, 1, 1), date(day.year, 12, 31))),
        label=_("Expires this year"),
    )
    unassigned = nobody_responsible("partnership__responsible")
    unconfirmed = not_confirmed()


class AgreementListing(Listing):
    """Agreements with the dates that matter most: when they end, and the last day to give notice; as at any day."""

    records = Agreement
    columns = [
        LinkColumn("title", _("Agreement"), to="partnerships:agreement_detail"),
        TextColumn("partner", _("Partner"), path="partnership__partner", related="name"),
        StateColumn("state", _("State"), path="state_then", choices=StageOrState, tones=TONES),
        EndColumn("latest_notice_date", _("Latest notice"), path="notice_then"),
        EndColumn("effective_end", _("Ends"), path="end_then"),
        ChoiceColumn("term_kind", _("Term"), choices=TermKind, edit="term_kind"),
        ChoiceColumn("kind", _("Kind"), choices=AgreementKind, shown=False, edit="kind"),
        PartialDateColumn("starts", _("In force from"), shown=False, edit="starts"),
        PartialDateColumn("signed", _("Signed"), shown=False, edit="signed"),
        TextColumn("department", _("Department"), path="partnership__department", related="name", shown=False),
        TextColumn("responsible", _("Responsible"), path="partnership__responsible", related="name", shown=False),
        LastDateColumn("confirmed_on", _("Last confirmed"), shown=False),
        TextColumn("owner", _("Owner"), path="partnership__owner", related="name", shown=False),
    ]
    filters = AgreementFilter
    order = ["partner", "title"]
    page_name = "partnerships:agreement_list"
    views = [
        ReadyView(_("Mine"), "mine=1"),
        ReadyView(_("In force"), "state=in_force"),
        ReadyView(_("Notice within 12 months"), "notice_soon=1&sort=latest_notice_date"),
        ReadyView(_("Expires this year"), "ends_this_year=1&sort=effective_end"),
        ReadyView(_("Nobody responsible"), "unassigned=1", KEEPERS),
        ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS),
    ]
    explanation = _("Agreements are created from the page of a partnership, and listed here.")

    @property
    def day(self) -> date:
        return day_asked(self.request.GET)

    def visible(self) -> RecordQuerySet[Any]:
        """With what the rules answer on the day asked about, of which the query keeps what it uses."""
        answers = {"state_then": "state", "notice_then": "latest_notice_date", "end_then": "effective_end"}
        rows: Any = super().visible()
        known = rows.known_on(self.day) if is_as_at(self.request.GET) else rows
        return known.annotate(**{name: OnDay(answer, self.day) for name, answer in answers.items()})

    @cached_property
    def may_edit(self) -> bool:
        """The past is for reading."""
        return not is_as_at(self.request.GET) and super().may_edit

    @cached_property
    def chosen(self) -> list[Column]:
        """Links lead on to the same day."""
        if not is_as_at(self.request.GET):
            return super().chosen
        return [DatedLink(one, self.day) if isinstance(one, LinkColumn) else one for one in super().chosen]

    def chips(self) -> list[tuple[str | Promise, str]]:
        """First of all the day, if it is not today, with the way back to today."""
        if not is_as_at(self.request.GET):
            return super().chips()
        day = _now("As it stood on %(day)s") % {"day": day_text(self.day)}
        return [(day, self.address(on=None, page=None)), *super().chips()]
