from django.utils.translation import gettext_lazy as _

from portal.imports.registry import Importer, register
from strategy.forms import (
    ActionItemForm,
    ActionPlanForm,
    AgendaItemForm,
    AttendanceForm,
    BodyForm,
    DecisionForm,
    InitiativeForm,
    MeetingForm,
    PerspectiveForm,
    SeatForm,
    StrategyForm,
)

register(Importer(form=StrategyForm))
register(Importer(form=PerspectiveForm))
register(
    Importer(
        form=InitiativeForm,
        key=("perspective__strategy", "code"),
        synonyms={"code": (_("Initiative"),)},
        readings={"code": lambda text: text.partition(" ")[0]},  # the list writes "1.a Internationalt hus"
    )
)
register(Importer(form=ActionPlanForm))
register(Importer(form=ActionItemForm, may_lack=("plan",)))
register(Importer(form=BodyForm))
register(Importer(form=SeatForm, given=("body",), key=("body", "organisation", "function", "person")))
register(Importer(form=MeetingForm))
register(Importer(form=AttendanceForm, given=("meeting",)))
register(Importer(form=AgendaItemForm, needs=("meeting",)))
register(Importer(form=DecisionForm, given=("item",), needs=("item__meeting", "item__body")))
