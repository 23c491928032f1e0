"""Handing a record over to a room above, which makes something of its own of it: a decision sheet, an agenda item.

The lower room says what there is to hand over (`sheet_of`), the upper one what can become of it (`taker_of`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.models import User
from portal.records.related import Line
from portal.records.versioned import VersionedModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a record gives to a case about it. Texts are formatted, as stored."""

    title: str
    summary: str = ""
    recommendations: list[str] = field(default_factory=list)
    case_text: str = ""
    economy: str = ""
    concerns: list[VersionedModel] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What became of a record so far, or the act that makes something of it: a form of one choice."""

    title: str
    lines: list[Line] = field(default_factory=list)
    form: Any = None  # None where it has been done, or the user may not
    address: str = ""
    act: str = ""


type SheetOf = Callable[[Any, User], Sheet]
type Taker = Callable[[Any, User], Handover]
_sheets: dict[type[VersionedModel], SheetOf] = {}
_takers: dict[type[VersionedModel], list[Taker]] = {}


def sheet_of(model: type[VersionedModel]) -> Callable[[SheetOf], SheetOf]:
    """Registers the function that writes the sheet of a record of `model`. It must pass through `visible_to`."""

    def register(make: SheetOf) -> SheetOf:
        _sheets[model] = make
        return make

    return register


def taker_of(model: type[VersionedModel]) -> Callable[[Taker], Taker]:
    """Registers a function that says what can become, or has become, of a record of `model`."""

    def register(taker: Taker) -> Taker:
        _takers.setdefault(model, []).append(taker)
        return taker

    return register


def sheet(record: VersionedModel, user: User) -> Sheet:
    return _sheets[type(record)](record, user)


def handovers(record: VersionedModel, user: User) -> list[Handover]:
    """What can become of the record, and what has; only what there is something to show of."""
    found = [taker(record, user) for taker in _takers.get(type(record), [])]
    return [handover for handover in found if handover.lines or handover.form]
