from typing import Any

import django_filters
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import BadgeColumn, ChoiceColumn, LinkColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, Narrowing, owner_filter
from portal.lists.listing import Listing
from portal.lists.ready_view import CONDUCTORS, ReadyView
from portal.models import User
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold
from strategy.listings.body import body_choices
from strategy.listings.decision import OUTCOME_TONES
from strategy.listings.moment_column import MomentColumn
from strategy.models import AgendaItem, Decision, ItemKind, Outcome
from strategy.models.agenda_item import AgendaItemQuerySet


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
