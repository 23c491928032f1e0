from strategy.forms.action_item import ActionItemForm
from strategy.forms.action_plan import ActionPlanForm
from strategy.forms.agenda_item import AgendaItemForm
from strategy.forms.attendance import AttendanceForm
from strategy.forms.body import BodyForm
from strategy.forms.decision import DecisionForm
from strategy.forms.initiative import InitiativeForm
from strategy.forms.meeting import MeetingForm
from strategy.forms.perspective import PerspectiveForm
from strategy.forms.place import PlaceForm
from strategy.forms.seat import SeatForm
from strategy.forms.status_update import StatusUpdateForm
from strategy.forms.strategy import StrategyForm

__all__ = [
    "ActionItemForm",
    "ActionPlanForm",
    "AgendaItemForm",
    "AttendanceForm",
    "BodyForm",
    "DecisionForm",
    "InitiativeForm",
    "MeetingForm",
    "PerspectiveForm",
    "PlaceForm",
    "SeatForm",
    "StatusUpdateForm",
    "StrategyForm",
]
