"""What the overview says of initiatives, actions and meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal import access
from portal.access import Action
from portal.addresses import address
from portal.models import User
from portal.overview import panel_source
from portal.records.related import Line, Section
from strategy.listings import MEETING_TONES, PROGRESS_TONES
from strategy.models import ActionItem, Initiative, Meeting, MeetingState
from strategy.status import counts, results_by_strategy

TO_COME = [MeetingState.PLANNED, MeetingState.AGENDA_LOCKED]
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine(Line):
    """Work that waits for the user, or for a colleague or nobody by name."""

    is_mine: bool


@panel_source
def work_that_waits(user: User, today: date) -> Section | None:
    """For those who edit, their own first: actions overdue or due within a month, and initiatives without a report."""
    owners = user.owners_where(Action.EDIT)
    if not owners:
        return None
    actions = ActionItem.objects.visible_to(user).unfinished().filter(plan__strategy__owner__in=owners)
    due = actions.filter(due_on__lte=today + SOON).select_related("initiative", "plan", "responsible")
    lines = [_waiting(action, user, today) for action in due.order_by("due_on", "pk")]
    lines += _without_a_report(user, today.year)
    lines.sort(key=lambda line: not line.is_mine)
    return Section(
        id="work-that-waits",
        title=_("Waits for us"),
        lines=lines,
        url=f"{reverse('strategy:action_item_list')}?unfinished=on",
        act=_("All open actions"),
        empty=_("Nothing is overdue or due within a month, and every initiative has been reported on this year."),
        template="strategy/waiting_lines.html",
    )


def _waiting(action: ActionItem, user: User, today: date) -> WaitingLine:
    return WaitingLine(
        title=action.title,
        url=action.get_absolute_url(),
        detail=" · ".join(str(part) for part in (action.initiative or action.plan, action.responsible) if part),
        badge=_("Overdue") if action.is_late(today) else action.get_progress_display(),
        tone="danger" if action.is_late(today) else PROGRESS_TONES[action.progress],
        day=action.due_on,
        is_mine=_is_mine(action, user),
    )


def _is_mine(work: ActionItem | Initiative, user: User) -> bool:
    """Whether the responsible person has the user's address."""
    return work.responsible is not None and work.responsible.email.casefold() == user.email.casefold()


def _without_a_report(user: User, year: int) -> Iterator[WaitingLine]:
    """A line for each initiative of the user's own, and one for each strategy that somebody still has to report on."""
    owners = user.owners_where(Action.EDIT)
    for strategy, results in results_by_strategy(owners=owners, year=year, user=user).items():
        missing = [result for result in results if result.update is None]
        for result in missing:
            if _is_mine(result.initiative, user):
                url = result.initiative.get_absolute_url()
                yield WaitingLine(title=str(result.initiative), url=url, badge=result.label, is_mine=True)
        if missing:
            numbers = {"missing": len(missing), "total": len(results), "year": year}
            title = _("%(missing)s of %(total)s initiatives have no report in %(year)s") % numbers
            url = f"{reverse('strategy:initiative_list')}?strategy={strategy.pk}&unreported_in={year}"
            yield WaitingLine(title=title, url=url, detail=f"{strategy} · {strategy.owner}", is_mine=False)


@panel_source
def annual_status_of_each_owner(user: User, today: date) -> Section | None:
    """For directors: the annual status of each of their owners, with how many initiatives are in which state."""
    owners = user.owners_where(Action.APPROVE)
    if not owners:
        return None
    strategies = results_by_strategy(owners=owners, year=today.year, user=user)
    found = {strategy.owner_id: [result.progress for result in results] for strategy, results in strategies.items()}
    return Section(
        id="annual-status",
        title=_("Annual status"),
        lines=[
            Line(
                title=f"{owner} {today.year}",
                url=reverse("strategy:status_detail", args=[owner.pk, today.year]),
                detail=" · ".join(f"{count.count} {count.label.lower()}" for count in counts(found.get(owner.pk, []))),
            )
            for owner in owners
        ],
    )


@panel_source
def next_meetings(user: User, today: date) -> Section:
    """The five meetings that come next; whoever prepares them gets to the printed agenda from here."""
    meetings = Meeting.objects.visible_to(user).filter(starts_at__date__gte=today, state__in=TO_COME)
    return Section(
        id="next-meetings",
        title=_("Next meetings"),
        lines=[
            Line(
                title=str(meeting.body),
                url=meeting.get_absolute_url(),
                detail=_agenda_link(meeting) if access.may(user, Action.CONDUCT, meeting) else meeting.place,
                badge=meeting.get_state_display(),
                tone=MEETING_TONES.get(meeting.state, "neutral"),
                day=meeting.day,
            )
            for meeting in meetings.select_related("body").order_by("starts_at", "pk")[:5]
        ],
        url=reverse("strategy:meeting_list"),
        act=_("All meetings"),
        empty=_("No meeting is planned."),
    )


def _agenda_link(meeting: Meeting) -> str:
    url, body = address("strategy:meeting_pdf", meeting.pk), meeting.body
    return format_html('<a href="{}">{} <span class="sr-only">{}</span></a>', url, _("Agenda as PDF"), body)
