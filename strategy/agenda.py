"""An agenda put together from its records: in order, numbered, and only as much of it as the reader may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import User
from strategy.fixed_items import CLOSING
from strategy.listings import OUTCOME_TONES
from strategy.models import AgendaItem, Decision, ItemKind, Meeting, MeetingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A number on an agenda and, if the reader may see it, the item with its decision and its earlier treatment."""

    number: int
    item: AgendaItem | None = None
    decision: Decision | None = None
    earlier: list[str] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return OUTCOME_TONES[self.decision.outcome] if self.decision else "neutral"


def entries(meeting: Meeting, user: User) -> list[Entry]:
    """The agenda of a meeting for one reader. Of an item closed to the reader only the number is ever loaded."""
    numbers = AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk").values_list("pk", "position")
    visible = AgendaItem.objects.visible_to(user).filter(meeting=meeting).select_related("body", "meeting")
    items = {item.pk: item for item in visible}
    decisions = {row.item_id: row for row in Decision.objects.visible_to(user).filter(item__meeting=meeting)}
    earlier = earlier_treatment(items.values(), user)
    return [
        Entry(number=number, item=items.get(pk), decision=decisions.get(pk), earlier=earlier.get(pk, []))
        for pk, number in numbers
    ]


def earlier_treatment(items: Iterable[AgendaItem], user: User) -> dict[int, list[str]]:
    """What any body of the owner decided before on the same case, as sentences, by primary key of the item."""
    numbers = {item.case_number for item in items if item.case_number}
    decisions = Decision.objects.visible_to(user).filter(item__case_number__in=numbers).select_related("item__body")
    of_case = defaultdict(list)
    for decision in decisions.order_by("decided_on", "pk"):
        of_case[decision.item.body.owner_id, decision.item.case_number].append(decision)
    return {
        item.pk: [
            f"{row.item.body}, {date_format(row.decided_on, 'DATE_FORMAT')}: {row.get_outcome_display()}."
            for row in of_case[item.body.owner_id, item.case_number]
            if row.decided_on < (item.meeting.day if item.meeting else timezone.localdate())
        ]
        for item in items
    }


def state_sentence(meeting: Meeting, agenda: list[Entry]) -> str:
    """How far the meeting is, and what its agenda still lacks."""
    state, count = meeting.get_state_display(), len(agenda)
    if not agenda:
        return _("%(state)s. The agenda is empty.") % {"state": state}
    sentence = ngettext("%(state)s. The agenda has %(count)d item", "%(state)s. The agenda has %(count)d items", count)
    sentence %= {"state": state, "count": count}
    missing = _missing(meeting, agenda)
    return f"{sentence}, {missing}." if missing else f"{sentence}."


def _missing(meeting: Meeting, agenda: list[Entry]) -> str:
    visible = [(entry.item, entry.decision) for entry in agenda if entry.item]
    if meeting.state == MeetingState.PLANNED:
        count = sum(item.kind == ItemKind.DECISION and not item.recommendations for item, _decision in visible)
        text = ngettext("%(count)d without a recommendation", "%(count)d without a recommendation", count)
    elif meeting.state == MeetingState.HELD:
        count = sum(decision is None for _item, decision in visible)
        text = ngettext("%(count)d without a decision", "%(count)d without a decision", count)
    else:
        return ""
    return text % {"count": count} if count else ""


def put_on_agenda(item: AgendaItem, meeting: Meeting | None) -> None:
    """Give `item` the last number on the agenda of `meeting`, or take it back to the pool (None); the caller saves it.

    An agenda that ends with "Eventuelt" still does so afterwards. The items after it on the agenda that it leaves move
    up by one. Raises PermissionDenied once an agenda is locked.
    """
    if item.meeting:
        _open_agenda(item.meeting)
        after = AgendaItem.objects.filter(meeting=item.meeting, position__gt=item.position)
        after.update(position=F("position") - 1)
    item.meeting, item.position = meeting, 1
    if meeting:
        _open_agenda(meeting)
        last = AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk").last()
        item.position = last.position + 1 if last else 1
        if last and last.title.lower() == CLOSING:
            item.position, last.position = last.position, item.position
            last.save(update_fields=["position"])


@transaction.atomic
def move(item: AgendaItem, meeting: Meeting, *, by: int) -> int:
    """Move `item` up (-1) or down (1) on the agenda of its meeting, or leave it at the end; its new number.

    Raises PermissionDenied once the agenda is locked, or the item has left it.
    """
    _open_agenda(meeting)
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk"))
    if item not in items:
        raise PermissionDenied(_("The item is not on an agenda."))
    numbers = list(accumulate((row.position for row in items), lambda last, position: max(last + 1, position)))
    here = items.index(item)
    there = min(max(here + by, 0), len(items) - 1)
    items.insert(there, items.pop(here))
    for number, row in zip(numbers, items, strict=True):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])
    return items[there].position


def _open_agenda(meeting: Meeting) -> None:
    """Hold the agenda until the transaction ends, so that two people cannot give out one number."""
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    if reason := meeting.agenda_frozen_because():
        raise PermissionDenied(reason)
