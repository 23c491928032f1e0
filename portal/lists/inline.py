"""One field of one record, edited where it is shown: in a cell of a list or among the facts of a page."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Manager
from django.forms import Field
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.announcing import announced
from portal.lists.edit_link import cell_link
from portal.lists.listing import listings
from portal.records.clash import Merge, display, merge
from portal.records.forms import ABOUT_THE_SAVE, VersionedForm, form_class_of
from portal.records.loading import load_to_change, locked
from portal.records.pages import posted_version, save_change
from portal.records.refusal import form_status
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest, came_from
from portal.templatetags.text import editable_fact


def edit_cell(request: PortalRequest, model: type[VersionedModel], pk: int, name: str) -> HttpResponse:
    """The form of one field: in place when htmx asks, otherwise a page of its own that leads back to where one was.

    400 without a version, 409 if somebody has changed the same field meanwhile; other fields are nobody's concern.
    """
    form_class = form_class_of(model)
    if form_class is None or not hasattr(model, name) or name not in form_class.base_fields.keys() - ABOUT_THE_SAVE:
        raise Http404(_("There is no such field to edit."))
    in_place = request.htmx.request_type == "partial"
    make_form = partial(_form, form_class, name, in_place=in_place)
    if request.method != "POST":
        record = load_to_change(request, model, pk)
        form = make_form(instance=record, user=request.user)
        if in_place and "cancel" in request.GET:
            return HttpResponse(_cell(request, record, name))
        return _form_page(request, form, name, in_place=in_place, status=HTTPStatus.OK)
    try:
        with transaction.atomic():
            record = locked(request, model, pk, reads=form_class.reads())
            opened_on, merged = posted_version(request), Merge(request.POST, [], [])
            if opened_on != record.version:
                merged = merge(make_form, record, request.POST, opened_on=opened_on, user=request.user)
            form = make_form(merged.data, instance=record, user=request.user)
            if merged.conflicts:
                status = HTTPStatus.CONFLICT
                return _form_page(request, form, name, in_place=in_place, status=status, conflict=merged.conflicts[0])
            if form.is_valid():
                return _saved(request, save_change(form), form.fields[name], name, in_place=in_place)
    except IntegrityError as refusal:
        form.refuse(refusal)
    return _form_page(request, form, name, in_place=in_place, status=form_status(form))


def _form(form_class: type[VersionedForm], name: str, *args: Any, in_place: bool, **kwargs: Any) -> VersionedForm:
    """The record's form with this field only. The reason for a change is asked on the page, not in the cell."""
    fields = [name] if in_place else [name, "change_reason"]
    form = form_class.of_fields(fields, *args, **kwargs, auto_id=f"cell-{kwargs['instance'].pk}-%s")
    field: Any = form.fields.get(name)
    if field is None or field.disabled:  # some fields are asked of some records only
        raise Http404(_("There is no such field to edit."))
    field.widget.attrs["data-focus"] = ""
    field.new_related = None  # its dialog belongs to the whole form
    return form


def _form_page(
    request: PortalRequest, form: VersionedForm, name: str, *, in_place: bool, status: HTTPStatus, **context: Any
) -> HttpResponse:
    record: Any = type(form.instance).objects.get(pk=form.instance.pk) if form.is_bound else form.instance
    back = came_from(request, otherwise=record.get_absolute_url())
    context = {"record": record, "form": form, "field": form[name], "back": back, **context}
    template = "components/cell_form.html" if in_place else "portal/cell_edit.html"
    return render(request, template, context, status=status)


def _saved(request: PortalRequest, record: Any, field: Field, name: str, *, in_place: bool) -> HttpResponse:
    stored = getattr(record, name)
    value = ", ".join(map(str, stored.all())) if isinstance(stored, Manager) else display(field, stored)
    said = _("%(field)s of %(record)s is now %(value)s.")
    said %= {"field": capfirst(str(field.label)), "record": record, "value": value or _("empty")}
    if not in_place:
        messages.success(request, said)
        return redirect(came_from(request, otherwise=record.get_absolute_url()))
    events = {} if "column" in request.GET else {"fact-saved": name}
    return announced(HttpResponse(_cell(request, record, name)), said, **events)


def _cell(request: PortalRequest, record: VersionedModel, name: str) -> SafeString:
    """What stands in the place where the form was: the value and the button, which gets the focus back."""
    listing_class = listings.get(type(record))
    columns = {column.name: column for column in listing_class.columns} if listing_class else {}
    column = columns.get(request.GET.get("column", ""))
    if listing_class and column and column.edit == name:
        html = listing_class(request).cell(column, record.pk)
        html += cell_link(type(record), name, column=column.name).to(record.pk)
    else:
        html = editable_fact(record, name)
    return mark_safe(html.replace('<a class="edit"', '<a class="edit" data-focus', 1))  # noqa: S308 - escaped by both
