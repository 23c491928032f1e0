import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from strategy.models import (
    ActionItem,
    ActionPlan,
    AgendaItem,
    Attendance,
    AttendanceKind,
    Body,
    BodyKind,
    Decision,
    Initiative,
    Meeting,
    Outcome,
    Perspective,
    Progress,
    Seat,
    StatusUpdate,
    Strategy,
)
from tests.factories.portal import OwnerFactory, PersonFactory


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = Strategy

    owner = factory.SubFactory(OwnerFactory)
    title = factory.Sequence(lambda number: f"Strategi {number}")
    starts_year = 2026


class PerspectiveFactory(DjangoModelFactory):
    class Meta:
        model = Perspective

    strategy = factory.SubFactory(StrategyFactory)
    number = factory.Sequence(lambda number: number + 1)
    name = factory.Sequence(lambda number: f"Perspektiv {number}")


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = Initiative

    perspective = factory.SubFactory(PerspectiveFactory)
    strategy = factory.SelfAttribute("perspective.strategy")
    code = factory.Sequence(lambda number: f"{number + 100}.a")  # tests choose lower ones themselves
    title = factory.Sequence(lambda number: f"Indsats {number}")


class ActionPlanFactory(DjangoModelFactory):
    class Meta:
        model = ActionPlan

    strategy = factory.SubFactory(StrategyFactory)
    title = factory.Sequence(lambda number: f"Handlingskatalog {number}")
    starts_year = 2026
    ends_year = 2027


class ActionItemFactory(DjangoModelFactory):
    class Meta:
        model = ActionItem

    plan = factory.SubFactory(ActionPlanFactory)
    title = factory.Sequence(lambda number: f"Handling {number}")


class StatusUpdateFactory(DjangoModelFactory):
    class Meta:
        model = StatusUpdate

    initiative = factory.SubFactory(InitiativeFactory)
    progress = Progress.ON_TRACK
    note = "Går som planlagt"
    made_on = factory.LazyFunction(timezone.localdate)


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda number: f"Udvalg {number}")
    kind = BodyKind.BOARD


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    function = "Formand"


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    starts_at = factory.LazyFunction(timezone.now)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda number: f"Sag {number}")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    item = factory.SubFactory(AgendaItemFactory)
    outcome = Outcome.APPROVED
    decided_on = factory.LazyFunction(timezone.localdate)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory, owner=factory.SelfAttribute("..meeting.body.owner"))
    kind = AttendanceKind.PRESENT
