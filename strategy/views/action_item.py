from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.lists.pages import show_list
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest
from strategy.forms import ActionItemForm
from strategy.listings import ActionItemListing
from strategy.models import ActionItem, Decision
from strategy.views.progress import progress_part, report_page, updates_of


@require_safe
def action_item_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, ActionItemListing)


@require_safe
def action_item_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """What is to be done, by whom and by when, how it goes, and what it follows from."""
    action = open_record(request, ActionItem, pk)
    may_change = access.may_change(request.user, action)
    if request.htmx.request_type == "partial":
        return progress_part(request, action, may_change=may_change)
    decisions = Decision.objects.visible_to(request.user).filter(action_items=action)
    context = {
        "action": action,
        "decision": decisions.select_related("item__body").first(),
        "updates": updates_of(action, request.user),
        "sections": sections(action, request.user),
        "may_change": may_change,
    }
    return render(request, "strategy/action_item_detail.html", context)


@require_http_methods(["GET", "POST"])
def action_item_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, ActionItemForm)


@require_http_methods(["GET", "POST"])
def action_item_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, ActionItemForm, pk)


@require_http_methods(["GET", "POST"])
def action_item_status(request: PortalRequest, pk: int) -> HttpResponse:
    return report_page(request, ActionItem, pk)
