from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms import OfficeForm
from partnerships.listings import STATUS_TONES, OfficeListing
from partnerships.models import Office, OfficeName, Partnership
from portal import access
from portal.lists.pages import show_list
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def office_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, OfficeListing)


@require_safe
def office_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One page for a representation: its names, its contract as a sentence, whom it serves."""
    office = open_record(request, Office, pk)
    partnerships = (
        Partnership.objects.visible_to(request.user).filter(offices=office).select_related("partner__country")
    )
    context = {
        "office": office,
        "names": OfficeName.objects.visible_to(request.user).filter(office=office),
        "contract_sentence": office.contract.sentence(timezone.localdate()) if office.contract else "",
        "countries": office.countries.all(),
        "partnerships": [
            (row, STATUS_TONES.get(row.status, "neutral")) for row in partnerships.order_by("partner__sort_key")
        ],
        "sections": sections(office, request.user),
        "may_change": access.may_change(request.user, office),
    }
    return render(request, "partnerships/office_detail.html", context)


@require_http_methods(["GET", "POST"])
def office_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, OfficeForm)


@require_http_methods(["GET", "POST"])
def office_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, OfficeForm, pk)
