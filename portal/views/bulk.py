from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.lists.bulk import BulkForm, Result, change_rows, chosen_rows, rows_of
from portal.lists.listing import listings
from portal.records.forms import VersionedForm, form_class_of
from portal.records.loading import require_change
from portal.records.refusal import form_status
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest, came_from
from portal.views.record import record_model

type View = Callable[[PortalRequest, str], HttpResponse]


def step(view: View) -> View:
    """A step is posted. Whoever comes by its address, as after logging in anew, begins with the list."""

    @wraps(view)
    def wrapped(request: PortalRequest, label: str) -> HttpResponse:
        return view(request, label) if request.method == "POST" else redirect(listings[record_model(label)].url())

    return require_http_methods(["GET", "HEAD", "POST"])(wrapped)


@step
def bulk_choose(request: PortalRequest, label: str) -> HttpResponse:
    """The first step: which fields of the ticked rows to change, and to what."""
    form_class = _form_class(request, label)
    return _choose_page(request, BulkForm(form_class=form_class, user=request.user, typed=request.POST), form_class)


@step
def bulk_confirm(request: PortalRequest, label: str) -> HttpResponse:
    """The second step: what will become of each row, before anything is written."""
    form_class = _form_class(request, label)
    form = BulkForm(request.POST, form_class=form_class, user=request.user)
    if not form.is_valid():
        return _choose_page(request, form, form_class)
    keys = chosen_rows(request.POST)
    rows = rows_of(form_class._meta.model, keys, form.wishes, request.user)
    return _confirm_page(request, form, Result(rows, missing=len(keys) - len(rows)), status=HTTPStatus.OK)


@step
def bulk_apply(request: PortalRequest, label: str) -> HttpResponse:
    """The third step: all rows are changed, or none and the page says which of them stand in the way (409, 422)."""
    form_class = _form_class(request, label)
    form = BulkForm(request.POST, form_class=form_class, user=request.user)
    if not form.is_valid():
        return _choose_page(request, form, form_class)
    versions, model = chosen_rows(request.POST), form_class._meta.model
    if None in versions.values():
        raise BadRequest(_("The form does not say which version of the record it was opened on."))
    reason = form.cleaned_data["change_reason"]
    result = change_rows(model=model, versions=versions, wishes=form.wishes, reason=reason, user=request.user)
    if result.group is None:
        return _confirm_page(request, form, result, status=result.response_status)
    address = f"{reverse('activity')}?group={result.group}"
    done = _("%(records)s changed.") % {"records": _count(model, len([row for row in result.rows if row.will_change]))}
    messages.success(request, format_html('{} <a href="{}">{}</a>', done, address, _("Show what was changed")))
    return redirect(came_from(request, otherwise=address))


def _form_class(request: PortalRequest, label: str) -> type[VersionedForm]:
    """The form of the records, if they can be changed in bulk at all, and by this user."""
    model = record_model(label)
    form_class = form_class_of(model)
    if form_class is None or not form_class.in_bulk:
        raise Http404(_("There is no such kind of record."))
    require_change(request, model)
    return form_class


def _choose_page(request: PortalRequest, form: BulkForm, form_class: type[VersionedForm]) -> HttpResponse:
    model = form_class._meta.model
    rows = rows_of(model, chosen_rows(request.POST), [], request.user)
    if not rows:
        raise Http404(_("There is no such record, or it belongs to another owner."))
    context = {"form": form, "rows": rows, "count": _count(model, len(rows)), **_addresses(request, model)}
    return render(request, "portal/bulk_choose.html", context, status=form_status(form))


def _confirm_page(request: PortalRequest, form: BulkForm, result: Result, *, status: int) -> HttpResponse:
    if not result.rows:
        raise Http404(_("There is no such record, or it belongs to another owner."))
    changing = [row for row in result.rows if row.will_change]
    model = type(result.rows[0].record)
    context = {
        "form": form,
        "result": result,
        "changing": changing,
        "staying": [row for row in result.rows if not row.will_change],
        "count": _count(model, len(changing)),
        "was_refused": status != HTTPStatus.OK,
        **_addresses(request, model),
    }
    return render(request, "portal/bulk_confirm.html", context, status=status)


def _addresses(request: PortalRequest, model: type[VersionedModel]) -> dict[str, str]:
    """Where the steps are posted to, and the list that they began on."""
    label = model._meta.label_lower
    steps = {step: reverse(f"bulk_{step}", args=[label]) for step in ("choose", "confirm", "apply")}
    return {**steps, "back": came_from(request, otherwise=listings[model].url())}


def _count(model: type[VersionedModel], number: int) -> str:
    names = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return f"{number} {names}"
