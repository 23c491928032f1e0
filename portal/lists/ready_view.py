"""Views that come with the portal."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from portal.access import RoleKind
from portal.lists.columns import Text

KEEPERS = frozenset({RoleKind.EDITOR, RoleKind.SECRETARIAT, RoleKind.ADMINISTRATOR})  # who keep the records right
CONDUCTORS = frozenset({RoleKind.SECRETARIAT, RoleKind.ADMINISTRATOR})  # who see to it that meetings work


@dataclass(frozen=True, slots=True)
class ReadyView:
    """A narrowed list that somebody often needs. With `roles` it is for those only."""

    name: Text
    query: str  # in which {year} is the present one
    roles: Collection[RoleKind] = ()

    def query_today(self) -> str:
        return self.query.format(year=timezone.localdate().year)

    def is_for(self, roles: Collection[str]) -> bool:
        """Whether it is for somebody with these roles."""
        return not self.roles or any(role in self.roles for role in roles)
