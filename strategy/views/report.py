import logging
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import Action
from portal.printing.typst import PrintError, render_pdf
from portal.records.loading import owner_of_address
from portal.requests import PortalRequest
from strategy.annexes import ANNEXES, Annex
from strategy.printing.annex import annex_document

logger = logging.getLogger(__name__)


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
    try:
        pdf = render_pdf("annex", annex_document(annex))
    except PrintError:
        logger.exception("The annex %s of owner %s was not printed", name, owner_pk)
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "strategy/report_pdf.html", {"annex": annex}, status=status)
    disposition = f'inline; filename="bilag-{name}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _asked_for(request: PortalRequest, owner_pk: int, name: str) -> Annex:
    owner = owner_of_address(request, owner_pk)
    if name not in ANNEXES:
        raise Http404(_("There is no such annex of this owner."))
    return ANNEXES[name](owner, request.user, timezone.localdate())
