from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms import PartnershipForm
from partnerships.listings import STATUS_TONES, PartnershipListing, state_badge
from partnerships.models import Agreement, Partnership
from portal import access
from portal.lists.pages import show_list
from portal.models import Topic, User
from portal.records.loading import load
from portal.records.pages import edit_record, new_record
from portal.records.prepared import Prepared
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def partnership_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, PartnershipListing)


@require_safe
def partnership_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One page for what an owner has going with a partner."""
    partnership = load(request, Partnership.objects.for_its_page, pk)
    today = timezone.localdate()
    agreements = [
        {"agreement": agreement, "state": state, "tone": tone, "sentence": agreement.sentence(today)}
        for agreement in _agreements(partnership, request.user)
        for state, tone in [state_badge(agreement.stage, agreement.state(today))]
    ]
    context = {
        "partnership": partnership,
        "topics": [Topic(**names) for names in partnership.topic_names],
        "tone": STATUS_TONES.get(partnership.status, "neutral"),
        "agreements": agreements,
        "sections": sections(partnership, request.user),
        "may_change": access.may_change(request.user, partnership),
    }
    return render(request, "partnerships/partnership_detail.html", context)


@Prepared
def _agreements(partnership: Partnership, user: User) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(user).for_lines().filter(partnership=partnership).order_by("-starts")


@require_http_methods(["GET", "POST"])
def partnership_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, PartnershipForm)


@require_http_methods(["GET", "POST"])
def partnership_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, PartnershipForm, pk)
