from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls

CONSTANT_PAGE = b"<!doctype html><title>Constant</title>".ljust(25_000)


def constant_page(request: HttpRequest) -> HttpResponse:
    """What no page can do without: middleware, session and user (both from the database), and 25 kB to send."""
    return HttpResponse(CONSTANT_PAGE)


urlpatterns = [path("constant/", constant_page), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
