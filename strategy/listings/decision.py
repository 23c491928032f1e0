from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import BadgeColumn, ComputedColumn, DateColumn, LinkColumn, TextColumn
from portal.lists.filters import ChoiceFilter
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from portal.text.danish import Fold
from portal.text.sanitise import plain_text
from strategy.listings.body import body_choices
from strategy.models import Decision, Outcome

OUTCOME_TONES: Mapping[str, str] = {
    Outcome.APPROVED: "good",
    Outcome.NOTED: "good",
    Outcome.DISCUSSED: "info",
    Outcome.POSTPONED: "warning",
    Outcome.REJECTED: "danger",
}


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
