from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.lists.listing import listings
from portal.lists.pages import show_list
from portal.requests import PortalRequest
from portal.views.record import record_model


@require_safe
def all_lists(request: PortalRequest) -> HttpResponse:
    """Every kind of record, each with the list of it."""
    lists = sorted((listing.title(), listing.url()) for listing in listings.values())
    return render(request, "portal/all_lists.html", {"lists": lists})


@require_safe
def record_list(request: PortalRequest, label: str) -> HttpResponseBase:
    """The list of a kind of record that has no page of its own; for the others the way to theirs."""
    listing = listings[record_model(label)]
    if listing.page_name:
        return redirect(reverse(listing.page_name, query=request.GET))
    return show_list(request, listing)
