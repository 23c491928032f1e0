"""What the edit pages of all record types have in common. App views say what is special and hand over."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import pghistory
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.records.clash import Merge, decided, last_change, merge
from portal.records.drafts import forget_draft, keep_refused, open_draft
from portal.records.forms import ABOUT_THE_SAVE, VersionedForm
from portal.records.loading import load_to_change, locked, require_change
from portal.records.quick import answer_to_dialog, dialog_options, is_dialog
from portal.records.refusal import form_status
from portal.records.similar import show_similar
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest


def new_record(
    request: PortalRequest,
    form_class: type[VersionedForm],
    *,
    instance: VersionedModel | None = None,
    initial: Mapping[str, Any] | None = None,
    then: str = "",
    **context: Any,
) -> HttpResponse:
    """A form that creates a record. What the address says (`?partnership=3`) is filled in beforehand.

    `instance` is an unsaved record that already has what the form does not ask for: a decision knows its item.
    `initial` is what is filled in beforehand where the address says nothing.
    `then` is where to go from here, if not to the page of the new record.

    The form carries a key made for it, so that a repeated post leads to the first result instead of a second record.
    It also answers from within a dialog on another form (`?dialog=…`), and with the records that look like the one
    being typed (`?similar=1`).
    """
    model = form_class._meta.model
    require_change(request, instance or model)
    data = request.POST if request.method == "POST" else None
    files = None if data is None else request.FILES
    if made := _already_made(model, data):
        return _made(request, made, then)
    filled_in = {**(initial or {}), **request.GET.dict()}
    asked: dict[str, Any] = {"address": request.path, "is_short": is_dialog(request), "initial": filled_in}
    form = form_class(data, files, instance=instance, user=request.user, **asked, **dialog_options(request))
    if "similar" in request.GET:
        return show_similar(request, form)
    if form.is_valid():
        require_change(request, form.instance)
        form.instance.creation_key = form.cleaned_data["creation_key"]
        try:
            record = form.try_save()
        except IntegrityError:  # the key: a post of the same form ran beside this one
            record = _already_made(model, data)
            if record is None:  # it was not the key, and the form knows no words for it
                raise
        if record:
            return _made(request, record, then, is_new=True)
    if made := _already_made(model, data):  # by a post that ran beside this one and made it look like a double
        return _made(request, made, then)
    title = context.get("title") or _("New %(kind)s") % {"kind": model._meta.verbose_name}
    if "record" in context and str(context["record"]) not in title:  # a draft says by the title what it is about
        title = f"{title}: {context['record']}"
    cancel = reverse("record_list", args=[model._meta.label_lower])
    context = {"submit": _("Save"), "cancel": cancel, **context, "title": title}
    return _form_page(request, form, status=form_status(form), **context)


def edit_record(request: PortalRequest, form_class: type[VersionedForm], pk: int, **context: Any) -> HttpResponse:
    """A form that changes a record: 400 without a version, 409 if somebody has saved since the form was opened.

    Changes of different fields are merged without asking, and the user is told. Of those that cannot be, the user
    chooses; the choice stands on the version that it was made on, so that it is guarded in the same way.
    """
    model = form_class._meta.model
    if request.method != "POST":
        record = load_to_change(request, model, pk)
        form = form_class(instance=record, user=request.user)
        return _edit_page(request, form, record, status=HTTPStatus.OK, **context)
    try:
        with transaction.atomic():
            record = locked(request, model, pk, reads=form_class.reads())
            data = decided(form_class, record, request.POST, request.user)
            opened_on, merged = _version(data), Merge(data, [], [])
            if opened_on != record.version:
                merged = merge(form_class, record, data, opened_on=opened_on, user=request.user)
                if merged.conflicts:
                    return _clash_page(request, form_class, record, merged, opened_on=opened_on)
            form = form_class(merged.data, instance=record, user=request.user)
            changed_by, _at = last_change(record, request.user) if merged.data is not request.POST else ("", None)
            if changed_by and ABOUT_THE_SAVE.issuperset(form.changed_data):
                text = _("There was nothing left to save: the record stands as %(person)s saved it.")
                messages.info(request, text % {"person": changed_by})
                return _saved(request, record)
            if form.is_valid():
                saved = save_change(form)
                messages.success(request, _saved_text(changed_by, merged.fields))
                return _saved(request, saved)
    except IntegrityError as refusal:
        form.refuse(refusal)
    context = {"changed_by": changed_by, "merged": merged.fields, **context}
    return _edit_page(request, form, record, status=form_status(form), **context)


def save_change(form: VersionedForm) -> Any:
    """Save a valid form and answer with the record. Raises IntegrityError if the database refuses."""
    version = form.instance.version
    with pghistory.context(reason=form.cleaned_data.get("change_reason", "")):
        saved = form.save()
        if form.has_changed_links:  # the record's own row may be as it was, but the next save must know
            type(saved).objects.filter(pk=saved.pk, version=version).update(updated_at=Now())
    return saved


def posted_version(request: PortalRequest) -> int:
    """The version of the record that the form was opened on. Raises BadRequest when the form does not say."""
    return _version(request.POST)


def _version(data: QueryDict) -> int:
    try:
        return int(str(data["version"]))
    except (KeyError, ValueError):
        raise BadRequest(_("The form does not say which version of the record it was opened on.")) from None


def _saved_text(changed_by: str, theirs: list[str]) -> str:
    if not theirs:
        return _("Saved.")
    text = _("Saved. %(person)s had changed this meanwhile, and it is kept too: %(fields)s.")
    return text % {"person": changed_by, "fields": ", ".join(theirs)}


def _saved(request: PortalRequest, record: Any, then: str = "") -> HttpResponse:
    forget_draft(request)
    if record.deleted_at:
        return redirect("trash")
    if then or hasattr(record, "get_absolute_url"):
        return redirect(then or record)
    return redirect("record_list", record.label)


def _made(request: PortalRequest, record: VersionedModel, then: str, *, is_new: bool = False) -> HttpResponse:
    if is_dialog(request):
        return answer_to_dialog(request, record)
    if is_new:
        messages.success(request, _("Saved."))
    return _saved(request, record, then)


def _edit_page(
    request: PortalRequest,
    form: VersionedForm,
    record: VersionedModel,
    *,
    status: HTTPStatus,
    title: str = "",
    **context: Any,
) -> HttpResponse:
    """`title` says what the form does with %(record)s, if it is more special than to edit it."""
    name = form.initial.get("title") or form.initial.get("name") or str(type(record).objects.get(pk=record.pk))
    title = (title or _("Edit %(record)s")) % {"record": name}
    context = {"record": record, "title": capfirst(title), "submit": _("Save"), **context}
    return _form_page(request, form, status=status, **context)


def _form_page(request: PortalRequest, form: VersionedForm, *, status: HTTPStatus, **context: Any) -> HttpResponse:
    """The page of a form, in which nothing typed gets lost: drafts of it are offered, and a refused one is kept."""
    if is_dialog(request):
        return render(request, "portal/record_dialog.html", {"form": form, **context}, status=status)
    draft = keep_refused(request, form, title=context["title"]) if form.is_bound else open_draft(request, form)
    return render(request, "portal/record_form.html", {"form": form, "draft": draft, **context}, status=status)


def _clash_page(
    request: PortalRequest, form_class: type[VersionedForm], record: VersionedModel, merged: Merge, *, opened_on: int
) -> HttpResponse:
    """The fields that two people have changed, each with a choice; the rest goes along, merged."""
    form = form_class(merged.data, instance=type(record).objects.get(pk=record.pk), user=request.user)
    asked = {conflict.name for conflict in merged.conflicts}
    context = {
        "title": _("Choose what should stand in %(record)s") % {"record": record},
        "record": record,
        "form": form,
        "draft": keep_refused(request, form, title=_("Edit %(record)s") % {"record": record}),
        "opened_on": opened_on,
        "rows": [
            {
                "conflict": conflict,
                "field": form[conflict.name],
                "choice": merged.data.get(f"choice-{conflict.name}"),
                "typed": _as_posted(merged.data.get(f"mine-{conflict.name}", form[conflict.name].data)),
            }
            for conflict in merged.conflicts
        ],
        "carried": [field for field in form if field.name not in asked | {"change_reason"}],
        "merged": merged.fields,
    }
    return render(request, "portal/record_clash.html", context, status=HTTPStatus.CONFLICT)


def _as_posted(value: Any) -> str:
    """A value of a post as a hidden field repeats it; a box that is not ticked posts nothing."""
    if isinstance(value, list):
        return "\n".join(value)
    return ("on" if value else "") if isinstance(value, bool) else value or ""


def _already_made(model: type[VersionedModel], data: QueryDict | None) -> VersionedModel | None:
    """The record that an earlier post of the same form made, even if it lies in the trash by now."""
    try:
        return model.with_trash.filter(creation_key=uuid.UUID(data.get("creation_key", "") if data else "")).first()
    except ValueError:
        return None
