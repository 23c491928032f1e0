from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from portal.access import RoleKind
from portal.lists.columns import BadgeColumn, DateColumn, LinkColumn, TextColumn
from portal.lists.filters import (
    ChoiceFilter,
    DepartmentFilter,
    NameFilter,
    nobody_responsible,
    owner_filter,
    responsible_is_me,
)
from portal.lists.listing import Listing
from portal.lists.ready_view import KEEPERS, ReadyView
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold
from strategy.listings.progress import PROGRESS_TONES
from strategy.listings.strategy import strategy_choices
from strategy.models import Initiative, Progress, StatusUpdate


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
