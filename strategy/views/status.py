from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import Action
from portal.printing.answer import pdf_answer
from portal.records.loading import owner_of_address
from portal.requests import PortalRequest
from strategy.printing.status import status_document
from strategy.status import AnnualStatus, annual_status, reported_years


@require_safe
def status_list(request: PortalRequest) -> HttpResponseBase:
    """The owners and years there is a status of; straight on to this year's where there is one owner only."""
    this_year = timezone.localdate().year
    owners = request.user.owners_where(Action.VIEW)
    if len(owners) == 1:
        return redirect("strategy:status_detail", owners[0].pk, this_year)
    years = reported_years(request.user)
    choices = [(owner, sorted({this_year, *years.get(owner.pk, [])}, reverse=True)) for owner in owners]
    return render(request, "strategy/status_list.html", {"choices": choices})


@require_safe
def status_detail(request: PortalRequest, owner_pk: int, year: int) -> HttpResponse:
    """The page the board reads once a year. Nobody edits here: every line leads to its evidence."""
    status = _asked_for(request, owner_pk, year)
    this_year = timezone.localdate().year
    years = {this_year, year, *reported_years(request.user).get(owner_pk, [])}
    return render(request, "strategy/status_detail.html", {"status": status, "years": sorted(years, reverse=True)})


@require_safe
def status_pdf(request: PortalRequest, owner_pk: int, year: int) -> HttpResponse:
    status = _asked_for(request, owner_pk, year)
    page = reverse("strategy:status_detail", args=[owner_pk, year])
    return pdf_answer(request, "status", status_document(status), name=f"status-{year}.pdf", otherwise=page)


def _asked_for(request: PortalRequest, owner_pk: int, year: int) -> AnnualStatus:
    """What the address names: 404 outside the user's owners, and for a year that has not begun."""
    owner, today = owner_of_address(request, owner_pk), timezone.localdate()
    if not 1900 <= year <= today.year:
        raise Http404(_("There is no status of this owner and year."))
    return annual_status(owner=owner, year=year, user=request.user, today=today)
