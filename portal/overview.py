"""Panels of the overview that come from the apps: what waits for this user, the next meetings."""

from collections.abc import Callable
from datetime import date

from portal.models import User
from portal.records.related import Section

type PanelSource = Callable[[User, date], Section | None]
_sources: list[PanelSource] = []


def panel_source(source: PanelSource) -> PanelSource:
    """Registers a function (user, today) that answers with a panel, or None where it does not concern the user."""
    _sources.append(source)
    return source


def panels(user: User, today: date) -> list[Section]:
    return [panel for source in _sources if (panel := source(user, today)) is not None]
