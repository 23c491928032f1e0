from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.forms import AccountForm
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def account(request: PortalRequest) -> HttpResponse:
    """What the portal knows of the user, and what it may send."""
    form = AccountForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    roles = request.user.roles.select_related("owner", "department").order_by("owner__sort_key")
    return render(request, "portal/account.html", {"form": form, "roles": roles})
