from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from partnerships import terms
from partnerships.models import (
    Agreement,
    AgreementKind,
    Stage,
)
from partnerships.terms import State, Term, TermKind
from portal.lists.columns import (
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
from portal.models import Country, User
from portal.records.partial_date import first_day

STATE_TONES: Mapping[State, str] = {State.IN_FORCE: "good", State.NOT_STARTED: "info", State.NOTICE_GIVEN: "warning"}

TERM_FIELDS = (
    "term_kind", "starts", "ends_on", "renewal_months", "renewal_limit", "notice_count", "notice_unit",
    "notice_boundary", "notice_given_on", "terminated_on",
)  # fmt: skip


def _term(kind: str, starts: str, *rest: Any) -> Term:
    return Term(kind=TermKind(kind), starts_on=first_day(starts), **dict(zip(TERM_FIELDS[2:], rest, strict=True)))


def state_badge(stage: str, state: State) -> tuple[str, str]:
    """The label and tone of an agreement's state; a proposal has none yet."""
    if stage == Stage.PROPOSED:
        return str(Stage.PROPOSED.label), "info"
    return str(state.label), STATE_TONES.get(state, "neutral")


class StateColumn(Column):
    """The state of an agreement today, as a badge."""

    @property
    def fields(self) -> tuple[str, ...]:
        return ("stage", *TERM_FIELDS)

    def value(self, *fields: Any) -> str:
        return self._badge(*fields)[0]

    def html(self, *fields: Any) -> str:
        label, tone = self._badge(*fields)
        return f'<span class="badge" data-tone="{tone}">{escape(label)}</span>'

    def _badge(self, stage: str, *term: Any) -> tuple[str, str]:
        return state_badge(stage, terms.state(_term(*term), timezone.localdate()))


class TermDateColumn(DateColumn):
    """A day worked out from an agreement's terms as they stand today; empty for a proposal."""

    def __init__(self, name: str, heading: Text, *, rule: Callable[[Term, date], date | None], **options: Any) -> None:
        super().__init__(name, heading, **options)
        self.rule = rule

    @property
    def fields(self) -> tuple[str, ...]:
        return ("stage", *TERM_FIELDS)

    def value(self, *fields: Any) -> date | None:
        stage, *term = fields
        return None if stage == Stage.PROPOSED else self.rule(_term(*term), timezone.localdate())


def _ending_this_year(agreements: QuerySet[Agreement], _user: User) -> QuerySet[Agreement]:
    """Signed agreements whose term, or which by common consent, comes to its end this year."""
    year = timezone.localdate().year
    term = Q(terminated_on=None, ends_on__year=year)
    return agreements.filter(term | Q(terminated_on__year=year), stage=Stage.SIGNED)


class AgreementFilter(django_filters.FilterSet):
    q = NameFilter("partnership__partner__folded")
    kind = ChoiceFilter(label=_("Kind"), choices=AgreementKind)
    term_kind = ChoiceFilter(label=_("Term"), choices=TermKind)
    country = ReferenceFilter(Country, label=_("Country"), field_name="partnership__partner__country")
    department = DepartmentFilter("partnership__department")
    owner = owner_filter("partnership__owner")
    mine = responsible_is_me("partnership__responsible")
    ends_this_year = Narrowing(_ending_this_year, label=_("Expires this year"))
    unassigned = nobody_responsible("partnership__responsible")
    unconfirmed = not_confirmed()


class AgreementListing(Listing):
    """Agreements with the dates that matter most: when they end, and the last day to give notice."""

    records = Agreement
    columns = [
        LinkColumn("title", _("Agreement"), to="partnerships:agreement_detail"),
        TextColumn("partner", _("Partner"), path="partnership__partner__name", sort="partnership__partner__sort_key"),
        StateColumn("state", _("State"), sort=""),
        TermDateColumn("latest_notice_date", _("Latest notice"), rule=terms.latest_notice_date, sort=""),
        TermDateColumn("effective_end", _("Ends"), rule=terms.effective_end, sort="ends_on"),
        ChoiceColumn("term_kind", _("Term"), choices=TermKind, edit="term_kind"),
        ChoiceColumn("kind", _("Kind"), choices=AgreementKind, shown=False, edit="kind"),
        PartialDateColumn("starts", _("In force from"), shown=False, edit="starts"),
        PartialDateColumn("signed", _("Signed"), shown=False, edit="signed"),
        TextColumn(
            "department",
            _("Department"),
            path="partnership__department__name",
            sort="partnership__department__sort_key",
            shown=False,
        ),
        TextColumn(
            "responsible",
            _("Responsible"),
            path="partnership__responsible__name",
            sort="partnership__responsible__sort_key",
            shown=False,
        ),
        LastDateColumn("confirmed_on", _("Last confirmed"), shown=False),
        TextColumn(
            "owner", _("Owner"), path="partnership__owner__name", sort="partnership__owner__sort_key", shown=False
        ),
    ]
    filters = AgreementFilter
    order = ["partner", "title"]
    page_name = "partnerships:agreement_list"
    views = [
        ReadyView(_("Mine"), "mine=1"),
        ReadyView(_("Expires this year"), "ends_this_year=1&sort=effective_end"),
        ReadyView(_("Nobody responsible"), "unassigned=1", KEEPERS),
        ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS),
    ]
    explanation = _("Agreements are created from the page of a partnership, and listed here.")
