import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import DateColumn, LinkColumn, TextColumn
from portal.lists.filters import NameFilter, Narrowing, owner_filter
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from portal.models import Affiliation, User
from portal.records.versioned import RecordQuerySet


def _in_office(affiliations: RecordQuerySet[Affiliation], _user: User) -> RecordQuerySet[Affiliation]:
    return affiliations.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


class AffiliationFilter(django_filters.FilterSet):
    q = NameFilter("person__folded")
    owner = owner_filter("person__owner")
    present = Narrowing(_in_office, label=_("Present posts"))


class AffiliationListing(Listing):
    """Who has, or had, which post where."""

    records = Affiliation
    columns = [
        LinkColumn("person", _("Person"), to="person_detail", related="name"),
        TextColumn("role", _("Post")),
        LinkColumn("organisation", _("Organisation"), to="organisation_detail", related="name"),
        DateColumn("starts_on", _("From")),
        DateColumn("ends_on", _("To")),
    ]
    filters = AffiliationFilter
    order = ["person", "organisation"]
    views = [ReadyView(_("Present posts"), "present=1")]
    explanation = _("Posts are added on the page of a person, and listed here.")
