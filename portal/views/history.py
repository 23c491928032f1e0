"""The past of a record: what changed, what a version said, and bringing one back."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pghistory
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.lists.export import csv_file
from portal.records.changes import Change, FieldChange, changes, facts, label_of, told
from portal.records.events import group_sizes, readable, writes_to
from portal.records.loading import load, load_to_change, locked
from portal.records.pages import posted_version
from portal.records.refusal import form_status
from portal.records.versioned import VersionedModel
from portal.records.versions import as_of, bring_back, differences, links_as_of
from portal.requests import PortalRequest
from portal.views.record import record_model

PER_PAGE = 50
HEADINGS = [
    gettext_lazy("When"), gettext_lazy("Who"), gettext_lazy("Act"), gettext_lazy("Version"), gettext_lazy("Field"),
    gettext_lazy("Before"), gettext_lazy("After"), gettext_lazy("Reason"),
]  # fmt: skip


class RestoreForm(forms.Form):
    """The reason for bringing a version back, and the version of the record that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label=gettext_lazy("Reason for the change"), max_length=300, help_text=gettext_lazy("Shown in the history.")
    )


@require_safe
def record_history(request: PortalRequest, label: str, pk: int) -> HttpResponseBase:
    """What changed from what to what, the newest first; a file of it all for `?export=csv`."""
    record = load(request, record_model(label), pk)
    _require_past(request, record)
    if request.GET.get("export") == "csv":
        title = _("History of %(record)s") % {"record": record}
        return csv_file([str(heading) for heading in HEADINGS], _rows(changes(record, request.user)), title=title)
    page = Paginator(writes_to(record), PER_PAGE).get_page(request.GET.get("page"))
    shown = told(list(page.object_list), request.user)
    sizes = group_sizes((change.group for change in shown), request.user)
    context = {
        "record": record,
        "changes": shown,
        "together": [(change, sizes.get(change.group, 1) - 1 if change.group else 0) for change in shown],
        "page": page,
        "may_change": access.may_change(request.user, record),
    }
    return render(request, "portal/record_history.html", context)


@require_safe
def record_version(request: PortalRequest, label: str, pk: int, version: int) -> HttpResponse:
    """What the record said in an earlier version."""
    record = load(request, record_model(label), pk)
    then = _version(request, record, version)
    context = {
        "record": record,
        "version": version,
        "at": then.updated_at,
        "facts": facts(then, links_as_of(record, version), request.user),
        "may_restore": version != record.version and access.may_change(request.user, record),
    }
    return render(request, "portal/record_version.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def record_version_restore(request: PortalRequest, label: str, pk: int, version: int) -> HttpResponse:
    """Says what bringing the version back would change, and on a post does it."""
    model = record_model(label)
    record = locked(request, model, pk) if request.method == "POST" else load_to_change(request, model, pk)
    then, links = _version(request, record, version), links_as_of(record, version)
    has_changed = request.method == "POST" and posted_version(request) != record.version
    reason = _("Version %(number)d restored") % {"number": version}
    initial = {"version": record.version, "change_reason": reason}
    form = RestoreForm(request.POST if request.method == "POST" and not has_changed else None, initial=initial)
    if form.is_valid():
        try:
            with pghistory.context(reason=form.cleaned_data["change_reason"]):
                bring_back(model.objects.get(pk=pk), then, links, user=request.user)
        except ValidationError as refusal:
            _explain(form, refusal, model)
        else:
            messages.success(request, _("Version %(number)d is back.") % {"number": version})
            return redirect("record_history", label, pk)
    context = {
        "record": record,
        "version": version,
        "at": then.updated_at,
        "rows": differences(record, then, links, request.user),
        "form": form,
        "has_changed": has_changed,
    }
    status = HTTPStatus.CONFLICT if has_changed else form_status(form)
    return render(request, "portal/record_version_restore.html", context, status=status)


def _require_past(request: PortalRequest, record: VersionedModel) -> None:
    if not readable(type(record), request.user).filter(pk=record.pk).exists():
        raise PermissionDenied(_("This was closed once; its history is for those with the right to closed items."))


def _version(request: PortalRequest, record: VersionedModel, version: int) -> Any:
    _require_past(request, record)
    then = as_of(record, version) if version < 2**31 else None
    if then is None:
        raise Http404(_("The history has no such version."))
    return then


def _explain(form: forms.Form, refusal: ValidationError, model: type[VersionedModel]) -> None:
    """Put to the form why the version was refused; errors of a field name it, since the form does not have it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, texts in refusal.message_dict.items():
        field: Any = model._meta.get_field(name)
        form.add_error(None, [f"{label_of(field)}: {text}" for text in texts])


def _rows(found: list[Change]) -> Iterator[list[str]]:
    for change in found:
        for field in change.fields or [FieldChange("", "", "")]:
            yield [
                date_format(localtime(change.at), "SHORT_DATETIME_FORMAT"), change.by.name, str(change.act.label),
                str(change.version or ""), field.label, field.before, field.after, change.reason,
            ]  # fmt: skip
