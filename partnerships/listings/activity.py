import django_filters
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Activity, ActivityKind, Partnership
from portal.lists.columns import ChoiceColumn, DateColumn, LinkColumn, NamesColumn, NumberColumn, TextColumn
from portal.lists.filters import (
    ChoiceFilter,
    DepartmentFilter,
    NameFilter,
    Narrowing,
    Pointing,
    ReferenceFilter,
    YearFilter,
    owner_filter,
)
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from portal.models import Country, Department, Person, Topic, User
from portal.records.versioned import RecordQuerySet


def _still_to_come(activities: RecordQuerySet[Activity], _user: User) -> RecordQuerySet[Activity]:
    return activities.filter(starts_on__gt=timezone.localdate())


class ActivityFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    kind = ChoiceFilter(label=_("Kind"), choices=ActivityKind)
    year = YearFilter("starts_on")
    department = DepartmentFilter("departments")
    topic = ReferenceFilter(Topic, label=_("Topic"), field_name="topics")
    country = ReferenceFilter(Country, label=_("Country"), method="with_somebody_from")
    owner = owner_filter()
    partnership = Pointing("partnerships", label=_("One partnership"))
    to_come = Narrowing(_still_to_come, label=_("Still to come"))

    def with_somebody_from(self, rows: RecordQuerySet[Activity], name: str, key: str) -> RecordQuerySet[Activity]:
        return rows.filter(pk__in=Activity.objects.filter(partnerships__partner__country=key).values("pk"))


class ActivityListing(Listing):
    """What has gone on and what is planned, the latest first."""

    records = Activity
    columns = [
        LinkColumn("title", _("Activity"), to="partnerships:activity_detail", sort="folded"),
        ChoiceColumn("kind", _("Kind"), choices=ActivityKind, edit="kind"),
        DateColumn("starts_on", _("From"), edit="starts_on"),
        DateColumn("ends_on", _("To"), shown=False, edit="ends_on"),
        NamesColumn(
            "partners",
            _("Partners"),
            rows=Partnership.objects.filter(activities=OuterRef("pk"))
            .order_by("partner__sort_key")
            .values("partner__name"),
        ),
        NamesColumn(
            "departments",
            _("Departments"),
            rows=Department.objects.filter(activities=OuterRef("pk")).order_by("sort_key").values("name"),
        ),
        NamesColumn(
            "people",
            _("People"),
            rows=Person.objects.filter(activities=OuterRef("pk")).order_by("sort_key").values("name"),
            shown=False,
        ),
        NumberColumn("cost", _("Cost (kr.)"), edit="cost"),
        TextColumn("funding", _("Paid by"), shown=False, edit="funding"),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]
    filters = ActivityFilter
    order = ["-starts_on", "title"]
    page_name = "partnerships:activity_list"
    views = [
        ReadyView(_("This year"), "year={year}"),
        ReadyView(_("Still to come"), "to_come=1&sort=starts_on"),
        ReadyView(_("Delegations"), "kind=delegation"),
    ]
    explanation = _("Visits, projects and events are noted on the page of a partnership, and listed here.")
