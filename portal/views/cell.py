from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.lists.inline import edit_cell
from portal.requests import PortalRequest
from portal.views.record import record_model


@require_http_methods(["GET", "POST"])
def cell_edit(request: PortalRequest, label: str, pk: int, name: str) -> HttpResponse:
    return edit_cell(request, record_model(label), pk, name)
