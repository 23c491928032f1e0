from strategy.models.agenda_item import AgendaItem, Decision, ItemKind, Outcome
from strategy.models.body import Body, BodyKind, Seat
from strategy.models.initiative import FINISHED, ActionItem, ActionPlan, Initiative, Progress
from strategy.models.meeting import Attendance, AttendanceKind, Meeting, MeetingForm, MeetingState
from strategy.models.status_update import StatusUpdate
from strategy.models.strategy import Perspective, PerspectiveKind, Strategy, StrategyStatus

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
    "MeetingForm",
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
