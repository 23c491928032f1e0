from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.records.drafts import keep_typed
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def draft_list(request: PortalRequest) -> HttpResponse:
    """What the user has typed and not saved. Forms post here what they hold while they are filled in."""
    if request.method == "POST":
        return keep_typed(request)
    return render(request, "portal/draft_list.html", {"drafts": request.user.drafts.fresh().order_by("-saved_at")})


@require_POST
def draft_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Throws a draft away; from the form that it belongs to without leaving what has been typed there since."""
    draft = get_object_or_404(request.user.drafts, pk=pk)
    draft.delete()
    if request.htmx.request_type == "partial":
        return HttpResponse()
    messages.success(request, _("The draft is thrown away."))
    return redirect("draft_list")
