from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from partnerships.forms import OfficeNameForm
from partnerships.models import Office, OfficeName
from portal.records.loading import load_to_change
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def office_name_new(request: PortalRequest, pk: int) -> HttpResponse:
    office = load_to_change(request, Office, pk)
    return new_record(request, OfficeNameForm, instance=OfficeName(office=office), record=office)


@require_http_methods(["GET", "POST"])
def office_name_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, OfficeNameForm, pk)
