from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.lists.listing import Listing, listings
from portal.lists.saved_view_form import SavedViewForm
from portal.models import SavedView, User
from portal.models.saved_view import LONGEST_QUERY
from portal.records.refusal import form_status
from portal.requests import PortalRequest
from portal.views.record import record_model


@require_safe
def saved_view_list(request: PortalRequest) -> HttpResponse:
    """The views that the user may change: of the list in the address, or of all.

    `query` is what that list shows now; each of its views can be replaced by it.
    """
    views = SavedView.objects.changeable_by(request.user).select_related("user", "owner", "department")
    context = {}
    if label := request.GET.get("listing"):
        listing = _listing(label)
        views = views.filter(listing=label)
        context = {"list_title": listing.title(), "query": _query(listing, request.GET.get("query", ""))}
    lines = [{"view": view, "list_title": _listing(view.listing).title(), "url": _url(view)} for view in views]
    return render(request, "portal/saved_view_list.html", {"lines": lines, **context})


@require_http_methods(["GET", "POST"])
def saved_view_new(request: PortalRequest) -> HttpResponse:
    """The name of a view of the list in the address, which shows its `query`, and whom it is for."""
    listing = _listing(request.GET.get("listing", ""))
    query = _query(listing, request.GET.get("query", ""))
    view = SavedView(user=request.user, listing=listing.label(), query=query)
    return _form_page(request, view, title=_("Save this view"))


@require_http_methods(["GET", "POST"])
def saved_view_edit(request: PortalRequest, pk: int) -> HttpResponse:
    view = _load_to_change(request, pk)
    return _form_page(request, view, title=_("Edit %(record)s") % {"record": view})


@require_POST
def saved_view_replace(request: PortalRequest, pk: int) -> HttpResponse:
    """Puts what the list shows now in the place of what the view showed."""
    view = _load_to_change(request, pk)
    view.query = _query(_listing(view.listing), request.POST.get("query", ""))
    view.save(update_fields=["query"])
    messages.success(request, _("The view is saved."))
    return redirect(_url(view))


@require_http_methods(["GET", "POST"])
def saved_view_delete(request: PortalRequest, pk: int) -> HttpResponse:
    view = _load_to_change(request, pk)
    if request.method == "POST":
        view.delete()
        messages.success(request, _("The view %(view)s is deleted.") % {"view": view})
        return redirect(_listing(view.listing).at(""))
    return render(request, "portal/saved_view_delete.html", {"view": view, "url": _url(view)})


@transaction.atomic
def _form_page(request: PortalRequest, view: SavedView, *, title: str) -> HttpResponse:
    if request.method == "POST":
        User.objects.select_for_update().get(pk=view.user_id)  # a second click waits, and finds the name taken
    form = SavedViewForm(request.POST if request.method == "POST" else None, instance=view, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("The view is saved."))
        return redirect(_url(view))
    context = {"form": form, "title": title, "cancel": _url(view), "list_title": _listing(view.listing).title()}
    return render(request, "portal/saved_view_form.html", context, status=form_status(form))


def _load_to_change(request: PortalRequest, pk: int) -> SavedView:
    """The view: 403 if others share it with the user, 404 if nobody does."""
    if view := SavedView.objects.changeable_by(request.user).filter(pk=pk).first():
        return view
    if SavedView.objects.visible_to(request.user).filter(pk=pk).exists():
        raise PermissionDenied(_("You may read this, but not change it."))
    raise Http404(_("There is no such view, or it is somebody else's."))


def _listing(label: str) -> type[Listing]:
    return listings[record_model(label)]


def _query(listing: type[Listing], query: str) -> str:
    """What is worth keeping of a query string. Raises BadRequest if that is too much."""
    query = listing.cleaned(query)
    if len(query) > LONGEST_QUERY:
        raise BadRequest(_("The search is too long to be saved."))
    return query


def _url(view: SavedView) -> str:
    return _listing(view.listing).at(view.query)
