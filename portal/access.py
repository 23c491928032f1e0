"""Who may do what: the one module that decides. Closed by default."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.models.user import User
    from portal.records.versioned import RecordQuerySet, VersionedModel


class Action(StrEnum):
    """What a role can give the right to, at one owner."""

    VIEW = "view"
    VIEW_CLOSED = "view_closed"  # closed agenda items
    EDIT = "edit"  # partnerships, networks, strategies, initiatives, actions
    CONDUCT = "conduct"  # bodies, meetings, agendas, decisions
    APPROVE = "approve"
    ADMINISTER = "administer"  # users, roles, the owner organisation itself


class RoleKind(models.TextChoices):
    """What a person is to an owner."""

    READER = "reader", _("Reader")
    EDITOR = "editor", _("Editor")
    SECRETARIAT = "secretariat", _("Secretariat")
    DIRECTOR = "director", _("Director")
    ADMINISTRATOR = "administrator", _("Administrator")


RIGHTS: dict[str, frozenset[Action]] = {
    RoleKind.READER: frozenset({Action.VIEW}),
    RoleKind.EDITOR: frozenset({Action.VIEW, Action.EDIT}),
    RoleKind.SECRETARIAT: frozenset({Action.VIEW, Action.VIEW_CLOSED, Action.EDIT, Action.CONDUCT}),
    RoleKind.DIRECTOR: frozenset({Action.VIEW, Action.VIEW_CLOSED, Action.APPROVE}),
    RoleKind.ADMINISTRATOR: frozenset(Action),
}


def may(
    user: "User | AnonymousUser", action: Action, record: "VersionedModel | type[VersionedModel] | None" = None
) -> bool:
    """Whether `user` may do `action` to `record`; to some record of the kind if it is a class; anywhere if None."""
    if not user.is_authenticated:
        return False
    owner_id = None if record is None or isinstance(record, type) else record.owning_id()
    if owner_id is None:
        return any(action in actions for actions in user.rights.values())
    return action in user.rights.get(owner_id, frozenset())


def may_change(user: "User | AnonymousUser", record: "VersionedModel | type[VersionedModel]") -> bool:
    """Whether `user` has the right that changing `record` takes, and the record is not frozen."""
    if isinstance(record, type):
        return may(user, record.needs, record)
    return may(user, record.change_needs, record) and not record.frozen_because()


def visible[Records: "RecordQuerySet"](records: Records, user: "User | AnonymousUser") -> Records:
    """The part of `records` that belongs to the user's owners; all of it for shared reference data.

    Of what is closed, only that of the owners at which the user has the right to it.
    """
    if not user.is_authenticated or not user.rights:
        return records.none()
    path, closed = records.model.owner_path, records.model.closed_path
    if path is None:
        return records
    records = records.filter(**{f"{path}__in": list(user.rights)})
    if closed is None:
        return records
    trusted = [owner for owner, actions in user.rights.items() if Action.VIEW_CLOSED in actions]
    return records.filter(models.Q(**{closed: False}) | models.Q(**{f"{path}__in": trusted}))
