from allauth.account import views as account
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def logout(request: PortalRequest) -> HttpResponse:
    """The page of allauth; the browser also forgets what forms have put aside there (static/js/draft.js)."""
    response = account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"storage"'
    return response
