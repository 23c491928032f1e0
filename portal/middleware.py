"""What happens around every request beyond Django's own: language, isolation headers, htmx and logged-out users."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers

from portal.requests import HtmxRequest

type Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Danish unless the user has chosen otherwise; the browser's own preference is not asked."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class CrossOriginIsolationMiddleware:
    """COEP, CORP and an empty permissions policy (COOP comes from Django's security middleware)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


class BrowserCacheMiddleware:
    """Pages are for one person, and htmx gets a part of a page at the address of the whole.

    So nobody between may keep them, and the browser may not show the part when somebody goes back to the page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["HX-Request", "HX-Request-Type"])
        return response


class UserMiddleware(AuthenticationMiddleware):
    """Who it is, asked at once: every page needs it, and every question to Django's stand-in for it is a detour."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = get_user(request)


class HtmxLoginMiddleware:
    """An expired login answers an htmx call with a move of the whole page, not with a login form inside a table."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        response = self.get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        if request.htmx and response.status_code == 302 and response.headers["Location"].startswith(login):
            return HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
        return response


def page_context(request: HttpRequest) -> dict[str, object]:
    """Template context of every page: the owners the user works for, their look, and where in the menu the page is."""
    user = getattr(request, "user", None)
    owners = user.owners if user is not None and user.is_authenticated else []
    sections = [part for part in request.path.split("/") if part] or ["overview"]
    section = "actions" if "actions" in sections[1:2] else sections[0]
    if request.resolver_match is None:  # the menu is kept for each section, but not for every address made up
        section = ""
    return {
        "owner_names": [owner.name for owner in owners],
        "theme": owners[0].theme if len(owners) == 1 else "default",
        "nav_section": {
            "bodies": "meetings",
            "decisions": "meetings",
            "persons": "organisations",
            "reports": "status",
        }.get(section, section),
    }
