from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.models import Partnership
from portal import access
from portal.lists.pages import show_list
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest
from strategy.forms import InitiativeForm
from strategy.listings import InitiativeListing
from strategy.models import ActionItem, ActionPlan, Initiative
from strategy.views.progress import newest_updates, progress_part, report_page, updates_of


@require_safe
def initiative_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, InitiativeListing)


@require_safe
def initiative_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """What an initiative is about, how it goes and has gone, and who and what it involves."""
    initiative = open_record(request, Initiative, pk)
    may_change = access.may_change(request.user, initiative)
    if request.htmx.request_type == "partial":
        return progress_part(request, initiative, may_change=may_change)
    actions = ActionItem.objects.visible_to(request.user).filter(initiative=initiative)
    partnerships = Partnership.objects.visible_to(request.user).filter(initiatives=initiative)
    context = {
        "initiative": initiative,
        "updates": updates_of(initiative, request.user),
        "plan": ActionPlan.objects.visible_to(request.user).filter(strategy=initiative.strategy).first(),
        "actions": actions.order_by("due_on", "pk").prefetch_related(newest_updates(request.user)),
        "partnerships": partnerships.select_related("partner").order_by("partner__sort_key"),
        "networks": initiative.networks.visible_to(request.user).order_by("sort_key"),
        "taking_part": initiative.taking_part.visible_to(request.user).order_by("sort_key"),
        "topics": initiative.topics.all(),
        "sections": sections(initiative, request.user),
        "may_change": may_change,
    }
    return render(request, "strategy/initiative_detail.html", context)


@require_http_methods(["GET", "POST"])
def initiative_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, InitiativeForm)


@require_http_methods(["GET", "POST"])
def initiative_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, InitiativeForm, pk)


@require_http_methods(["GET", "POST"])
def initiative_status(request: PortalRequest, pk: int) -> HttpResponse:
    return report_page(request, Initiative, pk)
