from allauth.account import views as account
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def logout(request: PortalRequest) -> HttpResponse:
    """The page of allauth; the browser also forgets the pages that Back would show, and what forms have put aside."""
    response = account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response
