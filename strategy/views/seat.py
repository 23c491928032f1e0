from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.records.loading import load_to_change
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest
from strategy.forms import SeatForm
from strategy.models import Body, Seat


@require_http_methods(["GET", "POST"])
def seat_new(request: PortalRequest, pk: int) -> HttpResponse:
    body = load_to_change(request, Body, pk)
    return new_record(request, SeatForm, instance=Seat(body=body), title=_("New seat"), record=body)


@require_http_methods(["GET", "POST"])
def seat_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, SeatForm, pk)
