from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.enquiry_report import enquiries_of_year
from partnerships.forms import AnswerForm, EnquiryForm, EnquiryPartnershipForm
from partnerships.listings import ANSWER_TONES, EnquiryListing
from partnerships.models import Answer, Enquiry
from partnerships.weighing import Weighing, weigh
from portal import access
from portal.access import Action
from portal.lists.pages import show_list
from portal.models import Country
from portal.records.loading import load, load_to_change, owner_of_address
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest

BESIDE = "partnerships/enquiry_beside.html"


@require_safe
def enquiry_list(request: PortalRequest) -> HttpResponseBase:
    owners, year = request.user.owners_where(Action.VIEW), timezone.localdate().year
    return show_list(request, EnquiryListing, owners=owners, year=year)


@require_safe
def enquiry_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Who asks for what, beside what there is already; the answer, and what came of it."""
    enquiry = open_record(request, Enquiry, pk)
    context = {
        "enquiry": enquiry,
        "is_open": enquiry.answer == Answer.OPEN,
        "tone": ANSWER_TONES.get(enquiry.answer, "neutral"),
        "weighing": _weighing_of(request, enquiry),
        "sections": sections(enquiry, request.user),
        "may_change": access.may_change(request.user, enquiry),
    }
    return render(request, "partnerships/enquiry_detail.html", context)


@require_http_methods(["GET", "POST"])
def enquiry_new(request: PortalRequest) -> HttpResponse:
    initial = {"received_on": timezone.localdate()}
    return new_record(request, EnquiryForm, initial=initial, beside=BESIDE, weighing=_weighing_asked(request))


@require_http_methods(["GET", "POST"])
def enquiry_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, EnquiryForm, pk, **_beside(request, pk))


@require_http_methods(["GET", "POST"])
def enquiry_answer(request: PortalRequest, pk: int) -> HttpResponse:
    title = _("Answer the enquiry from %(record)s")
    return edit_record(request, AnswerForm, pk, title=title, **_beside(request, pk))


@require_safe
def enquiry_weighing(request: PortalRequest) -> HttpResponse:
    """What stands beside the form, of the owner and country chosen by now."""
    return render(request, "partnerships/enquiry_weighing.html", {"weighing": _weighing_asked(request)})


@require_http_methods(["GET", "POST"])
def enquiry_partnership(request: PortalRequest, pk: int) -> HttpResponse:
    """The form of the partnership that comes of an enquiry, with what the enquiry knows."""
    enquiry = load_to_change(request, Enquiry, pk)
    initial = {
        "enquiry": pk,
        "enquiry_version": enquiry.version,
        "owner": enquiry.owner_id,
        "partner": enquiry.organisation_id or enquiry.sender,
        "status": "proposed",
        "responsible": enquiry.responsible_id,
    }
    title = _("New partnership after the enquiry from %(sender)s") % {"sender": enquiry}
    return new_record(request, EnquiryPartnershipForm, initial=initial, title=title, record=enquiry)


@require_safe
def enquiry_report(request: PortalRequest, owner_pk: int, year: int) -> HttpResponse:
    """A year's enquiries by country, continent and answer; each number leads to those it counts."""
    owner = owner_of_address(request, owner_pk)
    today = timezone.localdate()
    if not 1900 <= year <= today.year:
        raise Http404(_("There is no report of this year."))
    days = Enquiry.objects.visible_to(request.user).filter(owner=owner).dates("received_on", "year")
    context = {
        "owner": owner,
        "year": year,
        "years": sorted({today.year, year, *(day.year for day in days)}, reverse=True),
        "report": enquiries_of_year(owner=owner, year=year, user=request.user),
        "answers": Answer.labels,
    }
    return render(request, "partnerships/enquiry_report.html", context)


def _beside(request: PortalRequest, pk: int) -> dict[str, Any]:
    """What stands beside a form about an enquiry: as posted, where the form asks for the country, or as stored."""
    enquiry = load(request, Enquiry.objects.select_related("owner", "country"), pk)
    return {"beside": BESIDE, "weighing": _weighing_asked(request, but=enquiry) or _weighing_of(request, enquiry)}


def _weighing_of(request: PortalRequest, enquiry: Enquiry) -> Weighing:
    today = timezone.localdate()
    return weigh(owner=enquiry.owner, country=enquiry.country, user=request.user, today=today, but=enquiry)


def _weighing_asked(request: PortalRequest, *, but: Enquiry | None = None) -> Weighing | None:
    """Of the owner and country that a form says; of the user's first owner where it says none."""
    data = request.POST or request.GET
    owners = request.user.owners_where(Action.VIEW)
    owner = next((one for one in owners if str(one.pk) == data.get("owner")), owners[0] if owners else None)
    country = Country.objects.filter(code=data.get("country", "").replace("\0", "")).first()
    if owner is None or country is None:
        return None
    return weigh(owner=owner, country=country, user=request.user, today=timezone.localdate(), but=but)
