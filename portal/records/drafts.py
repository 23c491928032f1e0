"""What is typed into a form and not saved is kept for its writer, a draft for each opening, until it is saved."""

import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from portal.models import Draft
from portal.records.forms import ABOUT_THE_SAVE, VersionedForm
from portal.requests import PortalRequest

LIMIT = 500_000  # characters; the longest case text is a twentieth of it
FILLED_IN = ABOUT_THE_SAVE | {"owner"}  # without anybody typing: the browser chooses the first owner
NOT_TYPED = {"csrfmiddlewaretoken", "_draft", "_continues", "_address", "_user"}


@dataclass(frozen=True, slots=True)
class Draftable:
    """What a form's page knows of its draft: where it is kept, which one it continues, which ones wait for a word.

    Each opening of the form has a key of its own, under which it writes. A form that continues a draft takes it over.
    """

    address: str
    continued: Draft | None = None
    waiting: list[Draft] = field(default_factory=list)
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def open_draft(request: PortalRequest, form: VersionedForm) -> Draftable:
    """Fill in the draft that the address asks for (`?draft=3`); those it does not ask for can be offered."""
    address, waiting, continued = address_of(request), [], None
    for draft in request.user.drafts.fresh().filter(address=address).order_by("-saved_at"):
        if str(draft.pk) == request.GET.get("draft"):
            form.fill_in(draft.typed)
            continued = draft
        else:
            waiting.append(draft)
    return Draftable(address, continued, waiting)


def keep_refused(request: PortalRequest, form: VersionedForm, *, title: str) -> Draftable:
    """Keep a post that could not be saved, whatever becomes of the page that says so; unless nothing was typed."""
    address, data = address_of(request), request.POST.copy()
    if FILLED_IN.issuperset(form.changed_data):
        forget_draft(request)
        return Draftable(address)
    data["_title"] = title
    return Draftable(address, _store(request, address, data) if _size(data) <= LIMIT else _own(request, address))


def keep_typed(request: PortalRequest) -> HttpResponse:
    """Keep what a form posts of itself while it is filled in, and answer with what to say of it."""
    if request.POST.get("_user") != str(request.user.pk):
        raise PermissionDenied(_("Somebody else has logged in meanwhile."))
    address = request.POST.get("_address", "")
    if len(address) > 500 or not _is_a_page(address):
        raise BadRequest(_("This is not the address of a form."))
    if _size(request.POST) > LIMIT:
        text = _("The draft is too long to be kept. Save the form.")
        return JsonResponse({"text": text}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if "_untouched" in request.POST:  # what was typed has been taken back
        _forget(request, address)
        return JsonResponse({"text": ""})
    draft = _store(request, address, request.POST)
    text = _("Draft kept at %(time)s") % {"time": time_format(timezone.localtime(draft.saved_at))}
    return JsonResponse({"text": text, "url": draft.get_absolute_url()})


def forget_draft(request: PortalRequest) -> None:
    """The form is saved: the draft that it was writing is not needed. Another one of the same form is left alone."""
    if "_draft" in request.POST:
        _forget(request, address_of(request))


def address_of(request: PortalRequest) -> str:
    """The address of a form, as its drafts know it: with what the query fills in, and nothing else."""
    query = request.GET.copy()
    query.pop("draft", None)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    return address if len(address) <= 500 else request.path


def _store(request: PortalRequest, address: str, typed: QueryDict) -> Draft:
    data = {
        name: [value.replace("\0", "") for value in values]  # PostgreSQL takes no NUL
        for name, values in typed.lists()
        if name not in NOT_TYPED and not _is_choice(name)
    }
    if "opened_on" in data:  # while conflicts are being decided: as long as they are not, they will be asked about
        data["version"] = data.pop("opened_on")
    key, own = _key(request, "_draft") or uuid.uuid4(), _own(request, address)
    draft, _is_new = request.user.drafts.update_or_create(
        address=address, key=own.key if own else key, defaults={"key": key, "data": data}
    )
    return draft


def _forget(request: PortalRequest, address: str) -> None:
    if own := _own(request, address):
        own.delete()


def _own(request: PortalRequest, address: str) -> Draft | None:
    """The draft that the posting form has written; before it has written any, the one that it continues."""
    keys = [key for key in (_key(request, "_draft"), _key(request, "_continues")) if key]
    drafts = {draft.key: draft for draft in request.user.drafts.filter(address=address, key__in=keys)}
    return next((drafts[key] for key in keys if key in drafts), None)


def _key(request: PortalRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def _is_choice(name: str) -> bool:
    return name.startswith(("choice-", "mine-"))


def _size(typed: QueryDict) -> int:
    return sum(len(value) for _name, values in typed.lists() for value in values)


def _is_a_page(address: str) -> bool:
    parts = urlsplit(address)
    try:
        return not (parts.scheme or parts.netloc) and bool(resolve(parts.path))
    except Resolver404:
        return False
