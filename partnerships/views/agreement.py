from datetime import date

from django.forms import model_to_dict
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships import terms_in_words
from partnerships.as_at import FIRST, LAST, day_asked, is_as_at
from partnerships.forms import AgreementForm, NoticeForm, WithdrawalForm
from partnerships.kin import kin_of
from partnerships.listings import AgreementListing
from partnerships.models import Agreement
from partnerships.notice import before_notice, effect_sentence
from partnerships.standing import standing
from partnerships.timeline import happenings
from portal import access
from portal.lists.pages import show_list
from portal.records.loading import load_to_change
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.partial_date import display
from portal.records.related import sections
from portal.requests import PortalRequest
from portal.text.numbers import whole_number

CARRIED_OVER = [  # from an agreement to the one that renews it; days are its own
    "title", "contractor", "term_kind", "renewal_months", "renewal_limit", "notice_count", "notice_unit",
    "notice_boundary", "reminder_months", "reminder_recipients", "review_months",
]  # fmt: skip


@require_safe
def agreement_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, AgreementListing)


@require_safe
def agreement_detail(request: PortalRequest, pk: int) -> HttpResponse:
    agreement = open_record(request, Agreement, pk)
    day, is_other_day = day_asked(request.GET), is_as_at(request.GET)
    context = {
        "agreement": agreement,
        "day": day,
        "is_as_at": is_other_day,
        "standing": standing(agreement, day),
        "rule": terms_in_words.rule(agreement.term, start=display(agreement.starts or agreement.signed)),
        "extensions": [one for one in agreement.agreed_extensions if not is_other_day or one["agreed_on"] <= day],
        "kin": kin_of(agreement, request.user, day=day),
        "happenings": happenings(agreement, day),
        "sections": [] if is_other_day else sections(agreement, request.user),
        "may_change": not is_other_day and access.may_change(request.user, agreement),
    }
    return render(request, "partnerships/agreement_detail.html", context)


@require_http_methods(["GET", "POST"])
def agreement_new(request: PortalRequest) -> HttpResponse:
    """A new agreement; one that renews another (`?renews=3`) begins with what that one says."""
    key = whole_number(request.GET.get("renews", "")) or 0
    renewed = Agreement.objects.visible_to(request.user).filter(pk=key).first()
    if renewed is None or not access.may_change(request.user, renewed):
        return new_record(request, AgreementForm)
    initial = model_to_dict(renewed, fields=CARRIED_OVER)
    title = _("Renew %(agreement)s") % {"agreement": renewed}
    return new_record(request, AgreementForm, initial=initial, title=title, record=renewed)


@require_http_methods(["GET", "POST"])
def agreement_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, AgreementForm, pk)


@require_http_methods(["GET", "POST"])
def agreement_notice(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, NoticeForm, pk, title=_("Give notice of: %(record)s"), submit=_("Give notice"))


@require_safe
def agreement_effect(request: PortalRequest, pk: int) -> HttpResponse:
    """What notice on the days of the form would come to, said while they are chosen."""
    agreement = load_to_change(request, Agreement, pk)
    days = [request.GET.get(name, "") for name in ("notice_received_on", "notice_given_on")]
    try:
        day = next((date.fromisoformat(day) for day in days if day), None)
    except ValueError:
        day = None
    text = effect_sentence(before_notice(agreement), day) if day and FIRST <= day <= LAST else ""
    return HttpResponse(format_html("<p>{}</p>", text) if text else "")


@require_http_methods(["GET", "POST"])
def agreement_withdrawal(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(
        request, WithdrawalForm, pk, title=_("Withdraw the notice of: %(record)s"), submit=_("Withdraw notice")
    )
