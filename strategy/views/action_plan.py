from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from portal.records.pages import edit_record, new_record
from strategy.forms import ActionPlanForm


@require_http_methods(["GET", "POST"])
def action_plan_new(request: HttpRequest) -> HttpResponse:
    return new_record(request, ActionPlanForm)


@require_http_methods(["GET", "POST"])
def action_plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edit_record(request, ActionPlanForm, pk)
