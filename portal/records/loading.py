from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from portal import access
from portal.access import Action
from portal.models import Organisation, User
from portal.records.about import AboutRecord
from portal.records.prepared import Prepared
from portal.records.versioned import RecordQuerySet, VersionedModel
from portal.requests import PortalRequest

type Records[M: VersionedModel] = type[M] | RecordQuerySet[M] | Callable[[], RecordQuerySet[M]]


def load[M: VersionedModel](
    request: PortalRequest, records: Records[M], pk: int, *, action: Action = Action.VIEW
) -> M:
    """The record for reading: 404 outside the user's owners, 403 inside them without the right to `action`.

    `records` is a model, a queryset or, for pages that are opened often, a method that answers with a queryset: it is
    called once for the process.
    """
    if isinstance(records, RecordQuerySet):
        found = list(records.visible_to(request.user).filter(pk=pk))
    else:
        model: Any = records if isinstance(records, type) else None
        found = by_key(model.objects.all if model else records)(request.user, pk)
    return allowed(request, found, action)


def load_to_change[M: VersionedModel](request: PortalRequest, model: type[M], pk: int) -> M:
    """The record for a form: 403 without the right that changing it takes."""
    record = load(request, model, pk)
    require_change(request, record)
    return record


def locked[M: VersionedModel](request: PortalRequest, model: type[M], pk: int, *, reads: tuple[str, ...] = ()) -> M:
    """The record for saving, its row locked until the transaction ends. Call it inside one.

    `reads` are lookups of other records to read along with it; they are not locked.
    """
    record = allowed(request, _to_lock(model, reads)(request.user, pk), Action.VIEW)
    require_change(request, record)
    return record


def require_change(request: PortalRequest, record: VersionedModel | type[VersionedModel]) -> None:
    if not access.may_change(request.user, record):
        frozen = "" if isinstance(record, type) else record.frozen_because()
        raise PermissionDenied(frozen or _("You may read this, but not change it."))


def allowed[M: VersionedModel](request: PortalRequest, found: list[M], action: Action) -> M:
    """The record found for a user, who may do `action` with it: 404 if there is none, 403 without the right."""
    if not found:
        raise Http404(_("There is no such record, or it belongs to another owner."))
    (record,) = found
    if isinstance(record, AboutRecord) and not record.is_within_reach:
        raise Http404(_("What this belongs to is in the trash."))
    if action != Action.VIEW and not access.may(request.user, action, record):  # what is visible may be viewed
        raise PermissionDenied(_("You do not have the right to this."))
    return record


@lru_cache(maxsize=500)
def by_key(records: Callable[[], RecordQuerySet[Any]]) -> Prepared[Any]:
    """The query for the one of `records` that has a key, if the user may see it; it takes the user and the key."""

    def query(user: User, pk: int) -> RecordQuerySet[Any]:
        return records().visible_to(user).filter(pk=pk)

    return Prepared(query)


@cache
def _to_lock(model: type[VersionedModel], reads: tuple[str, ...]) -> Prepared[Any]:
    def query(user: User, pk: int) -> RecordQuerySet[Any]:
        rows = model.objects.visible_to(user).filter(pk=pk).select_for_update(of=("self",))
        return rows.select_related(*reads) if reads else rows

    return Prepared(query)


def owner_of_address(request: PortalRequest, pk: int) -> Organisation:
    """The owner that an address names: 404 outside the user's."""
    owner = next((one for one in request.user.owners_where(Action.VIEW) if one.pk == pk), None)
    if owner is None:
        raise Http404(_("There is no such record, or it belongs to another owner."))
    return owner
