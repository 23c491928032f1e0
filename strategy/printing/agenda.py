"""The agenda of a meeting, and after the meeting its minutes, as data for `templates/print/agenda.typ`."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.printing.richtext import rich_text
from portal.text.danish import slug
from strategy.agenda import Entry
from strategy.models import Attendance, AttendanceKind, Meeting, MeetingState


def agenda_document(
    meeting: Meeting, entries: Iterable[Entry], *, attendances: Iterable[Attendance]
) -> dict[str, object]:
    """Data of the PDF. It holds what `entries` hold: an item closed to their reader is a number and nothing else."""
    entries, attendances = list(entries), list(attendances)
    records = [meeting, *attendances]
    records += [record for entry in entries for record in (entry.item, entry.decision) if record]
    is_held = meeting.state in {MeetingState.HELD, MeetingState.MINUTES_APPROVED}
    return {
        "lang": get_language() or "da",
        "dated": timezone.localdate(max(record.updated_at for record in records)).isoformat(),
        "owner": meeting.body.owner.name,
        "theme": meeting.body.owner.theme,
        "body": meeting.body.name,
        "title": _("Minutes") if is_held else _("Agenda"),
        "state": meeting.get_state_display(),
        "labels": _labels(),
        "meeting": {
            "date": date_format(meeting.day, "DATE_FORMAT"),
            "time": meeting_hours(meeting),
            "place": meeting.place,
            "form": meeting.get_form_display(),
            "chair": meeting.chair,
            "host": str(meeting.host or ""),
        },
        "participants": [
            {"name": row.person.name, "role": "" if row.kind == AttendanceKind.PRESENT else row.get_kind_display()}
            for row in attendances
            if row.kind != AttendanceKind.ABSENT
        ],
        "apologies": [row.person.name for row in attendances if row.kind == AttendanceKind.ABSENT],
        "items": [_item(entry) for entry in entries],
    }


def meeting_hours(meeting: Meeting) -> str:
    """From when, and until when if that is known: "9.00–11.30"."""
    moments = [moment for moment in (meeting.starts_at, meeting.ends_at) if moment]
    return "–".join(time_format(timezone.localtime(moment), "TIME_FORMAT") for moment in moments)


def file_name(meeting: Meeting) -> str:
    """In plain letters, since mail programs and file shares still mangle others."""
    return f"dagsorden-{slug(meeting.body.name)}-{meeting.day:%Y-%m-%d}.pdf"


def _item(entry: Entry) -> dict[str, object]:
    item, decision = entry.item, entry.decision
    if item is None:
        return {"number": str(entry.number), "title": _("Closed item")}
    return {
        "number": str(entry.number),
        "title": item.title,
        "case_number": item.case_number,
        "kind": item.get_kind_display(),
        "closed": item.is_closed,
        "summary": rich_text(item.summary),
        "recommender": item.recommender,
        "recommendations": item.recommendations,
        "decision": decision and {"outcome": decision.get_outcome_display(), "text": rich_text(decision.text)},
        "case": rich_text(item.case_text),
        "economy": rich_text(item.economy),
        "earlier": " ".join(entry.earlier),
        "annexes": item.annexes,
    }


def _labels() -> dict[str, str]:
    return {
        "page_of": _("page {page} of {pages}"),
        "overview": _("Items"),
        "date": _("Date"),
        "time": _("Time"),
        "place": _("Place"),
        "form": _("Form"),
        "chair": _("Chair"),
        "host": _("Host"),
        "participants": _("Participants"),
        "apologies": _("Apologies"),
        "case_number": _("Case no."),
        "closed": _("Closed item"),
        "summary": _("Summary"),
        "recommendations": _("Recommendation"),
        "decision": _("Decision"),
        "case": _("Case"),
        "economy": _("Economy"),
        "earlier": _("Earlier treatment"),
        "annexes": _("Annexes"),
        "annex": _("Annex"),
    }
