from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from portal.records.pages import edit_record, new_record
from strategy.forms import PerspectiveForm


@require_http_methods(["GET", "POST"])
def perspective_new(request: HttpRequest) -> HttpResponse:
    return new_record(request, PerspectiveForm)


@require_http_methods(["GET", "POST"])
def perspective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edit_record(request, PerspectiveForm, pk)
