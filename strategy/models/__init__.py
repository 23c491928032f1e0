from strategy.models.action_item import ActionItem
from strategy.models.action_plan import ActionPlan
from strategy.models.agenda_item import AgendaItem, ItemKind
from strategy.models.attendance import Attendance, AttendanceKind
from strategy.models.body import Body, BodyKind
from strategy.models.decision import Decision, Outcome
from strategy.models.initiative import Initiative
from strategy.models.meeting import Meeting, MeetingMode, MeetingState
from strategy.models.perspective import Perspective, PerspectiveKind
from strategy.models.progress import FINISHED, Progress
from strategy.models.seat import Seat
from strategy.models.status_update import StatusUpdate
from strategy.models.strategy import Strategy, StrategyStatus

__all__ = [
    "FINISHED",
    "ActionItem",
    "ActionPlan",
    "AgendaItem",
    "Attendance",
    "AttendanceKind",
    "Body",
    "BodyKind",
    "Decision",
    "Initiative",
    "ItemKind",
    "Meeting",
    "MeetingMode",
    "MeetingState",
    "Outcome",
    "Perspective",
    "PerspectiveKind",
    "Progress",
    "Seat",
    "StatusUpdate",
    "Strategy",
    "StrategyStatus",
]
