"""Who made a change, as far as the reader may know: people are named to those who work for the same owner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.models import User


@dataclass(frozen=True, slots=True)
class Author:
    """Whoever made a change; without a key it is somebody, or something, that is not told."""

    name: str
    pk: int | None = None

    def __str__(self) -> str:
        return self.name


def colleagues(reader: User) -> QuerySet[User]:
    """The users whose names the reader may know."""
    return User.objects.filter(Q(pk=reader.pk) | Q(roles__owner__in=list(reader.rights))).distinct()


def authors(contexts: Iterable[Mapping[str, Any] | None], reader: User) -> "Authors":
    """Whoever made the changes that were written in these contexts."""
    keys = {key for context in contexts if (key := (context or {}).get("user"))}
    return Authors({user.pk: Author(str(user), user.pk) for user in colleagues(reader).filter(pk__in=keys)})


class Authors:
    """Finds the author of a change by the context that it was written in."""

    def __init__(self, known: Mapping[int, Author]) -> None:
        self.known = known

    def of(self, context: Mapping[str, Any] | None) -> Author:
        key = (context or {}).get("user")
        return self.known.get(key, Author(_("A user"))) if key else Author(_("The system"))
