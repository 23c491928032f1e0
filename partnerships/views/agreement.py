from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms import AgreementForm
from partnerships.listings import AgreementListing, state_badge
from partnerships.models import Agreement
from partnerships.terms import notice_period
from portal import access
from portal.lists.pages import show_list
from portal.records.loading import load
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def agreement_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, AgreementListing)


@require_safe
def agreement_detail(request: PortalRequest, pk: int) -> HttpResponse:
    records = Agreement.objects.select_related(
        "partnership__owner", "partnership__partner__country", "contractor", "follows", "renews"
    )
    agreement = load(request, records, pk)
    today = timezone.localdate()
    state, tone = state_badge(agreement.stage, agreement.state(today))
    context = {
        "agreement": agreement,
        "state": state,
        "tone": tone,
        "sentence": agreement.sentence(today),
        "latest_notice_date": None if agreement.is_proposal else agreement.latest_notice_date(today),
        "effective_end": None if agreement.is_proposal else agreement.effective_end(today),
        "notice_period": notice_period(agreement.term),
        "sections": sections(agreement, request.user),
        "may_change": access.may_change(request.user, agreement),
    }
    return render(request, "partnerships/agreement_detail.html", context)


@require_http_methods(["GET", "POST"])
def agreement_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, AgreementForm)


@require_http_methods(["GET", "POST"])
def agreement_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, AgreementForm, pk)
