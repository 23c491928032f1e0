from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from networks.forms import MembershipForm
from networks.listings import STATUS_TONES, MembershipListing
from networks.models import Membership
from networks.standing import sentence
from portal import access
from portal.lists.pages import show_list
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def membership_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, MembershipListing)


@require_safe
def membership_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """An organisation's place in a network: why, what it gives, and where it is heading."""
    membership = open_record(request, Membership, pk)
    context = {
        "membership": membership,
        "tone": STATUS_TONES.get(membership.status, "neutral"),
        "sentence": sentence(membership),
        "sections": sections(membership, request.user),
        "may_change": access.may_change(request.user, membership),
    }
    return render(request, "networks/membership_detail.html", context)


@require_http_methods(["GET", "POST"])
def membership_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, MembershipForm)


@require_http_methods(["GET", "POST"])
def membership_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, MembershipForm, pk)
