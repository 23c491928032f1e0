from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import BadgeColumn, LinkColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, owner_filter
from portal.lists.listing import Listing
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold
from strategy.models import Strategy, StrategyStatus

STRATEGY_TONES: Mapping[str, str] = {StrategyStatus.ADOPTED: "good", StrategyStatus.CONSULTATION: "info"}


def strategy_choices(request: HttpRequest | None) -> RecordQuerySet[Strategy]:
    """The strategies that the user may read, the newest first."""
    found = Strategy.objects.none() if request is None else Strategy.objects.visible_to(request.user)
    return found.order_by("-starts_year", "sort_key")


class StrategyFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    status = ChoiceFilter(label=_("Status"), choices=StrategyStatus)
    owner = owner_filter()


class StrategyListing(Listing):
    """The strategies of the user's owners, the newest first."""

    records = Strategy
    columns = [
        LinkColumn("title", _("Strategy"), to="strategy:strategy_detail", sort="sort_key"),
        TextColumn("owner", _("Owner"), related="name"),
        TextColumn("starts_year", _("First year"), edit="starts_year"),
        TextColumn("ends_year", _("Last year"), edit="ends_year"),
        BadgeColumn("status", _("Status"), choices=StrategyStatus, tones=STRATEGY_TONES, edit="status"),
    ]
    filters = StrategyFilter
    order = ["-starts_year", "title"]
    page_name = "strategy:strategy_list"
    explanation = _(
        "A strategy says where the international work is heading. Its perspectives and initiatives follow."
    )

    def visible(self) -> RecordQuerySet[Any]:
        return super().visible().alias(folded=Fold(F("title")))
