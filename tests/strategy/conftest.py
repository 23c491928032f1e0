"""A body, a meeting of it that is over, and its agenda."""

import pytest

from portal.models import Organisation
from strategy.models import AgendaItem, Body, Meeting
from tests.factories import AgendaItemFactory, BodyFactory, MeetingFactory


@pytest.fixture
def body(owner: Organisation) -> Body:
    return BodyFactory(owner=owner, name="Magistraten")


@pytest.fixture
def meeting(body: Body) -> Meeting:
    return MeetingFactory(body=body, starts_at="2025-12-08T09:00+01:00")


@pytest.fixture
def items(meeting: Meeting) -> list[AgendaItem]:
    """Three items, a, b and c, on the agenda."""
    return [
        AgendaItemFactory(body=meeting.body, meeting=meeting, position=number, title=title)
        for number, title in enumerate("abc", start=1)
    ]
