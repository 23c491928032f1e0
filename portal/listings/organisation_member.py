import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import DateColumn, LinkColumn, TextColumn
from portal.lists.filters import NameFilter, Narrowing
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from portal.models import OrganisationMember


class OrganisationMemberFilter(django_filters.FilterSet):
    q = NameFilter("member__folded")
    present = Narrowing(
        lambda members, _user: members.filter(Q(left_on=None) | Q(left_on__gte=timezone.localdate())),
        label=_("Present members"),
    )


class OrganisationMemberListing(Listing):
    """Who is, or was, part of which partnership of organisations."""

    records = OrganisationMember
    columns = [
        LinkColumn("member", _("Member"), to="organisation_detail", related="name"),
        LinkColumn("partnership", _("Partnership of organisations"), to="organisation_detail", related="name"),
        DateColumn("joined_on", _("From")),
        DateColumn("left_on", _("To")),
        TextColumn("note", _("Note"), shown=False),
    ]
    filters = OrganisationMemberFilter
    order = ["partnership", "member"]
    views = [ReadyView(_("Present members"), "present=1")]
    explanation = _("Members are added on the page of a partnership of organisations, and listed here.")
