"""Who may find what. A scope is a set of records that a user sees all or nothing of.

There is one of what is shared (0), and for each owner one of its open and one of its closed records. So the whole
rule of `portal.access.visible` is a list of numbers, and an index on the scope never touches another owner's rows.
"""

from portal.access import Action
from portal.models import User
from portal.search.registry import Source

SHARED = 0


def scope(owner_id: int | None, *, is_closed: bool) -> int:
    return SHARED if owner_id is None else 2 * owner_id + is_closed


def scopes(user: User) -> list[int]:
    """All that the user may find; nothing at all without a role."""
    return [SHARED, *_open(user), *_closed(user)] if user.rights else []


def scopes_of(source: Source, user: User) -> list[int]:
    """Those of them in which there are records of a kind."""
    if not user.rights:
        return []
    if source.is_shared:
        return [SHARED]
    return [
        *([SHARED] if source.some_are_shared else []),
        *_open(user),
        *(_closed(user) if source.may_be_closed else []),
    ]


def _open(user: User) -> list[int]:
    return [scope(owner, is_closed=False) for owner in user.rights]


def _closed(user: User) -> list[int]:
    return [scope(owner, is_closed=True) for owner, actions in user.rights.items() if Action.VIEW_CLOSED in actions]
