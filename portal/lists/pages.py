from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from portal import access
from portal.imports.registry import importer_of
from portal.lists.export import as_csv, as_xlsx
from portal.lists.listing import Listing
from portal.lists.saved_views import Views
from portal.requests import PortalRequest

EXPORTS: Mapping[str, Callable[[Listing], HttpResponseBase]] = {"csv": as_csv, "xlsx": as_xlsx}


def show_list(request: PortalRequest, listing_class: type[Listing], **context: Any) -> HttpResponseBase:
    """The page of a list; just its results when htmx asks for a part of it; a file of all rows for `?export=xlsx`.

    Without any parameter it is the view that the user's list opens with, at the address of that view.
    The template is named after the records, `partnerships/partnership_list.html`, where there is one.
    """
    listing = listing_class(request)
    if "remember" in request.GET:
        return _remember_columns(request, listing)
    meta = listing.records._meta
    may_add = access.may_change(request.user, listing.records)
    import_kind = meta.label_lower if may_add and importer_of(meta.label_lower) else ""
    if make_file := EXPORTS.get(request.GET.get("export", "")):
        return make_file(listing)
    if request.htmx.request_type == "partial":
        return render(request, "components/results.html", {"listing": listing, "import_kind": import_kind})
    views = Views(listing)
    if not request.META["QUERY_STRING"] and (opening := views.opening()):
        return redirect(listing.at(listing.cleaned(opening.query)))
    context = {"listing": listing, "views": views, "may_add": may_add, "import_kind": import_kind, **context}
    templates = [f"{meta.app_label}/{meta.model_name}_list.html", "portal/record_list.html"]
    return render(request, templates, context)


def _remember_columns(request: PortalRequest, listing: Listing) -> HttpResponse:
    """On to the list as asked for, while the browser keeps the choice of columns; without any, it forgets it."""
    response = redirect(listing.at(listing.cleaned(request.GET.urlencode())))
    named = listing.named_columns(request.GET)
    response.set_cookie(
        listing.cookie,
        ".".join(column.name for column in named),
        max_age=timedelta(days=365) if named else 0,
        path=listing.url(),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
