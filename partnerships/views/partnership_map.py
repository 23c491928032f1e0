from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.listings import PartnershipMap
from portal.requests import PortalRequest


@require_safe
def partnership_map(request: PortalRequest) -> HttpResponse:
    """Where the partners are, with the list of them beside; just the results when htmx asks for a part of the page."""
    template = "partnerships/partnership_map.html"
    if request.htmx.request_type == "partial":
        template += "#results"
    return render(request, template, {"listing": PartnershipMap(request)})
