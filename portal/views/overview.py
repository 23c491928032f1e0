from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.deadlines.registry import deadlines
from portal.overview import panels
from portal.records.confirmation import unconfirmed
from portal.records.recent import recent_changes
from portal.records.since import last_start
from portal.requests import PortalRequest


@require_safe
def overview(request: PortalRequest) -> HttpResponse:
    """The first page after login: what waits for me, what falls due, what comes up, what changed lately."""
    today = timezone.localdate()
    context = {
        "today": today,
        "deadlines": [
            (deadline, deadline.strength(today), deadline.distance(today))
            for deadline in deadlines(request.user, today=today, days=180)
        ],
        "panels": panels(request.user, today),
        "unconfirmed": unconfirmed(request.user, today=today),
        "recent": recent_changes(request.user, limit=10),
        "last_start": last_start(request.user),
    }
    return render(request, "portal/overview.html", context)
