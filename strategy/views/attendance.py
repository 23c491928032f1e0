from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.records.loading import load_to_change
from portal.records.pages import new_record
from portal.requests import PortalRequest
from strategy.forms import AttendanceForm
from strategy.models import Attendance, Meeting


@require_http_methods(["GET", "POST"])
def attendance_new(request: PortalRequest, pk: int) -> HttpResponse:
    meeting = load_to_change(request, Meeting, pk)
    return new_record(
        request, AttendanceForm, instance=Attendance(meeting=meeting), title=_("Attendance"), record=meeting
    )
