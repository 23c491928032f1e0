from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.announcing import announced
from portal.records.confirmation import confirm, is_confirmable
from portal.records.loading import locked
from portal.requests import PortalRequest
from portal.views.record import record_model


@require_POST
@transaction.atomic
def record_confirm(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    """Say that a record is still right: one click, without opening the form."""
    model = record_model(label)
    if not is_confirmable(model):
        raise Http404(_("There is no such kind of record."))
    record: Any = locked(request, model, pk)
    confirm(record, today=timezone.localdate())
    text = _("%(record)s is confirmed.") % {"record": record}
    if not request.htmx:
        messages.success(request, text)
        return redirect(record)
    context = {"record": record, "confirmed_by": str(request.user), "may_confirm": False}
    return announced(render(request, "components/confirmation.html", context), text)
