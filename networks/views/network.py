from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from networks.forms import NetworkForm
from networks.listings import STATUS_TONES, NetworkListing
from networks.models import Network
from networks.standing import not_a_member, sentence
from portal import access
from portal.lists.pages import show_list
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def network_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, NetworkListing)


@require_safe
def network_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """A network: where the user's owners stand in it, what it is for, and who else is there."""
    network = open_record(request, Network, pk)
    memberships = network.memberships.visible_to(request.user).select_related(
        "organisation__country", "tandem_partner", "department", "responsible"
    )
    members: list[dict[str, Any]] = [
        {
            "membership": membership,
            "tone": STATUS_TONES.get(membership.status, "neutral"),
            "sentence": sentence(membership),
            "may_change": access.may_change(request.user, membership),
        }
        for membership in memberships.order_by("organisation__sort_key", "left", "joined")
    ]
    context = {
        "network": network,
        "topics": network.topics.all(),
        "commissions": network.commissions.visible_to(request.user).order_by("sort_key"),
        "members": members,
        "ours": [row for row in members if row["membership"].organisation.is_owner],
        "not_a_member": not_a_member(request.user.owners),
        "sections": sections(network, request.user),
        "may_change": access.may_change(request.user, network),
    }
    return render(request, "networks/network_detail.html", context)


@require_http_methods(["GET", "POST"])
def network_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, NetworkForm)


@require_http_methods(["GET", "POST"])
def network_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, NetworkForm, pk)
