from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest
from strategy.forms import PerspectiveForm


@require_http_methods(["GET", "POST"])
def perspective_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, PerspectiveForm)


@require_http_methods(["GET", "POST"])
def perspective_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, PerspectiveForm, pk)
