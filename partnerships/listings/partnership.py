from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.listings.day_filter import DayFilter
from partnerships.models import (
    Partnership,
    PartnershipKind,
    PartnershipStatus,
    Priority,
    last_active_on,
)
from partnerships.models.partnership import PartnershipQuerySet
from partnerships.quiet import quiet_from
from portal.access import RoleKind
from portal.lists.columns import (
    BadgeColumn,
    ChoiceColumn,
    DateColumn,
    LastDateColumn,
    LinkColumn,
    LocalisedColumn,
    PartialDateColumn,
    TextColumn,
    YesNoColumn,
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
from portal.models import Continent, Country, Topic, User

STATUS_TONES: Mapping[str, str] = {
    PartnershipStatus.ACTIVE: "good",
    PartnershipStatus.PROPOSED: "info",
    PartnershipStatus.DORMANT: "warning",
}


def _quiet(partnerships: PartnershipQuerySet, _user: User) -> PartnershipQuerySet:
    """Ongoing partnerships in which nothing has happened for a year, as far as is known."""
    rows = partnerships.ongoing().with_last_activity()
    return rows.filter(Q(last_active_on=None) | Q(last_active_on__lte=quiet_from(timezone.localdate())))


class ExistedFilter(DayFilter):
    """Partnerships that had begun by a day and were not over; one of unknown beginning had."""

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        if value is None:
            return qs
        over, begun_later = (Substr(Value(value.isoformat()), 1, Length(name)) for name in ("ended", "since"))
        return qs.exclude(~Q(ended=""), ended__lt=over).exclude(since__gt=begun_later)


class PartnershipFilter(django_filters.FilterSet):
    q = NameFilter("partner__folded")
    kind = ChoiceFilter(label=_("Kind"), choices=PartnershipKind)
    status = ChoiceFilter(label=_("Status"), choices=PartnershipStatus)
    priority = ChoiceFilter(label=_("Priority"), choices=Priority)
    topic = ReferenceFilter(Topic, label=_("Topic"), field_name="topics")
    country = ReferenceFilter(Country, label=_("Country"), field_name="partner__country")
    department = DepartmentFilter()
    owner = owner_filter()
    on = ExistedFilter("", label=_("Existed on"))
    mine = responsible_is_me()
    quiet = Narrowing(_quiet, label=_("No activity for 12 months"))
    unassigned = nobody_responsible()
    unconfirmed = not_confirmed()
    public = Narrowing(lambda rows, _user: rows.filter(is_public=True), label=_("On the public page"))


class PartnershipListing(Listing):
    """Whom the user's owners have something going with."""

    records = Partnership
    columns = [
        LinkColumn("partner", _("Partner"), to="partnerships:partnership_detail", related="name", pk="pk"),
        LocalisedColumn("country", _("Country"), path="partner__country", related="name"),
        ChoiceColumn("kind", _("Kind"), choices=PartnershipKind),
        BadgeColumn("status", _("Status"), choices=PartnershipStatus, tones=STATUS_TONES, edit="status"),
        PartialDateColumn("since", _("Since"), edit="since"),
        ChoiceColumn("priority", _("Priority"), choices=Priority, edit="priority"),
        LastDateColumn("last_active_on", _("Last activity"), annotation=last_active_on()),
        DateColumn("last_activity_on", _("Last activity stated"), shown=False, edit="last_activity_on"),
        TextColumn("owner", _("Owner"), related="name", shown=False),
        TextColumn("department", _("Department"), related="name", shown=False, edit="department"),
        TextColumn("responsible", _("Responsible"), related="name", shown=False, edit="responsible"),
        LastDateColumn("confirmed_on", _("Last confirmed"), shown=False),
        YesNoColumn("is_public", _("On the public page"), shown=False, edit="is_public"),
        ChoiceColumn("continent", _("Continent"), path="partner__country__continent", choices=Continent, shown=False),
    ]
    filters = PartnershipFilter
    order = ["partner"]
    page_name = "partnerships:partnership_list"
    also_at = [(_("Map"), "partnerships:partnership_map")]
    views = [
        ReadyView(_("Mine"), "mine=1"),
        ReadyView(_("High priority"), "priority=high&sort=-last_active_on", {RoleKind.DIRECTOR}),
        ReadyView(_("Quiet partners"), "quiet=1&sort=last_active_on"),
        ReadyView(_("Nobody responsible"), "unassigned=1", KEEPERS),
        ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS),
    ]
    explanation = _("Partner regions, twin cities and other partners are listed here once they are created.")
