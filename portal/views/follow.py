from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.announcing import announced
from portal.models import Follow
from portal.records.following import followed
from portal.requests import PortalRequest
from portal.views.about import load_with_page


@require_safe
def follow_list(request: PortalRequest) -> HttpResponse:
    return render(request, "portal/follow_list.html", {"followed": followed(request.user)})


@require_POST
def follow(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    """Follow a record, or stop it. The form says which, so that a click that comes twice does no more than one."""
    record = load_with_page(request, label, pk)
    wants = {"yes": True, "no": False}.get(request.POST.get("follow", ""))
    if wants is None:
        raise BadRequest(_("The form does not say whether to follow the record."))
    key: dict[str, Any] = {"about_kind": record.label, "about_id": record.pk}
    if wants:
        Follow.objects.get_or_create(user=request.user, **key)
    else:
        Follow.objects.filter(user=request.user, **key).delete()
    text = (_("You now follow %(record)s.") if wants else _("You no longer follow %(record)s.")) % {"record": record}
    if not request.htmx:
        messages.success(request, text)
        return redirect(record)
    answer = render(request, "components/follow.html", {"record": record, "is_followed": wants})
    return announced(answer, text)
