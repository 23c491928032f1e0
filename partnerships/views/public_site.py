"""The pages that anybody may open. They know no session and no user, and are alike for everybody who asks."""

import hashlib
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from partnerships.models import PublicPage
from partnerships.publication import ZOOMS, Site

FRESH = 60  # seconds that a browser, or a proxy on the way, may show a page without asking again
KEPT = 60  # seconds that the server shows what it has written, if nothing that it knows of has changed


@require_safe
@login_not_required
def public_site(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, slug)


@require_safe
@login_not_required
def public_partner(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """The name in the address is for people and search engines; the key is what counts."""
    return _answer(request, slug, pk)


def _answer(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    language = "en" if request.GET.get("lang") == "en" else "da"
    with translation.override(language):
        page = PublicPage.objects.turned_on().filter(slug=slug).select_related("owner").with_moment().first()
        html = _html(page, pk, request.GET.get("zoom", "")) if page else None
        if html is None:
            response = HttpResponse(render_to_string("partnerships/public_missing.html"), status=HTTPStatus.NOT_FOUND)
        else:
            response = HttpResponse(html)
            response["ETag"] = f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
            response["Cache-Control"] = f"public, max-age={FRESH}"
        response["Content-Language"] = language
    return get_conditional_response(request, etag=response.get("ETag"), response=response) or response


def _html(page: PublicPage, pk: int | None, zoom: str) -> str | None:
    """A page as it was last written, unless something that it tells of has changed since, or a day has begun."""
    zoom = zoom if zoom in ZOOMS else ""
    moment = "-".join(map(str, page.moment))
    key = f"public:{page.pk}:{pk}:{zoom}:{translation.get_language()}:{moment}:{timezone.localdate()}"
    html: str | None = caches["public"].get(key)
    if html is None:
        site = Site(page)
        html = site.home_html(zoom) if pk is None else site.partner_html(pk)
        if html is not None:
            caches["public"].set(key, html, KEPT)
    return html
