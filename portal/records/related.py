"""What a record's page shows of the rooms above it: they register sections, so the kernel need not know them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.models import User
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
    lines: list[Line] = field(default_factory=list)
    url: str = ""
    act: str = ""
    empty: str = ""


type Provider = Callable[[Any, User], Section]  # of the page's record, which is of the model registered for
_providers: dict[type[VersionedModel], list[Provider]] = defaultdict(list)


def section_of(model: type[VersionedModel]) -> Callable[[Provider], Provider]:
    """Registers a function as the source of one section on the pages of `model`. It must pass through `visible_to`."""

    def register(provider: Provider) -> Provider:
        _providers[model].append(provider)
        return provider

    return register


def sections(record: VersionedModel, user: User) -> list[Section]:
    """The sections of a record's page that have something to show, in the order they were registered."""
    found = [provider(record, user) for provider in _providers[type(record)]]
    return [section for section in found if section.lines]
