from typing import Any

import django_filters
from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import BadgeColumn, LinkColumn, TextColumn
from portal.lists.filters import (
    ChoiceFilter,
    DepartmentFilter,
    NameFilter,
    Narrowing,
    nobody_responsible,
    owner_filter,
    responsible_is_me,
)
from portal.lists.listing import Listing
from portal.lists.ready_view import KEEPERS, ReadyView
from portal.models import User
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold
from strategy.listings.action_plan import action_plan_choices
from strategy.listings.due_column import DueColumn
from strategy.listings.progress import PROGRESS_TONES
from strategy.models import ActionItem, Progress
from strategy.models.action_item import ActionItemQuerySet


def _overdue(actions: ActionItemQuerySet, _user: User) -> ActionItemQuerySet:
    return actions.unfinished().filter(due_on__lt=timezone.localdate())


class ActionItemFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    plan = django_filters.ModelChoiceFilter(label=_("Action plan"), queryset=action_plan_choices, empty_label=_("All"))
    progress = ChoiceFilter(label=_("Status"), choices=Progress)
    department = DepartmentFilter()
    owner = owner_filter("plan__strategy__owner")
    unfinished = django_filters.BooleanFilter(
        label=_("Only unfinished"), method="only_unfinished", widget=forms.CheckboxInput
    )
    mine = responsible_is_me()
    overdue = Narrowing(_overdue, label=_("Overdue"))
    unassigned = nobody_responsible()

    def only_unfinished(self, actions: ActionItemQuerySet, name: str, chosen: bool) -> ActionItemQuerySet:
        return actions.unfinished() if chosen else actions


class ActionItemListing(Listing):
    """Things to do, the most urgent first."""

    records = ActionItem
    columns = [
        LinkColumn("title", _("Action"), to="strategy:action_item_detail"),
        LinkColumn("initiative", _("Initiative"), to="strategy:initiative_detail", related="title"),
        DueColumn("due_on", _("Due"), edit="due_on"),
        BadgeColumn("progress", _("Status"), choices=Progress, tones=PROGRESS_TONES),
        TextColumn("responsible", _("Responsible"), related="name", edit="responsible"),
        TextColumn("department", _("Department"), related="name", edit="department"),
        TextColumn("plan", _("Action plan"), path="plan__title", shown=False),
        TextColumn("owner", _("Owner"), path="plan__strategy__owner", related="name", shown=False),
    ]
    filters = ActionItemFilter
    order = ["due_on", "title"]
    page_name = "strategy:action_item_list"
    views = [
        ReadyView(_("Mine"), "mine=1&unfinished=on"),
        ReadyView(_("Overdue"), "overdue=1"),
        ReadyView(_("Unfinished"), "unfinished=on"),
        ReadyView(_("Nobody responsible"), "unassigned=1&unfinished=on", KEEPERS),
    ]
    explanation = _("Actions are created from an initiative or a strategy, and listed here.")

    def visible(self) -> RecordQuerySet[Any]:
        return super().visible().alias(folded=Fold(F("title")))
