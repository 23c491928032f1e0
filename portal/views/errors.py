"""Error pages that say what is wrong in the reader's language. The page for 500 is static and needs nothing."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Whatever place of a page htmx asked for, a page that says why not takes that of all the rest.
FOR_HTMX = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_too_large = isinstance(exception, RequestDataTooBig)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_too_large else HTTPStatus.BAD_REQUEST
    return _error(request, exception, 400, status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, exception, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, exception, 404)


def _error(request: HttpRequest, exception: Exception, page: int, *, status: int | None = None) -> HttpResponse:
    message = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    response = render(request, f"{page}.html", {"message": message}, status=status or page)
    for name, value in FOR_HTMX.items():
        response[name] = value
    return response
