from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.matters import due_of
from partnerships.models import (
    Agreement,
    Partnership,
    Reminder,
)
from partnerships.reminders import Due
from portal.models import User
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of


@Prepared
def _reminders(record: Agreement | Partnership, _user: User) -> QuerySet[Reminder]:
    """Those of a record that the user sees."""
    return Reminder.objects.for_lines().filter(**{str(record._meta.model_name): record})


@section_of(Agreement, rows=_reminders)
@section_of(Partnership, rows=_reminders)
def reminders_of(record: Agreement | Partnership, _user: User, reminders: list[Reminder]) -> Section:
    """Who was told of its deadlines and when, and what became of it."""
    due = due_of(record, timezone.localdate()) if reminders else None
    return Section(id="reminders", title=_("Reminders"), lines=reminder_lines(reminders, due))


def reminder_lines(reminders: Iterable[Reminder], due: Due | None) -> list[Line]:
    """Of `reminders`, those of what is `due` now still apply."""
    return [
        Line(
            title=str(reminder.user),
            url=reminder.get_absolute_url(),
            detail=reminder.what_happened(),
            badge=_badge(reminder, due),
            tone="good" if reminder.acknowledged_at else "neutral",
        )
        for reminder in reminders
    ]


def _badge(reminder: Reminder, due: Due | None) -> str:
    if reminder.acknowledged_at:
        return _("Acknowledged")
    return "" if due and reminder.is_of(due) else _("No longer applies")
