from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from portal import access
from portal.access import Action
from portal.records.versioned import RecordQuerySet, VersionedModel
from portal.requests import PortalRequest


def load[M: VersionedModel](
    request: PortalRequest, records: type[M] | RecordQuerySet[M], pk: int, *, action: Action = Action.VIEW
) -> M:
    """The record for reading: 404 outside the user's owners, 403 inside them without the right to `action`."""
    queryset: RecordQuerySet[M] = records.objects.all() if isinstance(records, type) else records
    return _allowed(request, queryset.visible_to(request.user), pk, action)


def load_to_change[M: VersionedModel](request: PortalRequest, model: type[M], pk: int) -> M:
    """The record for a form: 403 without the right that changing it takes."""
    record = load(request, model, pk)
    require_change(request, record)
    return record


def locked[M: VersionedModel](request: PortalRequest, model: type[M], pk: int) -> M:
    """The record for saving, its row locked until the transaction ends. Call it inside one."""
    record = _allowed(request, model.objects.visible_to(request.user).select_for_update(of=("self",)), pk, Action.VIEW)
    require_change(request, record)
    return record


def require_change(request: PortalRequest, record: VersionedModel | type[VersionedModel]) -> None:
    if not access.may_change(request.user, record):
        frozen = "" if isinstance(record, type) else record.frozen_because()
        raise PermissionDenied(frozen or _("You may read this, but not change it."))


def _allowed[M: VersionedModel](request: PortalRequest, queryset: RecordQuerySet[M], pk: int, action: Action) -> M:
    try:
        record = queryset.get(pk=pk)
    except queryset.model.DoesNotExist:
        raise Http404(_("There is no such record, or it belongs to another owner.")) from None
    if action != Action.VIEW and not access.may(request.user, action, record):  # what is visible may be viewed
        raise PermissionDenied(_("You do not have the right to this."))
    return record
