from strategy.listings.action_item import ActionItemListing
from strategy.listings.action_plan import ActionPlanListing
from strategy.listings.agenda_item import AgendaItemListing
from strategy.listings.attendance import AttendanceListing
from strategy.listings.body import BodyListing
from strategy.listings.decision import OUTCOME_TONES, DecisionListing
from strategy.listings.due_column import due
from strategy.listings.initiative import InitiativeListing
from strategy.listings.meeting import MEETING_TONES, MeetingListing
from strategy.listings.perspective import PerspectiveListing
from strategy.listings.progress import PROGRESS_TONES
from strategy.listings.seat import SeatListing
from strategy.listings.status_update import StatusUpdateListing
from strategy.listings.strategy import STRATEGY_TONES, StrategyListing

__all__ = [
    "MEETING_TONES",
    "OUTCOME_TONES",
    "PROGRESS_TONES",
    "STRATEGY_TONES",
    "ActionItemListing",
    "ActionPlanListing",
    "AgendaItemListing",
    "AttendanceListing",
    "BodyListing",
    "DecisionListing",
    "InitiativeListing",
    "MeetingListing",
    "PerspectiveListing",
    "SeatListing",
    "StatusUpdateListing",
    "StrategyListing",
    "due",
]
