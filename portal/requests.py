"""What a request carries in this portal, for the type checker."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from portal.models import User


class HtmxRequest(HttpRequest):
    """A request behind the middleware of django-htmx. Never instantiated."""

    htmx: HtmxDetails


class PortalRequest(HtmxRequest):
    """A request as views get it: from somebody logged in, perhaps made by htmx. Never instantiated."""

    user: User


def came_from(request: PortalRequest, *, otherwise: str) -> str:
    """The page of the portal that led here and to which to go back: what `next` says, or else the browser itself."""
    before = request.POST.get("next") or request.GET.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_ours and resolve_url(settings.LOGIN_URL) not in before else otherwise
