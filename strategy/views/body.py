from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.lists.pages import show_list
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest
from strategy.forms import BodyForm
from strategy.listings import MEETING_TONES, BodyListing
from strategy.models import AgendaItem, Body, Meeting, Seat


@require_safe
def body_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, BodyListing)


@require_safe
def body_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The rules a body meets by, who sits in it, its meetings and the items that wait for one."""
    body = open_record(request, Body, pk)
    seats = Seat.objects.visible_to(request.user).filter(body=body)
    now = timezone.now()
    meetings = [
        (meeting, MEETING_TONES.get(meeting.state, "neutral"))
        for meeting in Meeting.objects.visible_to(request.user).filter(body=body).order_by("starts_at")
    ]
    context = {
        "body": body,
        "seats": seats.select_related("organisation", "person", "substitute").order_by("function", "pk"),
        "upcoming": [row for row in meetings if row[0].starts_at >= now],
        "past": [row for row in meetings if row[0].starts_at < now][::-1],
        "pool": AgendaItem.objects.visible_to(request.user).filter(body=body).in_pool().order_by("created_at"),
        "sections": sections(body, request.user),
        "may_change": access.may_change(request.user, body),
    }
    return render(request, "strategy/body_detail.html", context)


@require_http_methods(["GET", "POST"])
def body_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, BodyForm, title=_("New body"))


@require_http_methods(["GET", "POST"])
def body_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, BodyForm, pk)
