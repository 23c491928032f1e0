from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.forms import HandOverForm, SnoozeForm
from partnerships.matters import Matter, matter_of
from partnerships.models import Reminder
from partnerships.panels import reminders_panel
from partnerships.related.reminder import reminder_lines
from portal import access
from portal.announcing import announced
from portal.records.loading import load
from portal.records.partial_date import day_text
from portal.requests import PortalRequest, came_from

type Act = Callable[[PortalRequest, Reminder, Matter], HttpResponse]


@require_safe
def reminder_detail(request: PortalRequest, token: UUID) -> HttpResponse:
    """Where the link of the mail leads. It changes nothing: programs that look through mails open their links."""
    return _page(request, _load(request, token))


def handling(act: Act) -> Callable[[PortalRequest, UUID], HttpResponse]:
    """A view that handles a reminder, for the recipient and for editors of the owner, while it still waits."""

    @require_POST
    @transaction.atomic
    @wraps(act)
    def view(request: PortalRequest, token: UUID) -> HttpResponse:
        reminder = _load(request, token, to_change=True)
        matter = matter_of(reminder, timezone.localdate())
        if reason := _settled_because(reminder, matter):
            return _answer(request, reason) if request.htmx else _page(request, reminder, status=HTTPStatus.CONFLICT)
        assert matter  # noqa: S101 - without one it is settled
        return act(request, reminder, matter)

    return view


@handling
def reminder_acknowledge(request: PortalRequest, reminder: Reminder, matter: Matter) -> HttpResponse:
    reminder.acknowledge(request.user)
    return _done(request, reminder, _("%(title)s: acknowledged.") % {"title": matter.title})


@handling
def reminder_snooze(request: PortalRequest, reminder: Reminder, matter: Matter) -> HttpResponse:
    form = SnoozeForm(request.POST, today=timezone.localdate(), last_day=matter.due.last_day, auto_id=_ids(reminder))
    if not form.is_valid():
        return _page(request, reminder, snooze=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reminder.snooze(form.cleaned_data["until"])
    names = {"title": matter.title, "day": day_text(form.cleaned_data["until"])}
    return _done(request, reminder, _("%(title)s: put off until %(day)s.") % names)


@handling
def reminder_hand_over(request: PortalRequest, reminder: Reminder, matter: Matter) -> HttpResponse:
    form = HandOverForm(request.POST, reminder=reminder, auto_id=_ids(reminder))
    if not form.is_valid():
        return _page(request, reminder, hand_over=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reminder.hand_over(form.cleaned_data["to"])
    names = {"title": matter.title, "name": form.cleaned_data["to"]}
    return _done(request, reminder, _("%(title)s: handed over to %(name)s.") % names)


def _load(request: PortalRequest, token: UUID, *, to_change: bool = False) -> Reminder:
    """The reminder of a record that the user may see. The token alone opens nothing."""
    rows = Reminder.objects.select_for_update() if to_change else Reminder.objects.all()
    reminder = rows.filter(token=token).first()
    if reminder is None:
        raise Http404(_("There is no such reminder."))
    load(request, type(reminder.record), reminder.record.pk)
    if to_change and not _may_handle(request, reminder):
        raise PermissionDenied(_("This reminder is for somebody else."))
    return reminder


def _may_handle(request: PortalRequest, reminder: Reminder) -> bool:
    return reminder.user_id == request.user.pk or access.may_change(request.user, reminder.record)


def _settled_because(reminder: Reminder, matter: Matter | None) -> str:
    """Why there is nothing left to do about it; "" while there is."""
    if done := reminder.of_the_same_step().exclude(acknowledged_at=None).first():
        names = {"name": done.acknowledged_by, "day": day_text(timezone.localdate(done.acknowledged_at))}
        return _("Acknowledged by %(name)s on %(day)s.") % names
    if matter is None:
        return _("It no longer applies: the deadline has passed or moved, or a later reminder has taken its place.")
    if reminder.handed_over_to:
        return _("Handed over to %(name)s.") % {"name": reminder.handed_over_to}
    return ""


def _ids(reminder: Reminder) -> str:
    """The form of ids of fields, of which the overview may show those of several reminders."""
    return f"id_{reminder.token}_%s"


def _page(
    request: PortalRequest,
    reminder: Reminder,
    *,
    snooze: SnoozeForm | None = None,
    hand_over: HandOverForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """What the reminder is about and what one can do; of the overview's own, only the latter."""
    today = timezone.localdate()
    matter = matter_of(reminder, today)
    settled = _settled_because(reminder, matter)
    context: dict[str, Any] = {
        "reminder": reminder,
        "record": reminder.record,
        "sentence": matter.sentence(today) if matter else "",
        "settled": settled,
        "may_handle": _may_handle(request, reminder) and not settled,
        "may_change": access.may_change(request.user, reminder.record),
        "lines": reminder_lines(reminder.of_the_same_step().for_lines(), matter.due if matter else None),
    }
    if matter:
        context["snooze"] = snooze or SnoozeForm(today=today, last_day=matter.due.last_day, auto_id=_ids(reminder))
        context["hand_over"] = hand_over or HandOverForm(reminder=reminder, auto_id=_ids(reminder))
    if not request.htmx:
        return render(request, "partnerships/reminder_detail.html", context, status=status)
    response = render(request, "partnerships/reminder_handle.html", context | {"is_in_panel": True}, status=status)
    response.headers["HX-Retarget"] = f"#handle-{reminder.token}"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _done(request: PortalRequest, reminder: Reminder, text: str) -> HttpResponse:
    if request.htmx:
        return _answer(request, text)
    messages.success(request, text)
    return redirect(came_from(request, otherwise=reminder.get_absolute_url()))


def _answer(request: PortalRequest, text: str) -> HttpResponse:
    """The overview's panel as it is now, and what happened in words."""
    panel = reminders_panel(request.user, timezone.localdate())
    return announced(render(request, "components/panel.html", {"panel": panel}), text)
