"""What a record's page shows of the rooms above it: they register sections, so the kernel need not know them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.models import User
from portal.records.prepared import Prepared, together
from portal.records.versioned import VersionedModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One related record: a link, and what to know before following it."""

    title: str
    url: str
    detail: str = ""
    badge: str = ""
    tone: str = "neutral"
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The related records of one sort; with a link to all of them, and what to say when there are none."""

    id: str
    title: str
    lines: Sequence[Line] = field(default_factory=list)
    url: str = ""
    act: str = ""
    empty: str = ""
    unfinished: int = 0  # how many of the lines somebody still has to do
    template: str = "components/lines.html"  # of a panel's lines, if they are more than links


type Provider = Callable[..., Section]  # of the page's record, which is of the model registered for, and the user
_providers: dict[type[VersionedModel], list[tuple[Provider, Prepared[Any] | None]]] = defaultdict(list)


def section_of(model: type[VersionedModel], *, rows: Prepared[Any] | None = None) -> Callable[[Provider], Provider]:
    """Registers a function as the source of one section on the pages of `model`. It must pass through `visible_to`.

    `rows` is a query for the record and the user; what it finds is given to the function, and the queries of all
    sections of a page go to the database together.
    """

    def register(provider: Provider) -> Provider:
        _providers[model].append((provider, rows))
        return provider

    return register


def queries_of(model: type[VersionedModel]) -> list[Prepared[Any]]:
    """The queries of the sections on the pages of `model`; each takes the record and the user."""
    return [rows for _provider, rows in _providers[model] if rows]


def keep_found(record: VersionedModel, found: list[list[Any]]) -> None:
    """Tells the record what `queries_of` its model have found, for its page."""
    record.__dict__["_found"] = found


def sections(record: VersionedModel, user: User) -> list[Section]:
    """The sections of a record's page that have something to show or to do, in the order they were registered."""
    if "_found" not in record.__dict__:
        keep_found(record, together([(rows, (record, user)) for rows in queries_of(type(record))]))
    found = iter(record.__dict__["_found"])
    providers = _providers[type(record)]
    made = [provider(record, user, next(found)) if rows else provider(record, user) for provider, rows in providers]
    return [section for section in made if section.lines or section.url]
