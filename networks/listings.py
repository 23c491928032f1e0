from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models import Membership, MembershipStatus, Network, NetworkKind
from portal.access import RoleKind
from portal.lists.columns import (
    BadgeColumn,
    ChoiceColumn,
    Column,
    LastDateColumn,
    LinkColumn,
    NumberColumn,
    PartialDateColumn,
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
    responsible_is_me,
)
from portal.lists.listing import Listing
from portal.lists.ready_view import KEEPERS, ReadyView
from portal.models import Topic, User
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold

STATUS_TONES: Mapping[str, str] = {
    MembershipStatus.CONSIDERED: "info",
    MembershipStatus.APPLIED: "info",
    MembershipStatus.FOUNDING_MEMBER: "good",
    MembershipStatus.MEMBER: "good",
    MembershipStatus.EXIT_RECOMMENDED: "warning",
}


class StatusesColumn(Column):
    """The status of each membership that the user's owners have or had, as badges."""

    badge = BadgeColumn("status", _("Status"), choices=MembershipStatus, tones=STATUS_TONES)

    def value(self, *fields: Any) -> str:
        return ", ".join(self.badge.text(status) for status in fields[0])

    def html(self, *fields: Any) -> str:
        return " ".join(self.badge.html(status) for status in fields[0])


class NetworkFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    kind = ChoiceFilter(label=_("Kind"), choices=NetworkKind)
    topic = ReferenceFilter(Topic, label=_("Topic"), field_name="topics")
    ours = django_filters.BooleanFilter(
        label=_("Only those we are members of"), widget=forms.CheckboxInput, method="filter_ours"
    )

    def filter_ours(self, networks: QuerySet[Network], name: str, value: bool) -> QuerySet[Network]:
        ours = Membership.objects.visible_to(self.request.user).of_owners().active()
        return networks.filter(pk__in=ours.values("network")) if value else networks


class NetworkListing(Listing):
    """Networks, with where the user's owners stand in them."""

    records = Network
    columns = [
        LinkColumn("name", _("Name"), to="networks:network_detail", sort="sort_key"),
        TextColumn("short_name", _("Short name"), edit="short_name"),
        ChoiceColumn("kind", _("Kind"), choices=NetworkKind, edit="kind"),
        TextColumn("parent", _("Part of"), related="name"),
        StatusesColumn("our_statuses", _("Our membership"), sort=""),
        NumberColumn("known_members", _("Known members")),
        PartialDateColumn("founded", _("Founded"), edit="founded"),
        TextColumn("secretariat", _("Secretariat"), related="name", shown=False),
        TextColumn("website", _("Website"), shown=False, edit="website"),
    ]
    filters = NetworkFilter
    order = ["name"]
    page_name = "networks:network_list"
    views = [ReadyView(_("Those we are members of"), "ours=on")]
    explanation = _("European and other networks are listed here once they are created.")

    def visible(self) -> RecordQuerySet[Any]:
        """Each network with `our_statuses` and `known_members`, as far as the user may know of them."""
        memberships = Membership.objects.visible_to(self.request.user).filter(network=OuterRef("pk"))
        ours = memberships.of_owners().order_by("organisation__sort_key", "left", "joined")
        counts = memberships.active().order_by().values("network").values_list(Count("pk"))
        return (
            super()
            .visible()
            .annotate(
                our_statuses=ArraySubquery(ours.values("status")),
                known_members=Coalesce(Subquery(counts, output_field=IntegerField()), 0),
            )
        )


def _ending_this_year(memberships: QuerySet[Membership], _user: User) -> QuerySet[Membership]:
    return memberships.filter(left__startswith=str(timezone.localdate().year))


class MembershipFilter(django_filters.FilterSet):
    q = NameFilter("network__folded", method="filter_names")
    status = ChoiceFilter(label=_("Status"), choices=MembershipStatus)
    kind = ChoiceFilter(label=_("Kind"), choices=NetworkKind, field_name="network__kind")
    all = django_filters.BooleanFilter(
        label=_("All known members"), widget=forms.CheckboxInput, method="filter_organisations"
    )
    department = DepartmentFilter()
    mine = responsible_is_me()
    ends_this_year = Narrowing(_ending_this_year, label=_("Expires this year"))
    unassigned = nobody_responsible()
    unconfirmed = not_confirmed()

    def filter_names(self, memberships: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        typed = Fold(Value(value))
        return memberships.filter(Q(network__folded__contains=typed) | Q(organisation__folded__contains=typed))

    def filter_organisations(self, memberships: QuerySet[Membership], name: str, value: bool) -> QuerySet[Membership]:
        return memberships if value else memberships.filter(organisation__is_owner=True)


class MembershipListing(Listing):
    """What the user's owners are members of; on request also who else is."""

    records = Membership
    columns = [
        LinkColumn("network", _("Network"), to="networks:membership_detail", related="name", pk="pk"),
        TextColumn("organisation", _("Organisation"), related="name"),
        BadgeColumn("status", _("Status"), choices=MembershipStatus, tones=STATUS_TONES, edit="status"),
        PartialDateColumn("joined", _("From"), edit="joined"),
        PartialDateColumn("left", _("To"), edit="left"),
        TextColumn("responsible", _("Responsible"), related="name", edit="responsible"),
        TextColumn("department", _("Department"), related="name", edit="department"),
        LastDateColumn("confirmed_on", _("Last confirmed")),
        TextColumn("role", _("Role"), shown=False, edit="role"),
        TextColumn("tandem_partner", _("Tandem partner"), related="name", shown=False),
    ]
    filters = MembershipFilter
    order = ["network", "organisation"]
    page_name = "networks:membership_list"
    views = [
        ReadyView(_("Mine"), "mine=1"),
        ReadyView(_("Expires this year"), "ends_this_year=1&sort=left"),
        ReadyView(_("Exit recommended"), "status=exit_recommended", {RoleKind.DIRECTOR, RoleKind.SECRETARIAT}),
        ReadyView(_("Nobody responsible"), "unassigned=1", KEEPERS),
        ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS),
    ]
    explanation = _("Memberships are created from the page of a network, and listed here.")
