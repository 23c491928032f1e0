from typing import Any

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import ChoiceColumn, LinkColumn, RecordColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, owner_filter
from portal.lists.listing import Listing
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold
from strategy.listings.strategy import strategy_choices
from strategy.models import Perspective, PerspectiveKind


class PerspectiveFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    strategy = django_filters.ModelChoiceFilter(label=_("Strategy"), queryset=strategy_choices, empty_label=_("All"))
    kind = ChoiceFilter(label=_("Kind"), choices=PerspectiveKind)
    owner = owner_filter("strategy__owner")


class PerspectiveListing(Listing):
    """What the strategies are made of: perspectives, focus areas, tracks."""

    records = Perspective
    columns = [
        RecordColumn("name", _("Name"), kind="strategy.perspective", sort="number"),
        TextColumn("number", _("Number")),
        ChoiceColumn("kind", _("Kind"), choices=PerspectiveKind),
        LinkColumn("strategy", _("Strategy"), to="strategy:strategy_detail", related="title"),
        TextColumn("target_groups", _("Target groups"), shown=False),
        TextColumn("owner", _("Owner"), path="strategy__owner", related="name", shown=False),
    ]
    filters = PerspectiveFilter
    order = ["strategy", "number"]
    explanation = _("Perspectives are created from the page of a strategy, and listed here.")

    def visible(self) -> RecordQuerySet[Any]:
        return super().visible().alias(folded=Fold(F("name")))
