import django_filters
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import ChoiceColumn, TextColumn
from portal.lists.filters import ChoiceFilter
from portal.lists.listing import Listing
from strategy.listings.body import body_choices
from strategy.listings.moment_column import MomentColumn
from strategy.models import Attendance, AttendanceKind


class AttendanceFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(
        label=_("Body"), field_name="meeting__body", queryset=body_choices, empty_label=_("All")
    )
    kind = ChoiceFilter(label=_("Attendance"), choices=AttendanceKind)


class AttendanceListing(Listing):
    """Who was at which meeting, the latest first."""

    records = Attendance
    columns = [
        MomentColumn(
            "meeting", _("Meeting"), to="strategy:meeting_detail", pk="meeting_id", path="meeting__starts_at"
        ),
        TextColumn("body", _("Body"), path="meeting__body", related="name"),
        TextColumn("person", _("Person"), related="name"),
        ChoiceColumn("kind", _("Attendance"), choices=AttendanceKind),
    ]
    filters = AttendanceFilter
    order = ["-meeting", "person"]
    explanation = _("Attendance is recorded on the page of a meeting, and listed here.")
