"""What every record type has by being one: a way to its page, and one into the trash and back."""

from http import HTTPStatus

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import access
from portal.models import User
from portal.records.activity import named
from portal.records.loading import load, load_to_change, locked
from portal.records.pages import posted_version
from portal.records.versioned import VersionedModel, record_models
from portal.requests import PortalRequest


@require_safe
def record_detail(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    """On to where the record is shown: its own page, or its place on the page of what it belongs to."""
    record = load(request, record_model(label), pk)
    if not hasattr(record, "get_absolute_url"):
        raise Http404(_("This kind of record has no page."))
    return redirect(record)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def record_trash(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    """Says what will happen, and on a post puts the record with its parts into the trash."""
    model = record_model(label)
    record = locked(request, model, pk) if request.method == "POST" else load_to_change(request, model, pk)
    in_use_by = record.in_use_by()
    if request.method == "POST" and not in_use_by and posted_version(request) == record.version:
        record.move_to_trash()
        messages.success(request, _("%(record)s is in the trash and can be restored from there.") % {"record": record})
        return redirect("trash")
    context = {
        "record": record,
        "in_use_by": [other for other in in_use_by if _is_visible(other, request.user)],
        "is_in_use": bool(in_use_by),
        "parts": [part for part in record.with_parts() if part != record],
        "has_changed": request.method == "POST" and not in_use_by,
    }
    return render(request, "portal/record_trash.html", context, status=409 if request.method == "POST" else 200)


@require_POST
@transaction.atomic
def record_restore(request: PortalRequest, label: str, pk: int) -> HttpResponse:
    model = record_model(label)
    record = model.trashed().visible_to(request.user).select_for_update(of=("self",)).filter(pk=pk).first()
    if record is None:
        raise Http404(_("There is no such record in the trash."))
    if not access.may_change(request.user, record):
        raise PermissionDenied(_("You may read this, but not change it."))
    if others := record.waits_for():
        names = ", ".join(str(other) for other in others)
        messages.error(
            request, _("%(record)s can only come back after %(others)s.") % {"record": record, "others": names}
        )
        return _trash_page(request, status=HTTPStatus.CONFLICT)
    try:
        with transaction.atomic():
            record.restore()
    except IntegrityError:
        text = _("%(record)s cannot come back: another record has taken its place meanwhile.")
        messages.error(request, text % {"record": record})
        return _trash_page(request, status=HTTPStatus.CONFLICT)
    messages.success(request, _("%(record)s is back where it was.") % {"record": record})
    return redirect(record if hasattr(record, "get_absolute_url") else "trash")


@require_safe
def trash(request: PortalRequest) -> HttpResponse:
    return _trash_page(request)


def _trash_page(request: PortalRequest, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """All records in the trash, latest first; parts come back with what they are part of and are not listed apart."""
    keys = [
        (model, pk)
        for model in record_models()
        if hasattr(model, "get_absolute_url")
        for pk in model.trashed()
        .visible_to(request.user)
        .filter(**_whole_is_live(model))
        .order_by("-deleted_at")
        .values_list("pk", flat=True)[:100]
    ]
    rows = [
        {
            "record": record,
            "kind": capfirst(str(record._meta.verbose_name)),
            "may_restore": access.may_change(request.user, record),
        }
        for record in sorted(named(keys).values(), key=lambda record: record.deleted_at, reverse=True)
    ]
    return render(request, "portal/trash.html", {"rows": rows}, status=status)


def _whole_is_live(model: type[VersionedModel]) -> dict[str, None]:
    """The lookup that leaves out rows whose whole lies in the trash as well."""
    return {f"{name}__deleted_at": None for name, _whole in model.wholes()}


def _is_visible(record: VersionedModel, user: User) -> bool:
    return type(record).objects.visible_to(user).filter(pk=record.pk).exists()


def record_model(label: str) -> type[VersionedModel]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, VersionedModel):
        raise Http404(_("There is no such kind of record."))
    return model
