from collections.abc import Callable, Mapping
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render

from portal import access
from portal.lists.export import as_csv, as_xlsx
from portal.lists.listing import Listing
from portal.requests import PortalRequest

EXPORTS: Mapping[str, Callable[[Listing], HttpResponseBase]] = {"csv": as_csv, "xlsx": as_xlsx}


def show_list(request: PortalRequest, listing_class: type[Listing], **context: Any) -> HttpResponseBase:
    """The page of a list; just its results when htmx asks for a part of it; a file of all rows for `?export=xlsx`.

    The template is named after the records: `partnerships/partnership_list.html`.
    """
    listing = listing_class(request)
    if make_file := EXPORTS.get(request.GET.get("export", "")):
        return make_file(listing)
    if request.htmx.request_type == "partial":
        return render(request, "components/results.html", {"listing": listing})
    meta = listing.records._meta
    may_add = access.may_change(request.user, listing.records)
    context = {"listing": listing, "may_add": may_add, **context}
    return render(request, f"{meta.app_label}/{meta.model_name}_list.html", context)
