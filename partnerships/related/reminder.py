from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships.models import (
    Agreement,
    Partnership,
    Reminder,
)
from portal.models import User
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of


@Prepared
def _reminders(record: Agreement | Partnership, _user: User) -> QuerySet[Reminder]:
    """Those of a record that the user sees."""
    return Reminder.objects.for_lines().filter(**{str(record._meta.model_name): record})


@section_of(Agreement, rows=_reminders)
@section_of(Partnership, rows=_reminders)
def reminders_of(_record: Agreement | Partnership, _user: User, reminders: list[Reminder]) -> Section:
    """Who was told of its deadlines and when, and what became of it."""
    return Section(id="reminders", title=_("Reminders"), lines=reminder_lines(reminders))


def reminder_lines(reminders: Iterable[Reminder]) -> list[Line]:
    return [
        Line(
            title=str(reminder.user),
            url=reminder.get_absolute_url(),
            detail=reminder.what_happened(),
            badge=_("Acknowledged") if reminder.acknowledged_at else "",
            tone="good",
        )
        for reminder in reminders
    ]
