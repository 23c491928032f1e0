from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest
from strategy.forms import ActionPlanForm


@require_http_methods(["GET", "POST"])
def action_plan_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, ActionPlanForm)


@require_http_methods(["GET", "POST"])
def action_plan_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, ActionPlanForm, pk)
