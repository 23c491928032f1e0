"""The record that something is kept about, by its kind and key."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.records.about import AboutRecord
from portal.records.around import SECTIONS, addable, keepers, whole_section
from portal.records.loading import load
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest
from portal.views.record import record_model


@require_safe
def record_section(request: PortalRequest, label: str, pk: int, section: str) -> HttpResponse:
    """All files, journal entries or contacts of a record, where its page has only the newest."""
    if section not in SECTIONS:
        raise Http404(_("There is no such section."))
    record = load_with_page(request, label, pk)
    context = {"record": record, "section": whole_section(record, request.user, section)}
    return render(request, "portal/record_section.html", context)


def load_with_page(request: PortalRequest, label: str, pk: int) -> Any:
    """A record of any kind that has a page, and can have things kept about it."""
    model = record_model(label)
    if not hasattr(model, "get_absolute_url"):
        raise Http404(_("There is no such kind of record."))
    record = load(request, model.objects.with_names(), pk)
    require_visible_about(request, record)
    return record


def new_about[M: AboutRecord](request: PortalRequest, model: type[M], label: str, pk: int) -> M:
    """An unsaved row about a record, kept by the first owner that can be: 404, and 403 without the right to add it."""
    record = load_with_page(request, label, pk)
    if model.section not in addable(record, request.user):
        raise PermissionDenied(record.frozen_because() or _("You may read this, but not change it."))
    made = model(owner=keepers(record, request.user)[0], about_kind=record.label, about_id=record.pk)
    made.about = record
    return made


def load_about[M: AboutRecord](request: PortalRequest, model: type[M], pk: int) -> M:
    """Something about a record that the user may see, and that does not lie in the trash."""
    row: M = load(request, model, pk)
    require_visible_about(request, row)
    return row


def require_visible_about(request: PortalRequest, row: VersionedModel) -> None:
    """404 for something about a record that the user cannot open, or about something about such a record."""
    while isinstance(row, AboutRecord):
        row.about = load(request, record_model(row.about_kind), row.about_id)
        row = row.about
