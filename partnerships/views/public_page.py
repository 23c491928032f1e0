from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms import PublicPageForm
from partnerships.models import PublicField, PublicPage
from partnerships.publication import ZOOMS, Site, published
from portal import access
from portal.records.loading import load, load_to_change
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest


@require_safe
def public_page_detail(request: PortalRequest, pk: int) -> HttpResponse:
    page = load(request, PublicPage.objects.select_related("owner"), pk)
    context = {
        "page": page,
        "chosen": [field.label for field in PublicField if field in page.fields],
        "count": published(page).count(),
        "address": request.build_absolute_uri(page.public_url()),
        "may_change": access.may_change(request.user, page),
    }
    return render(request, "partnerships/public_page_detail.html", context)


@require_http_methods(["GET", "POST"])
def public_page_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, PublicPageForm)


@require_http_methods(["GET", "POST"])
def public_page_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, PublicPageForm, pk)


@require_safe
def public_page_preview(request: PortalRequest, pk: int) -> HttpResponse:
    """The page as everybody would see it, also while it is off."""
    zoom = request.GET.get("zoom", "")
    with translation.override(_language(request)):
        return HttpResponse(_preview(request, pk).home_html(zoom if zoom in ZOOMS else ""))


@require_safe
def public_partner_preview(request: PortalRequest, pk: int, partnership: int) -> HttpResponse:
    with translation.override(_language(request)):
        html = _preview(request, pk).partner_html(partnership)
    if html is None:
        raise Http404(_("This partnership is not on the public page."))
    return HttpResponse(html)


def _preview(request: PortalRequest, pk: int) -> Site:
    return Site(load_to_change(request, PublicPage, pk), is_preview=True)


def _language(request: PortalRequest) -> str:
    return "en" if request.GET.get("lang") == "en" else "da"
