from http import HTTPStatus
from typing import Any

import pghistory
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import access
from portal.access import Action
from portal.lists.pages import show_list
from portal.printing.answer import pdf_answer
from portal.records.loading import load, load_to_change
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record, posted_version
from portal.records.related import sections
from portal.requests import PortalRequest
from portal.text.numbers import whole_number
from strategy import agenda
from strategy.forms import AttendanceForm, MeetingForm
from strategy.listings import MeetingListing
from strategy.models import AgendaItem, Attendance, AttendanceKind, Meeting, MeetingState
from strategy.printing.agenda import agenda_document, file_name, meeting_hours

STEPS_ON = {
    MeetingState.AGENDA_LOCKED: gettext_lazy("Lock the agenda"),
    MeetingState.HELD: gettext_lazy("The meeting has been held"),
    MeetingState.MINUTES_APPROVED: gettext_lazy("Approve the minutes"),
}


STEPS_BACK = {
    MeetingState.PLANNED: gettext_lazy("Unlock the agenda"),
    MeetingState.AGENDA_LOCKED: gettext_lazy("The meeting has not been held"),
    MeetingState.HELD: gettext_lazy("Withdraw the approval"),
}


@require_safe
def meeting_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, MeetingListing)


@require_safe
def meeting_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The workbench of a meeting: its agenda, who was there, and what may go on the agenda next."""
    return _workbench(request, open_record(request, Meeting, pk))


@require_http_methods(["GET", "POST"])
def meeting_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, MeetingForm, title=_("New meeting"))


@require_http_methods(["GET", "POST"])
def meeting_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, MeetingForm, pk)


@require_POST
@transaction.atomic
def meeting_state(request: PortalRequest, pk: int) -> HttpResponse:
    """One step on (lock the agenda, the meeting is held, the minutes are approved) or one step back."""
    rows = Meeting.objects.select_related("body__owner", "host").select_for_update(of=("self",))
    meeting = load(request, rows, pk, action=Action.CONDUCT)
    if posted_version(request) != meeting.version:
        messages.warning(request, _("Someone else has changed the meeting meanwhile. Look again before you go on."))
        return _workbench(request, meeting, status=HTTPStatus.CONFLICT)
    state = request.POST.get("state", "")
    if state not in (meeting.next_state(), meeting.previous_state()):
        raise BadRequest(_("The meeting cannot go there from where it is."))
    if state == meeting.next_state() == MeetingState.HELD and meeting.day > timezone.localdate():
        text = _("The meeting is on %(day)s and cannot have been held yet. Change its day if it was held earlier.")
        messages.warning(request, text % {"day": date_format(meeting.day, "DATE_FORMAT")})
        return _workbench(request, meeting, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    meeting.state = state
    with pghistory.context(reason=meeting.get_state_display()):
        meeting.save(update_fields=["state"])
    messages.success(request, agenda.state_sentence(meeting, agenda.entries(meeting, request.user)))
    return redirect(meeting)


@require_POST
@transaction.atomic
def meeting_take(request: PortalRequest, pk: int) -> HttpResponse:
    """Put an item from the body's pool last on the agenda."""
    meeting = load_to_change(request, Meeting, pk)
    pool = AgendaItem.objects.in_pool().filter(body=meeting.body_id)
    key = whole_number(request.POST.get("item", "")) or 0
    item = load(request, pool.select_for_update(of=("self",)), key)
    agenda.put_on_agenda(item, meeting)
    item.save(update_fields=["meeting", "position"])
    messages.success(request, _("%(item)s is number %(number)d.") % {"item": item, "number": item.position})
    return redirect(meeting)


@require_safe
def meeting_agenda(request: PortalRequest, pk: int) -> HttpResponse:
    """The agenda, and after the meeting its minutes, to be read and printed from the browser."""
    meeting = load(request, Meeting.objects.select_related("body__owner", "host"), pk)
    context = agenda_context(request, meeting) | {"attendances": _attendances(request, meeting)}
    return render(request, "strategy/meeting_agenda.html", context)


@require_safe
def meeting_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    meeting = load(request, Meeting.objects.select_related("body__owner", "host"), pk)
    entries = agenda.entries(meeting, request.user)
    document = agenda_document(meeting, entries, attendances=_attendances(request, meeting))
    page = reverse("strategy:meeting_agenda", args=[pk])
    return pdf_answer(request, "agenda", document, name=file_name(meeting), otherwise=page)


def agenda_context(request: PortalRequest, meeting: Meeting) -> dict[str, Any]:
    """What this reader is shown of the agenda: on the meeting's page, after an item has moved, and to be printed."""
    entries = agenda.entries(meeting, request.user)
    may_conduct = access.may(request.user, Action.CONDUCT, meeting)
    return {
        "meeting": meeting,
        "hours": meeting_hours(meeting),
        "entries": entries,
        "sentence": agenda.state_sentence(meeting, entries),
        "may_conduct": may_conduct,
        "may_arrange": may_conduct and meeting.is_planned,
        "may_decide": may_conduct and meeting.takes_decisions,
    }


def _workbench(request: PortalRequest, meeting: Meeting, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = agenda_context(request, meeting)
    may_change = access.may_change(request.user, meeting)
    pool = AgendaItem.objects.visible_to(request.user).in_pool().filter(body=meeting.body_id)
    context |= {
        "attendances": _attendances(request, meeting),
        "pool": pool.order_by("created_at") if context["may_arrange"] else [],
        "steps": _steps(meeting) if context["may_conduct"] else [],
        "sections": sections(meeting, request.user),
        "may_change": may_change,
    }
    if may_change:
        context["attendance_form"] = AttendanceForm(user=request.user, instance=Attendance(meeting=meeting))
    return render(request, "strategy/meeting_detail.html", context, status=status)


def _attendances(request: PortalRequest, meeting: Meeting) -> list[Attendance]:
    kinds = list(AttendanceKind)
    rows = Attendance.objects.visible_to(request.user).filter(meeting=meeting).select_related("person")
    return sorted(rows.order_by("person__sort_key"), key=lambda row: kinds.index(AttendanceKind(row.kind)))


def _steps(meeting: Meeting) -> list[tuple[MeetingState, str, bool]]:
    """The states that the meeting can be brought to, the name of the act, and whether it is a step on."""
    steps = [(meeting.next_state(), STEPS_ON, True), (meeting.previous_state(), STEPS_BACK, False)]
    return [(state, str(names[state]), is_on) for state, names, is_on in steps if state]
