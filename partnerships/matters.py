"""What somebody should handle now: the reminders that are due, and who has been told of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext

from partnerships.models import Agreement, Partnership, Reminder, Stage
from partnerships.models.agreement import AgreementQuerySet
from partnerships.models.partnership import OVER, PartnershipQuerySet
from partnerships.reminders import Due, Occasion, agreement_due, anniversary_due
from portal.records.partial_date import day_text, display, first_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What somebody should handle now: the reminder that is due of a record, and who has been told of it."""

    record: Agreement | Partnership
    due: Due
    reminders: list[Reminder]

    @property
    def partnership(self) -> Partnership:
        return self.record if isinstance(self.record, Partnership) else self.record.partnership

    @property
    def is_handled(self) -> bool:
        return any(reminder.acknowledged_at for reminder in self.reminders)

    @property
    def title(self) -> str:
        """What the record is called, with the partner unless that says it already."""
        title, partner = str(self.record), str(self.partnership)
        return title if partner in title else f"{title} ({partner})"

    def sentence(self, day: date) -> str:
        """What the reader most needs to know, in the reader's language."""
        if isinstance(self.record, Partnership):
            when = display(self.due.deadline.isoformat()[: len(self.record.since)])  # no more exact than is known
            years = self.due.deadline.year - int(self.record.since[:4])
            return gettext("%(years)s years of partnership: %(when)s.") % {"years": years, "when": when}
        sentence = self.record.sentence(day)
        if self.due.occasion != Occasion.REVIEW:
            return sentence
        question = gettext("Is it still right? It was to be reviewed on %(day)s.")
        return f"{sentence} {question % {'day': day_text(self.due.deadline)}}"


def matters(day: date, *, agreements: AgreementQuerySet, partnerships: PartnershipQuerySet) -> Iterator[Matter]:
    """What is due on `day` of these records. Some ten queries, however many there are."""
    of_partnership = ("partner", "department__head", "responsible")
    signed = agreements.filter(stage=Stage.SIGNED).for_lines().prefetch_related("reminder_recipients")
    signed = signed.select_related(*(f"partnership__{name}" for name in of_partnership))
    begun = partnerships.ongoing().exclude(since="").select_related(*of_partnership)
    told = Prefetch("reminders", Reminder.objects.for_lines())
    records: list[Agreement | Partnership] = [*signed.prefetch_related(told), *begun.prefetch_related(told)]
    for record in records:
        if due := due_of(record, day):
            reminders = [reminder for reminder in record.reminders.all() if reminder.is_of(due)]
            yield Matter(record=record, due=due, reminders=reminders)


def matter_of(reminder: Reminder, day: date) -> Matter | None:
    """What the reminder is about; None if nothing is: its deadline has passed or moved, or a later step has come."""
    found = matters(
        day,
        agreements=Agreement.objects.filter(pk=reminder.agreement_id or 0),
        partnerships=Partnership.objects.filter(pk=reminder.partnership_id or 0),
    )
    return next((matter for matter in found if reminder.is_of(matter.due)), None)


def due_of(record: Agreement | Partnership, day: date) -> Due | None:
    """The reminder that is due of a record on `day`; none of what is over or not signed yet."""
    if isinstance(record, Partnership):
        since = None if record.status in OVER else first_day(record.since)
        return anniversary_due(since, day) if since else None
    if record.is_proposal:
        return None
    began = first_day(record.starts) or first_day(record.signed) or timezone.localdate(record.created_at)
    return agreement_due(
        record.term,
        day,
        months=record.reminder_months,
        reviewed_on=max(began, record.confirmed_on or began),
        review_months=record.review_months,
    )
