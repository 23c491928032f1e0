from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.access import RoleKind
from portal.deadlines.registry import distance_in_words, strength_of
from portal.lists.columns import BadgeColumn, ChoiceColumn, Column, DateColumn, LinkColumn, RecordColumn, TextColumn
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
from strategy.models import (
    FINISHED,
    ActionItem,
    ActionPlan,
    Initiative,
    Perspective,
    PerspectiveKind,
    Progress,
    StatusUpdate,
    Strategy,
    StrategyStatus,
)
from strategy.models.initiative import ActionItemQuerySet

PROGRESS_TONES: Mapping[str, str] = {
    Progress.NOT_REPORTED: "neutral",
    Progress.NOT_STARTED: "info",
    Progress.ON_TRACK: "good",
    Progress.NEEDS_ATTENTION: "warning",
    Progress.OFF_TRACK: "danger",
    Progress.DONE: "good",
    Progress.STOPPED: "neutral",
}
STRATEGY_TONES: Mapping[str, str] = {StrategyStatus.ADOPTED: "good", StrategyStatus.CONSULTATION: "info"}


class DueColumn(Column):
    """The day something is due, as a deadline while it is unfinished."""

    css_class = "date"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.path, "progress")

    def text(self, *fields: Any) -> str:
        return "" if fields[0] is None else date_format(fields[0], "DATE_FORMAT")

    def html(self, *fields: Any) -> str:
        return due(*fields, today=timezone.localdate())


def due(day: date | None, progress: str, *, today: date) -> str:
    """The day something is due as HTML: a deadline in one of three strengths, and a plain date once it is finished."""
    if day is None:
        return ""
    text = date_format(day, "DATE_FORMAT")
    if progress in FINISHED:
        return format_html('<time datetime="{}">{}</time>', day.isoformat(), text)
    return format_html(
        '<time class="deadline" datetime="{}" data-strength="{}"><span>{} ({})</span></time>',
        day.isoformat(),
        strength_of(day, today),
        text,
        distance_in_words(day, today),
    )


def strategy_choices(request: HttpRequest | None) -> RecordQuerySet[Strategy]:
    return _choices(Strategy.objects.order_by("-starts_year", "sort_key"), request)


def action_plan_choices(request: HttpRequest | None) -> RecordQuerySet[ActionPlan]:
    return _choices(ActionPlan.objects.all(), request)


def _choices(records: Any, request: HttpRequest | None) -> Any:
    return records.none() if request is None else records.visible_to(request.user)


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


class InitiativeFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    strategy = django_filters.ModelChoiceFilter(label=_("Strategy"), queryset=strategy_choices, empty_label=_("All"))
    progress = ChoiceFilter(label=_("Status"), choices=Progress)
    department = DepartmentFilter()
    owner = owner_filter("strategy__owner")
    unreported_in = django_filters.NumberFilter(
        label=_("Without a report in (year)"), method="without_report", min_value=1900, max_value=9998
    )

    mine = responsible_is_me()
    unassigned = nobody_responsible()

    def without_report(self, initiatives: QuerySet[Initiative], name: str, year: Any) -> QuerySet[Initiative]:
        reported = StatusUpdate.objects.filter(made_on__year=int(year), initiative__isnull=False)
        return initiatives.exclude(pk__in=reported.values("initiative"))


class InitiativeListing(Listing):
    """Initiatives with how they go, and when that was last said."""

    records = Initiative
    columns = [
        LinkColumn(
            "initiative",
            _("Initiative"),
            to="strategy:initiative_detail",
            sort="sort_key",
            annotation=Concat("code", Value(" "), "title"),
        ),
        TextColumn("perspective", _("Perspective"), path="perspective__name", sort="perspective__number"),
        BadgeColumn("progress", _("Status"), choices=Progress, tones=PROGRESS_TONES),
        DateColumn(
            "reported_on",
            _("Latest report"),
            annotation=Subquery(
                StatusUpdate.objects.filter(initiative=OuterRef("pk")).order_by("-made_on").values("made_on")[:1]
            ),
        ),
        TextColumn("department", _("Department"), related="name", edit="department"),
        TextColumn("responsible", _("Responsible"), related="name", edit="responsible"),
        TextColumn("strategy", _("Strategy"), related="title", shown=False),
        TextColumn("owner", _("Owner"), path="strategy__owner", related="name", shown=False),
    ]
    filters = InitiativeFilter
    order = ["initiative"]
    page_name = "strategy:initiative_list"
    views = [
        ReadyView(_("Mine"), "mine=1"),
        ReadyView(_("Off track"), "progress=off_track", {RoleKind.DIRECTOR, RoleKind.SECRETARIAT}),
        ReadyView(_("Needs attention"), "progress=attention", {RoleKind.DIRECTOR, RoleKind.SECRETARIAT}),
        ReadyView(_("Not reported this year"), "unreported_in={year}"),
        ReadyView(_("Nobody responsible"), "unassigned=1", KEEPERS),
    ]
    explanation = _("Initiatives are created from the page of a strategy, and listed here.")

    def visible(self) -> RecordQuerySet[Any]:
        return super().visible().alias(folded=Fold(Concat("code", Value(" "), "title")))


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


class StatusUpdateFilter(django_filters.FilterSet):
    progress = ChoiceFilter(label=_("Status"), choices=Progress)
    mine = Narrowing(lambda updates, user: updates.filter(made_by=user), label=_("Mine"))


class StatusUpdateListing(Listing):
    """What was said of initiatives and actions, the latest first."""

    records = StatusUpdate
    columns = [
        RecordColumn(
            "about",
            _("About"),
            kind="strategy.statusupdate",
            annotation=Case(
                When(action_item=None, then=Concat("initiative__code", Value(" "), "initiative__title")),
                default="action_item__title",
            ),
        ),
        BadgeColumn("progress", _("Status"), choices=Progress, tones=PROGRESS_TONES),
        TextColumn("note", _("Note"), sort=""),
        DateColumn("made_on", _("Date")),
        TextColumn("made_by", _("Made by"), path="made_by__name"),
    ]
    filters = StatusUpdateFilter
    order = ["-made_on", "about"]
    views = [ReadyView(_("Mine"), "mine=1")]
    explanation = _("Status is reported on initiatives and actions, and listed here.")
