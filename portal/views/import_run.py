"""Imports: from a file to a preview, from there to records, and back again."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from portal import access
from portal.imports import running
from portal.imports.checking import labels
from portal.imports.forms import MappingForm, UploadForm, samples
from portal.imports.preview import counts
from portal.imports.reading import MAX_BYTES
from portal.imports.refusals import refused_rows
from portal.imports.registry import Importer, importer_of, importers
from portal.models import ImportRun, RowAct, RunState
from portal.records.loading import require_change
from portal.records.refusal import form_status
from portal.requests import PortalRequest

ENVELOPE = 64 * 1024  # what a browser sends around a file
AT_WORK = (RunState.CHECKING, RunState.RUNNING)
PER_PAGE = 50


@require_safe
def import_list(request: PortalRequest) -> HttpResponse:
    """The user's own imports and those of colleagues, the latest first."""
    own = Q(user=request.user)
    for importer in importers(request.user):
        own |= Q(kind=importer.kind, owner__in=importer.owners(request.user))
    runs = ImportRun.objects.filter(own).select_related("owner", "user")
    rows = [(run, known.title) for run in runs[:100] if (known := importer_of(run.kind))]
    return render(request, "portal/import_list.html", {"rows": rows, "may_add": bool(importers(request.user))})


@csrf_exempt  # the check would read the whole body; it comes right after the look at its size
def import_new(request: PortalRequest) -> HttpResponse:
    """A file that is too large is turned away before any of it is read."""
    is_too_large = int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + ENVELOPE
    response: HttpResponse = (_too_large if is_too_large else _import_new)(request)
    return response


