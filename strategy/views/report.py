from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import Action
from portal.printing.answer import pdf_answer
from portal.records.loading import owner_of_address
from portal.requests import PortalRequest
from strategy.annexes import ANNEXES, Annex
from strategy.printing.annex import annex_document


@require_safe
def report_list(request: PortalRequest) -> HttpResponse:
    """What can be printed as an annex of a case, for each of the user's owners."""
    return render(request, "strategy/report_list.html", {"owners": request.user.owners_where(Action.VIEW)})


@require_safe
def report_detail(request: PortalRequest, owner_pk: int, name: str) -> HttpResponse:
    return render(request, "strategy/report_detail.html", {"annex": _asked_for(request, owner_pk, name)})


@require_safe
def report_pdf(request: PortalRequest, owner_pk: int, name: str) -> HttpResponse:
    annex = _asked_for(request, owner_pk, name)
    page = reverse("strategy:report_detail", args=[owner_pk, name])
    return pdf_answer(request, "annex", annex_document(annex), name=f"bilag-{name}.pdf", otherwise=page)


def _asked_for(request: PortalRequest, owner_pk: int, name: str) -> Annex:
    owner = owner_of_address(request, owner_pk)
    if name not in ANNEXES:
        raise Http404(_("There is no such annex of this owner."))
    return ANNEXES[name](owner, request.user, timezone.localdate())
