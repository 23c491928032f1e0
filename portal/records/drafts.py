"""What is typed into a form and not saved is kept for its writer, one draft for each form, until it is saved."""

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

from portal.models import Draft, User
from portal.records.forms import VersionedForm
from portal.requests import PortalRequest

LIMIT = 500_000  # characters; the longest case text is a twentieth of it
NOT_TYPED = {"csrfmiddlewaretoken", "_continues", "_address", "_user"}


@dataclass(frozen=True, slots=True)
class Draftable:
    """What a form's page knows of its draft: where it is kept, which one it continues, which one waits for a word.

    Each opening of the form has a key of its own, under which it writes. A form that continues a draft takes it over.
    """

    address: str
    continued: Draft | None = None
    waiting: Draft | None = None
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


def open_draft(request: PortalRequest, form: VersionedForm) -> Draftable:
    """Fill in what the user had typed if the address asks for it (`?draft=1`); otherwise it can be offered."""
    address = address_of(request)
    draft = request.user.drafts.fresh().filter(address=address).first()
    if draft and "draft" in request.GET:
        form.fill_in(draft.typed)
        return Draftable(address, continued=draft)
    return Draftable(address, waiting=draft)


def keep_refused(request: PortalRequest, *, title: str) -> Draftable:
    """Keep a post that could not be saved, whatever becomes of the page that says so."""
    address, data = address_of(request), request.POST.copy()
    data["_title"] = title
    return Draftable(address, continued=_store(request.user, address, data) if _size(data) <= LIMIT else None)


def keep_typed(request: PortalRequest) -> HttpResponse:
    """Keep what a form posts of itself while it is filled in, and answer with what to say of it.

    409 if the draft is not the one that the form has been writing: it was opened twice, or an older one waits.
    """
    if request.POST.get("_user") != str(request.user.pk):
        raise PermissionDenied(_("Somebody else has logged in meanwhile."))
    address = request.POST.get("_address", "")
    if len(address) > 500 or not _is_a_page(address):
        raise BadRequest(_("This is not the address of a form."))
    if _size(request.POST) > LIMIT:
        text = _("The draft is too long to be kept. Save the form.")
        return JsonResponse({"text": text}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    there = request.user.drafts.fresh().filter(address=address).first()
    if there and not _is_written_by(request, there):
        text = _("No draft is kept of this: there is another draft of the same form.")
        return JsonResponse({"text": text}, status=HTTPStatus.CONFLICT)
    draft = _store(request.user, address, request.POST)
    text = _("Draft kept at %(time)s") % {"time": time_format(timezone.localtime(draft.saved_at))}
    return JsonResponse({"text": text})


def forget_draft(request: PortalRequest) -> None:
    """The form is saved: the draft that it was writing is not needed. Another one of the same form is left alone."""
    if "_draft" in request.POST:
        for draft in request.user.drafts.filter(address=address_of(request)):
            if _is_written_by(request, draft):
                draft.delete()


def address_of(request: PortalRequest) -> str:
    """The address of a form, as its drafts know it: with what the query fills in, and nothing else."""
    query = request.GET.copy()
    query.pop("draft", None)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    return address if len(address) <= 500 else request.path


def _store(user: User, address: str, typed: QueryDict) -> Draft:
    data = {
        name: [value.replace("\0", "") for value in values]  # PostgreSQL takes no NUL
        for name, values in typed.lists()
        if name not in NOT_TYPED and not _is_choice(name)
    }
    if "opened_on" in data:  # while conflicts are being decided: as long as they are not, they will be asked about
        data["version"] = data.pop("opened_on")
    draft, _is_new = user.drafts.update_or_create(address=address, defaults={"data": data})
    return draft


def _is_written_by(request: PortalRequest, draft: Draft) -> bool:
    """Whether the form that posts has written the draft, or continues it."""
    return draft.key in (request.POST.get("_draft"), request.POST.get("_continues"))


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
