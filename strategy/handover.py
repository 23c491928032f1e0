"""Decision sheets of a review become agenda items here."""

from django.utils.translation import gettext as _

from networks.models import Membership
from partnerships.models import Agreement, Assessment, Partnership
from portal.access import Action
from portal.addresses import address
from portal.models import Organisation, User
from portal.records.handover import Handover, Sheet, taker_of
from portal.records.related import Line
from portal.records.versioned import VersionedModel
from strategy.agenda import put_on_agenda
from strategy.forms import PlaceForm
from strategy.listings import OUTCOME_TONES
from strategy.models import AgendaItem, Body, Decision, Meeting, Outcome


@taker_of(Assessment)
def agenda_item_of(assessment: Assessment, user: User) -> Handover:
    """The item with its decision, or the choice of the body or meeting that shall treat it."""
    lines = _lines(assessment, user)
    may_conduct = Action.CONDUCT in user.rights.get(assessment.owner_id, frozenset())
    exists = lines or AgendaItem.objects.filter(assessment=assessment).exists()  # a closed one is not shown to all
    return Handover(
        title=_("On the agenda"),
        lines=lines,
        form=PlaceForm(owner=assessment.owner, user=user) if may_conduct and not exists else None,
        address=address("strategy:agenda_item_from_review", assessment.pk),
        act=_("Make it an agenda item"),
    )


def make_item(*, assessment: Assessment, sheet: Sheet, body: Body, meeting: Meeting | None) -> AgendaItem:
    """The item of a decision sheet, with links to all that it concerns. The assessment must be locked."""
    item = AgendaItem(
        assessment=assessment,
        body=body,
        title=sheet.title[:300],
        summary=sheet.summary,
        recommendations=[line[:1000] for line in sheet.recommendations],
        case_text=sheet.case_text,
        economy=sheet.economy,
        recommender=_recommender(assessment.owner),
    )
    if meeting:
        put_on_agenda(item, meeting)
    item.save()
    item.partnerships.set(_of_kind(sheet, Partnership))
    item.agreements.set(_of_kind(sheet, Agreement))
    item.memberships.set(_of_kind(sheet, Membership))
    return item


def _of_kind[M: VersionedModel](sheet: Sheet, model: type[M]) -> list[M]:
    return [record for record in sheet.concerns if isinstance(record, model)]


def _recommender(owner: Organisation) -> str:
    return _("%(owner)s recommends,") % {"owner": owner}


def _lines(assessment: Assessment, user: User) -> list[Line]:
    items = AgendaItem.objects.visible_to(user).filter(assessment=assessment).select_related("body", "meeting")
    decided = {row.item_id: row for row in Decision.objects.visible_to(user).filter(item__in=items)}
    return [
        Line(
            title=str(item),
            url=item.get_absolute_url(),
            detail=str(item.body),
            badge=str(Outcome(decided[item.pk].outcome).label) if item.pk in decided else _waits(item),
            tone=OUTCOME_TONES[decided[item.pk].outcome] if item.pk in decided else "neutral",
            day=item.meeting.day if item.meeting else None,
        )
        for item in items
    ]


def _waits(item: AgendaItem) -> str:
    return _("On the agenda") if item.meeting else _("In the pool")
