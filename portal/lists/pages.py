from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from portal import access
from portal.lists.listing import Listing
from portal.requests import PortalRequest


def show_list(request: PortalRequest, listing_class: type[Listing], **context: Any) -> HttpResponse:
    """The page of a list, or just its results when htmx asks for a part of the page.

    The template is named after the records: `partnerships/partnership_list.html`.
    """
    listing = listing_class(request)
    if request.htmx.request_type == "partial":
        return render(request, "components/results.html", {"listing": listing})
    meta = listing.records._meta
    may_add = access.may_change(request.user, listing.records)
    context = {"listing": listing, "may_add": may_add, **context}
    return render(request, f"{meta.app_label}/{meta.model_name}_list.html", context)
