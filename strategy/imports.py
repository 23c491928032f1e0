from django.utils.translation import gettext_lazy as _

from portal.imports.registry import Importer, register
from strategy.forms import ActionItemForm, ActionPlanForm, InitiativeForm, PerspectiveForm, StrategyForm
from strategy.listings import ActionItemListing, InitiativeListing, StrategyListing
from strategy.meeting_forms import (
    AgendaItemForm,
    AttendanceForm,
    BodyForm,
    DecisionForm,
    MeetingRecordForm,
    SeatForm,
)
from strategy.meeting_listings import BodyListing, DecisionListing, MeetingListing

register(Importer(form=StrategyForm, listing=StrategyListing))
register(Importer(form=PerspectiveForm))
register(
    Importer(
        form=InitiativeForm,
        listing=InitiativeListing,
        key=("perspective__strategy", "code"),
        synonyms={"code": (_("Initiative"),)},
        readings={"code": lambda text: text.partition(" ")[0]},  # the list writes "1.a Internationalt hus"
    )
)
register(Importer(form=ActionPlanForm))
register(Importer(form=ActionItemForm, listing=ActionItemListing, may_lack=("plan",)))
register(Importer(form=BodyForm, listing=BodyListing))
register(Importer(form=SeatForm, given=("body",), key=("body", "organisation", "function", "person")))
register(Importer(form=MeetingRecordForm, listing=MeetingListing))
register(Importer(form=AttendanceForm, given=("meeting",)))
register(Importer(form=AgendaItemForm, needs=("meeting",)))
register(Importer(form=DecisionForm, listing=DecisionListing, given=("item",), needs=("item__meeting", "item__body")))
