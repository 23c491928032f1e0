import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import LinkColumn, RecordColumn, TextColumn
from portal.lists.filters import owner_filter
from portal.lists.listing import Listing
from portal.records.versioned import RecordQuerySet
from strategy.listings.strategy import strategy_choices
from strategy.models import ActionPlan


def action_plan_choices(request: HttpRequest | None) -> RecordQuerySet[ActionPlan]:
    """The action plans that the user may read."""
    return ActionPlan.objects.none() if request is None else ActionPlan.objects.visible_to(request.user)


class ActionPlanFilter(django_filters.FilterSet):
    strategy = django_filters.ModelChoiceFilter(label=_("Strategy"), queryset=strategy_choices, empty_label=_("All"))
    owner = owner_filter("strategy__owner")


class ActionPlanListing(Listing):
    """Catalogues of actions, the newest first."""

    records = ActionPlan
    columns = [
        RecordColumn("title", _("Action plan"), kind="strategy.actionplan"),
        TextColumn("starts_year", _("First year")),
        TextColumn("ends_year", _("Last year")),
        LinkColumn("strategy", _("Strategy"), to="strategy:strategy_detail", related="title"),
        TextColumn("owner", _("Owner"), path="strategy__owner", related="name", shown=False),
    ]
    filters = ActionPlanFilter
    order = ["-starts_year", "title"]
    explanation = _("Action plans are created from the page of a strategy, and listed here.")
