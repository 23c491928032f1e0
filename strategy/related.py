from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from networks.models import Network
from partnerships.models import Partnership
from portal.models import Organisation, User
from portal.records.related import Line, Section, section_of
from strategy.listings import PROGRESS_TONES
from strategy.meeting_listings import MEETING_TONES, OUTCOME_TONES
from strategy.models import ActionItem, AgendaItem, Decision, Initiative, Meeting, Seat


@section_of(Organisation)
def initiatives_with_organisation(organisation: Organisation, user: User) -> Section:
    """Initiatives that the organisation takes part in, or that name a partnership with it."""
    return _initiatives(user, Q(taking_part=organisation) | Q(partnerships__partner=organisation))


@section_of(Organisation)
def actions_with_organisation(organisation: Organisation, user: User) -> Section:
    return _actions(user, Q(taking_part=organisation) | Q(partnerships__partner=organisation))


@section_of(Partnership)
def initiatives_with_partnership(partnership: Partnership, user: User) -> Section:
    return _initiatives(user, Q(partnerships=partnership))


@section_of(Partnership)
def actions_with_partnership(partnership: Partnership, user: User) -> Section:
    return _actions(user, Q(partnerships=partnership))


@section_of(Network)
def initiatives_with_network(network: Network, user: User) -> Section:
    return _initiatives(user, Q(networks=network))


def _initiatives(user: User, naming: Q) -> Section:
    rows = _naming(user, naming).select_related("strategy")
    return Section(
        id="initiatives",
        title=_("Initiatives"),
        lines=[
            Line(
                title=str(row),
                url=row.get_absolute_url(),
                detail=str(row.strategy),
                badge=row.get_progress_display(),
                tone=PROGRESS_TONES[row.progress],
            )
            for row in rows
        ],
    )


def _actions(user: User, naming: Q) -> Section:
    """The actions of the initiatives that name something."""
    rows = (
        ActionItem.objects.visible_to(user).filter(initiative__in=_naming(user, naming)).select_related("initiative")
    )
    return Section(
        id="actions",
        title=_("Actions"),
        lines=[
            Line(
                title=row.title,
                url=row.get_absolute_url(),
                detail=str(row.initiative),
                badge=row.get_progress_display(),
                tone=PROGRESS_TONES[row.progress],
                day=row.due_on,
            )
            for row in rows.select_related("initiative").order_by("due_on", "pk")
        ],
    )


def _naming(user: User, naming: Q) -> QuerySet[Initiative]:
    # By key, because a row reached along two ways must come once only.
    return Initiative.objects.visible_to(user).filter(pk__in=Initiative.objects.filter(naming).values("pk"))


@section_of(Partnership)
def agenda_items_about_partnership(partnership: Partnership, user: User) -> Section:
    """Items about the partnership that no body has decided yet."""
    items = AgendaItem.objects.visible_to(user).filter(partnerships=partnership).undecided()
    return Section(
        id="agenda-items",
        title=_("On the agenda"),
        lines=[
            Line(
                title=item.title,
                url=item.get_absolute_url(),
                detail=str(item.body),
                badge="" if item.meeting else _("In the pool"),
                day=item.meeting.day if item.meeting else None,
            )
            for item in items.select_related("body", "meeting").order_by("meeting__starts_at", "pk")
        ],
    )


@section_of(Partnership)
def decisions_about_partnership(partnership: Partnership, user: User) -> Section:
    return _decisions(user, Q(item__partnerships=partnership))


@section_of(Organisation)
def decisions_about_organisation(organisation: Organisation, user: User) -> Section:
    """Decisions about partnerships with the organisation."""
    return _decisions(user, Q(item__partnerships__partner=organisation))


@section_of(Initiative)
def decisions_about_initiative(initiative: Initiative, user: User) -> Section:
    return _decisions(user, Q(item__initiatives=initiative))


@section_of(Organisation)
def seats_of_organisation(organisation: Organisation, user: User) -> Section:
    seats = Seat.objects.visible_to(user).filter(organisation=organisation).select_related("body__owner", "person")
    return Section(
        id="seats",
        title=_("Seats"),
        lines=[
            Line(
                title=str(seat.body),
                url=seat.body.get_absolute_url(),
                detail=" · ".join(str(part) for part in (seat.function, seat.person, seat.body.owner) if part),
            )
            for seat in seats.order_by("body__sort_key", "function")
        ],
    )


@section_of(Organisation)
def meetings_hosted_by_organisation(organisation: Organisation, user: User) -> Section:
    meetings = Meeting.objects.visible_to(user).filter(host=organisation).select_related("body")
    return Section(
        id="hosted-meetings",
        title=_("Meetings hosted"),
        lines=[
            Line(
                title=str(meeting.body),
                url=meeting.get_absolute_url(),
                detail=meeting.place,
                badge=meeting.get_state_display(),
                tone=MEETING_TONES.get(meeting.state, "neutral"),
                day=meeting.day,
            )
            for meeting in meetings.order_by("-starts_at")
        ],
    )


def _decisions(user: User, about: Q) -> Section:
    # By key, because an item may name several partnerships with one organisation.
    found = Decision.objects.visible_to(user).filter(pk__in=Decision.objects.filter(about).values("pk"))
    return Section(
        id="decisions",
        title=_("Decisions"),
        lines=[
            Line(
                title=decision.item.title,
                url=decision.get_absolute_url(),
                detail=str(decision.item.body),
                badge=decision.get_outcome_display(),
                tone=OUTCOME_TONES[decision.outcome],
                day=decision.decided_on,
            )
            for decision in found.select_related("item__body").order_by("-decided_on", "-pk")
        ],
    )
