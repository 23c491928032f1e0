"""Reporting how a piece of work goes: the same few steps for an initiative and for an action."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.announcing import announced
from portal.models import User
from portal.records.clash import display, last_change
from portal.records.loading import load_to_change, locked
from portal.records.pages import posted_version
from portal.requests import PortalRequest
from strategy.forms import StatusUpdateForm
from strategy.models import ActionItem, Initiative, StatusUpdate
from strategy.services import report_progress

type Work = Initiative | ActionItem


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose stored value is not what the reporter wrote."""

    label: str
    mine: str
    stored: str


@transaction.atomic
def report_page(request: PortalRequest, model: type[Initiative] | type[ActionItem], pk: int) -> HttpResponse:
    """The small form in which a status changes: in place when htmx asks, otherwise a page of its own.

    No status without a note (422), and none on top of one that the reporter has not seen (409).
    """
    if request.method == "POST":
        record = locked(request, model, pk)
        form = StatusUpdateForm(request.POST, record=record)
        if posted_version(request) != record.version:
            return _clash(request, record)
        if not form.is_valid():
            return _form_page(request, form, record, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        said = {name: form.cleaned_data[name] for name in ("progress", "note")}
        report_progress(record=record, user=request.user, on=timezone.localdate(), **said)
        return _reported(request, record)
    record = load_to_change(request, model, pk)
    return _form_page(request, StatusUpdateForm(record=record), record, status=HTTPStatus.OK)


def progress_part(request: PortalRequest, record: Work, *, may_change: bool) -> HttpResponse:
    """How one piece of work goes, for the place on the page that htmx asked about: a row of a list, or a section."""
    updates = updates_of(record, request.user)
    part = "section" if (request.htmx.target or "").endswith("#status") else "row"
    context = {"record": record, "updates": updates, "may_change": may_change}
    return render(request, f"strategy/progress.html#{part}", context)


def updates_of(record: Work, user: User) -> list[StatusUpdate]:
    """All that has been said of how a piece of work goes, the latest first."""
    return list(record.status_updates.visible_to(user).select_related("made_by"))


def newest_updates(user: User) -> Prefetch:
    """Gives each initiative or action of a queryset its latest update, as a list of one or none, in `updates`."""
    return Prefetch("status_updates", StatusUpdate.objects.visible_to(user).newest_of_each(), to_attr="updates")


def _reported(request: PortalRequest, record: Work) -> HttpResponse:
    said = _("The status is reported.")
    if request.htmx.request_type != "partial":
        messages.success(request, said)
        return redirect(record)
    return announced(progress_part(request, record, may_change=True), said)


def _clash(request: PortalRequest, record: Work) -> HttpResponse:
    """What the reporter typed, ready to be saved on top of what somebody else has said meanwhile."""
    data = request.POST.copy()
    data["version"] = str(record.version)
    form = StatusUpdateForm(data, record=record)
    newest = record.status_updates.visible_to(request.user).first()
    theirs = {"progress": record.progress, "note": newest.note if newest else ""}
    rows = [
        Difference(str(field.label), display(field, form[name].data), display(field, theirs[name]))
        for name, field in form.fields.items()
        if name in theirs and form[name].data != theirs[name]
    ]
    changed_by, changed_at = last_change(record, request.user)
    clash = {"rows": rows, "changed_by": changed_by, "changed_at": changed_at}
    return _form_page(request, form, record, status=HTTPStatus.CONFLICT, **clash)


def _form_page(
    request: PortalRequest, form: StatusUpdateForm, record: Work, *, status: HTTPStatus, **clash: object
) -> HttpResponse:
    in_place = request.htmx.request_type == "partial"
    template = "strategy/progress_form.html#form" if in_place else "strategy/progress_form.html"
    return render(request, template, {"form": form, "record": record, "in_place": in_place, **clash}, status=status)
