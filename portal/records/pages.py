"""What the edit pages of all record types have in common. App views say what is special and hand over."""

import uuid
from http import HTTPStatus
from typing import Any

import pghistory
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.records.clash import differences, last_change, merge
from portal.records.forms import VersionedForm
from portal.records.loading import load_to_change, locked, require_change
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest


def new_record(
    request: PortalRequest, form_class: type[VersionedForm], *, instance: VersionedModel | None = None, **context: Any
) -> HttpResponse:
    """A form that creates a record. What the address says (`?partnership=3`) is filled in beforehand.

    `instance` is an unsaved record that already has what the form does not ask for: a decision knows its item.

    The form carries a key made for it, so that a repeated post leads to the first result instead of a second record.
    """
    model = form_class._meta.model
    require_change(request, instance or model)
    data = request.POST if request.method == "POST" else None
    if made := _already_made(model, data):
        return _redirect_to(made)
    form = form_class(data, instance=instance, user=request.user, initial=request.GET.dict())
    if form.is_valid():
        require_change(request, form.instance)
        form.instance.creation_key = form.cleaned_data["creation_key"]
        try:
            record = form.try_save()
        except IntegrityError:  # the key: a post of the same form ran beside this one
            record = _already_made(model, data)
        if record:
            messages.success(request, _("Saved."))
            return _redirect_to(record)
    if made := _already_made(model, data):  # by a post that ran beside this one and made it look like a double
        return _redirect_to(made)
    title = _("New %(kind)s") % {"kind": model._meta.verbose_name}
    context = {"form": form, "title": title, "submit": _("Save"), **context}
    return render(request, "portal/record_form.html", context, status=form.response_status)


@transaction.atomic
def edit_record(request: PortalRequest, form_class: type[VersionedForm], pk: int, **context: Any) -> HttpResponse:
    """A form that changes a record: 400 without a version, 409 if somebody has saved since the form was opened.

    Changes of different fields are merged without asking, and the user is told.
    """
    model = form_class._meta.model
    if request.method == "POST":
        record = locked(request, model, pk, reads=form_class.reads())
    else:
        record = load_to_change(request, model, pk)
    form = form_class(request.POST if request.method == "POST" else None, instance=record, user=request.user)
    theirs: list[str] = []
    if form.is_bound and (opened_on := posted_version(request)) != record.version:
        merged = merge(form_class, record, opened_on, request.POST, request.user)
        form = form_class(merged.data if merged else None, instance=model.objects.get(pk=pk), user=request.user)
        if merged is None or not form.is_valid():
            return _clash(request, form_class, record, **context)
        theirs = merged.fields
    if form.is_valid():
        version, (changed_by, _at) = record.version, last_change(record) if theirs else ("", None)
        with pghistory.context(reason=form.cleaned_data["change_reason"]):
            saved = form.try_save()
            if saved and form.has_changed_links:  # the record's own row may be as it was, but the next save must know
                model.objects.filter(pk=pk, version=version).update(updated_at=Now())
        if saved:
            messages.success(request, _saved_text(changed_by, theirs))
            return redirect(saved)
    return _edit_page(request, form, record, status=form.response_status, **context)


def _saved_text(changed_by: str, theirs: list[str]) -> str:
    if not theirs:
        return _("Saved.")
    text = _("Saved. %(person)s had changed this meanwhile, and it is kept too: %(fields)s.")
    return text % {"person": changed_by, "fields": ", ".join(theirs)}


def posted_version(request: PortalRequest) -> int:
    """The version of the record that the form was opened on. Raises BadRequest when the form does not say."""
    try:
        return int(request.POST["version"])
    except (KeyError, ValueError):
        raise BadRequest(_("The form does not say which version of the record it was opened on.")) from None


def _clash(
    request: PortalRequest, form_class: type[VersionedForm], record: VersionedModel, **context: Any
) -> HttpResponse:
    """Both versions side by side, and the form as the user filled it in, ready to be saved on top of the newer one."""
    model = form_class._meta.model
    data = request.POST.copy()
    data["version"] = str(record.version)
    mine = form_class(data, instance=model.objects.get(pk=record.pk), user=request.user)
    stored = form_class(instance=record, user=request.user)
    changed_by, changed_at = last_change(record)
    context |= {"rows": differences(mine, stored), "changed_by": changed_by, "changed_at": changed_at}
    return _edit_page(request, mine, record, status=HTTPStatus.CONFLICT, **context)


def _edit_page(
    request: PortalRequest, form: VersionedForm, record: VersionedModel, *, status: HTTPStatus, **context: Any
) -> HttpResponse:
    name = form.initial.get("title") or form.initial.get("name") or str(type(record).objects.get(pk=record.pk))
    title = _("Edit %(record)s") % {"record": name}
    context = {"form": form, "record": record, "title": capfirst(title), "submit": _("Save"), **context}
    return render(request, "portal/record_form.html", context, status=status)


def _already_made(model: type[VersionedModel], data: QueryDict | None) -> VersionedModel | None:
    """The record that an earlier post of the same form made, even if it lies in the trash by now."""
    try:
        return model.with_trash.filter(creation_key=uuid.UUID(data.get("creation_key", "") if data else "")).first()
    except ValueError:
        return None


def _redirect_to(made: Any) -> HttpResponse:
    return redirect("trash" if made.deleted_at else made)
