from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from networks.models import Network
from partnerships.models import Agreement, Partnership
from portal import access
from portal.addresses import address
from portal.models import Department, Organisation, Person, User
from portal.records.following import told_with
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of
from portal.records.versioned import RecordQuerySet
from strategy.listings import MEETING_TONES, OUTCOME_TONES, PROGRESS_TONES
from strategy.models import (
    FINISHED,
    ActionItem,
    AgendaItem,
    Body,
    Decision,
    Initiative,
    Meeting,
    MeetingState,
    Outcome,
    Progress,
    Seat,
)


@Prepared
def _initiatives(record: Organisation | Partnership | Network, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    rows = _naming(record, user).distinct()
    return rows.values_list("pk", "code", "title", "strategy__title", "progress")


@section_of(Organisation, rows=_initiatives)
@section_of(Partnership, rows=_initiatives)
@section_of(Network, rows=_initiatives)
def initiatives(record: Organisation | Partnership | Network, _user: User, rows: list[tuple[Any, ...]]) -> Section:
    return Section(
        id="initiatives",
        title=_("Initiatives"),
        lines=[
            Line(
                title=f"{code} {title}",
                url=address("strategy:initiative_detail", pk),
                detail=strategy,
                badge=str(Progress(progress).label),
                tone=PROGRESS_TONES[progress],
            )
            for pk, code, title, strategy, progress in rows
        ],
    )


@Prepared
def _actions(record: Organisation | Partnership, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    rows = ActionItem.objects.visible_to(user).filter(initiative__in=_naming(record, user)).order_by("due_on", "pk")
    return rows.values_list("pk", "title", "initiative__code", "initiative__title", "progress", "due_on")


@section_of(Organisation, rows=_actions)
@section_of(Partnership, rows=_actions)
def actions(record: Organisation | Partnership, _user: User, rows: list[tuple[Any, ...]]) -> Section:
    """The actions of the initiatives that name the record."""
    return Section(
        id="actions",
        title=_("Actions"),
        lines=[
            Line(
                title=title,
                url=address("strategy:action_item_detail", pk),
                detail=f"{code} {initiative}",
                badge=str(Progress(progress).label),
                tone=PROGRESS_TONES[progress],
                day=due_on,
            )
            for pk, title, code, initiative, progress, due_on in rows
        ],
        unfinished=sum(progress not in FINISHED for *_, progress, _due_on in rows),
    )


def _naming(record: Organisation | Partnership | Network, user: User) -> RecordQuerySet[Initiative]:
    """The initiatives that name a record. Those of an organisation may come twice: they also name its partnerships."""
    match record:
        case Organisation():
            named = Q(taking_part=record) | Q(partnerships__partner=record)
        case Partnership():
            named = Q(partnerships=record)
        case Network():
            named = Q(networks=record)
    return Initiative.objects.visible_to(user).filter(named)


type Discussed = Organisation | Partnership | Initiative | Agreement


@Prepared
def _undecided_items(record: Discussed, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    items = AgendaItem.objects.filter(_about(record))
    rows = AgendaItem.objects.visible_to(user).filter(pk__in=items.values("pk")).undecided()  # once each
    return rows.order_by("meeting__starts_at", "pk").values_list("pk", "title", "body__name", "meeting__starts_at")


@section_of(Organisation, rows=_undecided_items)
@section_of(Partnership, rows=_undecided_items)
@section_of(Initiative, rows=_undecided_items)
@section_of(Agreement, rows=_undecided_items)
def undecided_agenda_items(record: Discussed, user: User, rows: list[tuple[Any, ...]]) -> Section:
    """Items about the record or its parts (agreements, partnerships) that no body has decided yet.

    From an agreement, whose days of notice make bodies decide, a new item is one step away.
    """
    return Section(
        id="agenda-items",
        title=_("On the agenda"),
        lines=[
            Line(
                title=title,
                url=address("strategy:agenda_item_detail", pk),
                detail=body,
                badge="" if starts_at else _("In the pool"),
                day=timezone.localdate(starts_at) if starts_at else None,
            )
            for pk, title, body, starts_at in rows
        ],
        url=_new_item_about(record, user) if isinstance(record, Agreement) else "",
        act=_("Put on an agenda"),
        empty=_("No item about it waits for a decision."),
    )


def _new_item_about(agreement: Agreement, user: User) -> str:
    """Where somebody who prepares meetings writes an item about the agreement and where it stands; "" for others."""
    if not access.may(user, AgendaItem.needs, agreement):
        return ""
    about = {
        "agreements": agreement.pk,
        "partnerships": agreement.partnership_id,
        "title": agreement.title,
        "summary": format_html("<p>{}</p>", agreement.sentence(timezone.localdate())),
    }
    return reverse("strategy:agenda_item_new", query=about)


@Prepared
def _decisions(record: Discussed, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Decision.objects.visible_to(user).filter(item__in=AgendaItem.objects.filter(_about(record)).values("pk"))
    return rows.order_by("-decided_on", "-pk").values_list(
        "item", "item__title", "item__body__name", "outcome", "decided_on"
    )


@section_of(Organisation, rows=_decisions)
@section_of(Partnership, rows=_decisions)
@section_of(Initiative, rows=_decisions)
@section_of(Agreement, rows=_decisions)
def decisions(_record: Discussed, _user: User, rows: list[tuple[Any, ...]]) -> Section:
    """Decisions about the record or its parts."""
    return Section(
        id="decisions",
        title=_("Decisions"),
        lines=[
            Line(
                title=title,
                url=address("strategy:agenda_item_detail", item),
                detail=body,
                badge=str(Outcome(outcome).label),
                tone=OUTCOME_TONES[outcome],
                day=decided_on,
            )
            for item, title, body, outcome, decided_on in rows
        ],
    )


def _about(record: Discussed) -> Q:
    """The lookup of the agenda items about a record."""
    match record:
        case Organisation():
            return Q(partnerships__partner=record)
        case Partnership():
            return Q(partnerships=record) | Q(agreements__partnership=record)
        case Initiative():
            return Q(initiatives=record)
        case Agreement():
            return Q(agreements=record)


@section_of(Organisation)
def seats(organisation: Organisation, user: User) -> Section:
    return Section(
        id="seats",
        title=_("Seats"),
        lines=[
            Line(
                title=name,
                url=address("strategy:body_detail", body),
                detail=" · ".join(part for part in parts if part),
            )
            for body, name, *parts in _seats(organisation, user)
        ],
    )


@Prepared
def _seats(organisation: Organisation, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Seat.objects.visible_to(user).filter(organisation=organisation).order_by("body__sort_key", "function")
    return rows.values_list("body", "body__name", "function", "person__name", "body__owner__name")


@section_of(Organisation)
def hosted_meetings(organisation: Organisation, user: User) -> Section:
    return Section(
        id="hosted-meetings",
        title=_("Meetings hosted"),
        lines=[
            Line(
                title=body,
                url=address("strategy:meeting_detail", pk),
                detail=place,
                badge=str(MeetingState(state).label),
                tone=MEETING_TONES.get(state, "neutral"),
                day=timezone.localdate(starts_at),
            )
            for pk, body, place, state, starts_at in _hosted_meetings(organisation, user)
        ],
    )


@Prepared
def _hosted_meetings(organisation: Organisation, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Meeting.objects.visible_to(user).filter(host=organisation).order_by("-starts_at")
    return rows.values_list("pk", "body__name", "place", "state", "starts_at")


@section_of(Person)
def seats_of(person: Person, user: User) -> Section:
    """The bodies that the person sits in, or stands in for somebody in."""
    rows = Seat.objects.visible_to(user).filter(Q(person=person) | Q(substitute=person))
    return Section(
        id="seats",
        title=_("Seats"),
        lines=[
            Line(
                title=name,
                url=address("strategy:body_detail", body),
                detail=function,
                badge=_("Substitute") if holder != person.pk else "",
                day=ends_on,
            )
            for body, name, function, holder, ends_on in rows.order_by("body__sort_key", "pk").values_list(
                "body", "body__name", "function", "person", "ends_on"
            )
        ],
    )


@section_of(Department)
@section_of(Person)
def work_of(record: Department | Person, user: User) -> Section:
    """The initiatives that a department or a person is responsible for."""
    rows = Initiative.objects.visible_to(user)
    rows = rows.filter(department=record) if isinstance(record, Department) else rows.filter(responsible=record)
    return Section(
        id="initiatives",
        title=_("Responsible for these initiatives"),
        lines=[
            Line(
                title=f"{code} {title}",
                url=address("strategy:initiative_detail", pk),
                badge=str(Progress(progress).label),
                tone=PROGRESS_TONES[progress],
            )
            for pk, code, title, progress in rows.values_list("pk", "code", "title", "progress")
        ],
    )


@section_of(Person)
def tasks_of(person: Person, user: User) -> Section:
    """The actions that the person is to do."""
    rows = ActionItem.objects.visible_to(user).filter(responsible=person).order_by("due_on", "pk")
    return Section(
        id="actions",
        title=_("Responsible for these actions"),
        lines=[
            Line(
                title=title,
                url=address("strategy:action_item_detail", pk),
                badge=str(Progress(progress).label),
                tone=PROGRESS_TONES[progress],
                day=due_on,
            )
            for pk, title, progress, due_on in rows.values_list("pk", "title", "progress", "due_on")
        ],
    )


@told_with(Partnership)
@told_with(Initiative)
@told_with(Agreement)
def agenda_items_told(record: Partnership | Initiative | Agreement, user: User) -> RecordQuerySet[AgendaItem]:
    items = AgendaItem.everything().filter(_about(record))
    return AgendaItem.everything().visible_to(user).filter(pk__in=items.values("pk"))  # once each


@told_with(Partnership)
@told_with(Initiative)
@told_with(Agreement)
def decisions_told(record: Partnership | Initiative | Agreement, user: User) -> RecordQuerySet[Decision]:
    items = AgendaItem.objects.filter(_about(record))
    return Decision.everything().visible_to(user).filter(item__in=items.values("pk"))


@told_with(Body)
def meetings_told(body: Body, user: User) -> RecordQuerySet[Meeting]:
    return Meeting.everything().visible_to(user).filter(body=body)


@told_with(Meeting)
def agenda_told(meeting: Meeting, user: User) -> RecordQuerySet[AgendaItem]:
    return AgendaItem.everything().visible_to(user).filter(meeting=meeting)
