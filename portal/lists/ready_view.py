"""Views that come with the portal."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from portal.access import RoleKind
from portal.lists.columns import Text

KEEPERS = frozenset({RoleKind.EDITOR, RoleKind.SECRETARIAT, RoleKind.ADMINISTRATOR})  # who keep the records right


@dataclass(frozen=True, slots=True)
class ReadyView:
    """A narrowed list that somebody often needs. With `roles` it is for those only, and comes first for them."""

    name: Text
    query: str  # in which {year} is the present one
    roles: Collection[RoleKind] = ()

    def query_today(self) -> str:
        return self.query.format(year=timezone.localdate().year)


def ready_views(views: list[ReadyView], roles: Collection[str]) -> list[ReadyView]:
    """Those of `views` that are for somebody with these roles: first the ones that are not for everybody."""
    own = [view for view in views if not view.roles or any(role in view.roles for role in roles)]
    return sorted(own, key=lambda view: not view.roles)