def _too_large(request: PortalRequest) -> HttpResponse:
    form = UploadForm(user=request.user, initial=request.GET.dict())
    problem = _("The file is larger than %(limit)d MB. Divide it into several.") % {"limit": MAX_BYTES // 1024 // 1024}
    context = {"form": form, "problem": problem}
    return render(request, "portal/import_new.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@csrf_protect
@require_http_methods(["GET", "POST"])
def _import_new(request: PortalRequest) -> HttpResponse:
    named = importer_of(request.GET.get("kind", ""))
    if named:
        require_change(request, named.model)
    elif not importers(request.user):
        raise PermissionDenied(_("You do not have the right to this."))
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*bound, user=request.user, initial=request.GET.dict())
    if form.is_valid() and form.run:
        return redirect("import_mapping", form.run.pk)
    return render(request, "portal/import_new.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def import_mapping(request: PortalRequest, pk: int) -> HttpResponse:
    """Which column is which; then the rows are checked."""
    run, importer = _load(request, pk)
    if not run.file or run.state in (*AT_WORK, RunState.DONE):
        return redirect("import_detail", run.pk)
    data = request.POST if request.method == "POST" else None
    form = MappingForm(data, run=run, importer=importer, user=request.user)
    if form.is_valid():
        run.save(update_fields=["mapping", "fixed", "takes_repeats"])
        return _start(request, run, importer, running.claim_check(run), running.check_run)
    context = {"run": run, "form": form, "title": importer.title, "samples": samples(run)}
    return render(request, "portal/import_mapping.html", context, status=form_status(form))


@require_safe
def import_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """How far an import is, what it would do or has done, and what can be done next."""
    run, importer = _load(request, pk)
    if run.state == RunState.MAPPING:
        return redirect("import_mapping", run.pk)
    is_at_work = run.state in AT_WORK
    if request.htmx.request_type == "partial" and not is_at_work:
        return HttpResponseClientRefresh()
    context = {"run": run, "title": importer.title}
    if is_at_work:
        context |= _progress(request, run)
    else:
        context |= _rows(request, run, importer)
    template = "portal/import_detail.html"
    return render(request, f"{template}#progress" if request.htmx.request_type == "partial" else template, context)


@require_POST
def import_check(request: PortalRequest, pk: int) -> HttpResponse:
    """Check the rows anew: after a stop, or because records have changed."""
    run, importer = _load(request, pk)
    return _start(request, run, importer, bool(run.file) and running.claim_check(run), running.check_run)


@require_POST
def import_apply(request: PortalRequest, pk: int) -> HttpResponse:
    run, importer = _load(request, pk)
    if "strict" in request.POST and run.state == RunState.CHECKED and counts(run)[RowAct.REFUSED]:
        messages.error(request, _("Nothing was imported, because rows are refused."))
        context = {"run": run, "title": importer.title, **_rows(request, run, importer)}
        return render(request, "portal/import_detail.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _start(request, run, importer, running.claim_apply(run), running.apply_run)


@require_POST
def import_undo(request: PortalRequest, pk: int) -> HttpResponse:
    run, importer = _load(request, pk)
    return _start(request, run, importer, running.claim_undo(run), running.undo_run)


@require_safe
def import_refused(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The refused rows as a workbook, with what is wrong in a column of its own: to be put right and come again."""
    run, importer = _load(request, pk)
    if not run.file:
        raise Http404(_("The file is no longer kept."))
    name = _("Refused rows of %(file)s") % {"file": run.name.rpartition(".")[0] or run.name}
    return FileResponse(refused_rows(run, labels(importer, request.user)), as_attachment=True, filename=f"{name}.xlsx")


def _load(request: PortalRequest, pk: int) -> tuple[ImportRun, Importer]:
    """The run and its importer: 404 outside one's owners, 403 inside them without the right to such records."""
    own = Q(user=request.user) | Q(owner__in=[owner.pk for owner in request.user.owners])
    run = ImportRun.objects.filter(own, pk=pk).select_related("owner", "user").first()
    importer = importer_of(run.kind) if run else None
    if run is None or importer is None:
        raise Http404(_("There is no such import, or it belongs to another owner."))
    needs = importer.model.needs
    if not (access.may(request.user, needs) if run.owner is None else run.owner in request.user.owners_where(needs)):
        raise PermissionDenied(_("You do not have the right to this."))
    return run, importer


def _start(
    request: PortalRequest, run: ImportRun, importer: Importer, is_ours: bool, work: running.Work
) -> HttpResponse:
    """Start the work if this request is the one to do it: of two posts the second only leads to the page."""
    if is_ours:
        running.start(work, importer, run, request.user)
    return redirect("import_detail", run.pk)


def _progress(request: PortalRequest, run: ImportRun) -> dict[str, Any]:
    """How far the work is. Aloud it is said at each quarter only, and the page remembers which was the last."""
    quarter = min(4 * run.progress // max(run.total, 1), 4)
    said = request.GET.get("said", "")
    return {
        "quarter": quarter,
        "is_news": str(quarter) != said,
        "is_undo": run.context_id is not None,
        "has_stalled": running.has_stalled(run),
    }


def _rows(request: PortalRequest, run: ImportRun, importer: Importer) -> dict[str, Any]:
    """The rows of one act, a page of them, with names for people."""
    found = counts(run)
    acts = [(act.value, act.label, found[act]) for act in RowAct]
    act = request.GET.get("act", "")
    act = act if act in RowAct.values else next((value for value, _label, count in acts if count), RowAct.NEW)
    page = Paginator(run.rows.filter(act=act), PER_PAGE).get_page(request.GET.get("page"))
    names = labels(importer, request.user)
    keys = [row.record_id for row in page if row.record_id]
    records = importer.model.objects.visible_to(request.user).with_names().in_bulk(keys)
    fields = [name for name in names if any(name in row.cells for row in page)]
    lines = [
        {
            "row": row,
            "record": records.get(row.record_id),
            "cells": [row.cells.get(name, ("", "")) for name in fields],
            "problem": row.explanation(names),
        }
        for row in page
    ]
    return {
        "acts": acts,
        "act": act,
        "page": page,
        "headings": [names[name] for name in fields],
        "lines": lines,
        "writes": found[RowAct.NEW] + found[RowAct.CHANGED],
        "refused": found[RowAct.REFUSED],
        "counts": found,
        "links": hasattr(importer.model, "get_absolute_url"),
    }
