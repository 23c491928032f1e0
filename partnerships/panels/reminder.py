"""What the overview says of agreements: the reminders that wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.matters import Matter, matters
from partnerships.models import Agreement, Partnership, Reminder
from partnerships.reminders import Occasion
from portal.access import Action
from portal.deadlines.registry import distance_in_words, strength_of
from portal.models import User
from portal.overview import panel_source
from portal.records.related import Line, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLine(Line):
    """A reminder that can be handled where it is shown."""

    reminder: Reminder
    strength: str
    distance: str


@panel_source
def reminders_that_wait(user: User, today: date) -> Section | None:
    panel = reminders_panel(user, today)
    return panel if panel.lines else None


def reminders_panel(user: User, today: date) -> Section:
    """What waits for the user; for the secretariat, also what waits for anybody else at its owners."""
    lines = [_line(matter, reminder, user, today) for matter, reminder in _waiting(user, today)]
    return Section(
        id="reminders",
        title=_("Reminders"),
        lines=sorted(lines, key=lambda line: (line.day, line.title)),
        empty=_("No reminder waits."),
        template="partnerships/reminder_lines.html",
    )


def _waiting(user: User, today: date) -> Iterator[tuple[Matter, Reminder]]:
    trusted = [owner.pk for owner in user.owners_where(Action.CONDUCT)]
    unhandled = Reminder.objects.filter(
        Q(deadline__gte=today) | Q(occasion=Occasion.REVIEW), acknowledged_at=None, handed_over_to=None
    )
    mine = unhandled.filter(user=user)
    agreements = Agreement.objects.visible_to(user).filter(
        Q(pk__in=mine.values("agreement")) | Q(partnership__owner__in=trusted, pk__in=unhandled.values("agreement"))
    )
    partnerships = Partnership.objects.visible_to(user).filter(
        Q(pk__in=mine.values("partnership")) | Q(owner__in=trusted, pk__in=unhandled.values("partnership"))
    )
    for matter in matters(today, agreements=agreements, partnerships=partnerships):
        if matter.is_handled:
            continue
        own = [reminder for reminder in matter.reminders if reminder.user == user]
        others = matter.reminders if not own and matter.partnership.owner_id in trusted else []
        for reminder in [each for each in own + others if each.waits(today)][:1]:
            yield matter, reminder


def _line(matter: Matter, reminder: Reminder, user: User, today: date) -> ReminderLine:
    names = ", ".join(str(each.user) for each in matter.reminders if each.waits(today))
    waits_for = "" if reminder.user == user else _("Waits for %(names)s.") % {"names": names}
    return ReminderLine(
        title=matter.title,
        url=matter.record.get_absolute_url(),
        detail=f"{matter.sentence(today)} {waits_for}".strip(),
        day=matter.due.deadline,
        reminder=reminder,
        strength=strength_of(matter.due.deadline, today),
        distance=distance_in_words(matter.due.deadline, today),
    )
