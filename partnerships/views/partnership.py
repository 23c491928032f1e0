from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.as_at import day_asked, is_as_at
from partnerships.forms import PartnershipForm
from partnerships.listings import STATUS_TONES, PartnershipListing
from partnerships.models import Agreement, Partnership
from partnerships.models.agreement import with_followed
from partnerships.quiet import quiet
from partnerships.standing import standing
from partnerships.timeline import bars
from portal import access
from portal.lists.pages import show_list
from portal.models import Topic, User
from portal.records.opening import open_record_with
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
    partnership, (agreements,) = open_record_with(request, Partnership, pk, _agreements)
    day, is_other_day = day_asked(request.GET), is_as_at(request.GET)
    known = [one for one in with_followed(agreements) if not is_other_day or one.was_known(day)]
    papers = [standing(one, day) for one in known]
    axis, drawn = bars(papers, day)
    around = [] if is_other_day else sections(partnership, request.user)
    context = {
        "partnership": partnership,
        "day": day,
        "is_as_at": is_other_day,
        "topics": [Topic(**names) for names in partnership.topic_names],
        "tone": STATUS_TONES.get(partnership.status, "neutral"),
        "agreements": [(paper, drawn.get(paper.agreement.pk)) for paper in papers],
        "axis": axis,
        "quiet": quiet(
            last_active_on=partnership.last_active_on,
            open_actions=sum(section.unfinished for section in around),
            today=timezone.localdate(),
        ),
        "sections": around,
        "may_change": not is_other_day and access.may_change(request.user, partnership),
    }
    return render(request, "partnerships/partnership_detail.html", context)


@Prepared
def _agreements(partnership: Partnership, user: User) -> QuerySet[Agreement]:
    rows = Agreement.objects.visible_to(user).for_lines().filter(partnership=partnership)
    return rows.prefetch_related(None).order_by("-starts", "pk")


@require_http_methods(["GET", "POST"])
def partnership_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, PartnershipForm)


@require_http_methods(["GET", "POST"])
def partnership_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, PartnershipForm, pk)
