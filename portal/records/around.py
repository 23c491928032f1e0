"""What stands around every record: its files, journal and contacts, who confirmed it, whether the reader follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.models import Attachment, Contact, EntryKind, JournalEntry, Organisation, User
from portal.records.about import AboutRecord
from portal.records.versioned import VersionedModel

NEWEST = 10  # lines of a section on the record's page; the rest have a page of their own
SECTIONS: Mapping[str, type[AboutRecord]] = {model.section: model for model in (JournalEntry, Attachment, Contact)}
TITLES = {"journal": _("Journal"), "attachments": _("Files"), "contacts": _("Contacts")}
ACTS = {"journal": _("New journal entry"), "attachments": _("Attach files"), "contacts": _("New contact")}
ADDRESSES = {"journal": "journal_entry_new", "attachments": "attachment_new", "contacts": "contact_new"}

# Every record page asks this, so it is written out: put together by the ORM it costs forty times as much.
# What is kept about a record is as closed as the record, which the reader has been let in to; the owners are checked.
ROWS = """
(SELECT 'attachments', id, owner_id, name, description, size, (created_at AT TIME ZONE %(zone)s)::date, NULL::date
   FROM portal_attachment
  WHERE about_kind = %(kind)s AND about_id = %(pk)s AND owner_id = ANY(%(owners)s) AND deleted_at IS NULL
  ORDER BY created_at DESC, id LIMIT %(limit)s)
UNION ALL
(SELECT 'journal', id, owner_id, title, kind, 0, day, NULL
   FROM portal_journalentry
  WHERE about_kind = %(kind)s AND about_id = %(pk)s AND owner_id = ANY(%(owners)s) AND deleted_at IS NULL
  ORDER BY day DESC, id DESC LIMIT %(limit)s)
UNION ALL
(SELECT 'contacts', contact.id, contact.owner_id, person.name, role, person.id, starts_on, ends_on
   FROM portal_contact contact JOIN portal_person person ON person.id = person_id
  WHERE about_kind = %(kind)s AND about_id = %(pk)s AND contact.owner_id = ANY(%(owners)s)
    AND contact.deleted_at IS NULL AND person.deleted_at IS NULL
  ORDER BY ends_on DESC NULLS FIRST, person.sort_key, contact.id LIMIT %(limit)s)
UNION ALL
SELECT 'follow', id, 0, '', '', 0, NULL, NULL
  FROM portal_follow WHERE user_id = %(user)s AND about_kind = %(kind)s AND about_id = %(pk)s
"""
CONFIRMED_BY = """
UNION ALL
(SELECT 'confirmed', 0, 0, coalesce(nullif(person.name, ''), person.email, ''), '', 0, NULL, NULL
   FROM {events} event LEFT JOIN portal_user person ON person.id = (pgh_context ->> 'user')::bigint
  WHERE pgh_obj_id = %(pk)s AND confirmed_on = %(confirmed_on)s
  ORDER BY pgh_id LIMIT 1)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One file, entry or contact as its section shows it."""

    title: str
    url: str
    edit_url: str  # "" without the right to change it
    detail: str
    size: int  # bytes, of a file
    starts_on: date | None  # of a contact; of the others, their day
    ends_on: date | None

    def is_over(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The files, the journal or the contacts of a record."""

    id: str
    title: str
    act: str  # label of the link that adds a line
    add_url: str  # "" without the right to add
    lines: list[Line]
    former: list[Line]  # contacts that are over
    is_shortened: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a record, as one user sees it."""

    sections: list[Section]
    is_followed: bool
    confirmed_by: str  # name of who did, "" if nobody is known


def around(record: VersionedModel, user: User) -> Around:
    """What stands around a record that was loaded for this user. The parts of a page that need it share one query."""
    if "_around" not in record.__dict__:
        record.__dict__["_around"] = _read(record, user, limit=NEWEST)
    return record.__dict__["_around"]


def whole_section(record: VersionedModel, user: User, id_: str) -> Section:
    """One section with no line left out."""
    return next(section for section in _read(record, user, limit=None).sections if section.id == id_)


def keepers(record: VersionedModel, user: User) -> list[Organisation]:
    """The owners for whom the user may keep files, journal and contacts: the record's, or any of a shared record."""
    owner_id = record.owning_id() if record.owner_path else None
    if owner_id is None:
        return user.owners_where(Action.EDIT)
    return [owner for owner in user.owners_where(record.change_needs) if owner.pk == owner_id]


def addable(record: VersionedModel, user: User) -> list[str]:
    """The sections of a record that the user may add to."""
    if not keepers(record, user):
        return []
    sections = record.keeps if isinstance(record, AboutRecord) else SECTIONS
    return [section for section in sections if section != Attachment.section or not record.frozen_because()]


def _read(record: VersionedModel, user: User, *, limit: int | None) -> Around:
    rows = _rows(record, user, limit)
    may_add, trusted = addable(record, user), {owner.pk for owner in keepers(record, user)}
    by_section: dict[str, list[Line]] = {section: [] for section in SECTIONS}
    followed, confirmed_by = False, ""
    for section, *row in rows:
        if section == "follow":
            followed = True
        elif section == "confirmed":
            confirmed_by = row[2]
        else:
            by_section[section].append(_line(section, *row, may_change=section in may_add and row[1] in trusted))
    sections = [_section(record, id_, lines, limit, id_ in may_add) for id_, lines in by_section.items()]
    return Around(sections, followed, confirmed_by)


def _section(record: VersionedModel, id_: str, lines: list[Line], limit: int | None, may_add: bool) -> Section:
    today = timezone.localdate()
    shown = lines[:limit]
    return Section(
        id=id_,
        title=str(TITLES[id_]),
        act=str(ACTS[id_]),
        add_url=reverse(ADDRESSES[id_], args=[record.label, record.pk]) if may_add else "",
        lines=[line for line in shown if not line.is_over(today)],
        former=[line for line in shown if line.is_over(today)],
        is_shortened=len(shown) < len(lines),
    )


def _rows(record: VersionedModel, user: User, limit: int | None) -> list[tuple[Any, ...]]:
    confirmed_on = getattr(record, "confirmed_on", None)
    values = {
        "kind": record.label,
        "pk": record.pk,
        "owners": list(user.rights),
        "user": user.pk,
        "zone": settings.TIME_ZONE,
        "limit": None if limit is None else limit + 1,
        "confirmed_on": confirmed_on,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROWS + _confirmed_by(type(record)) if confirmed_on else ROWS, values)
        return cursor.fetchall()


@cache
def _confirmed_by(model: Any) -> str:
    return CONFIRMED_BY.format(events=connection.ops.quote_name(model.events.rel.related_model._meta.db_table))


def _line(
    section: str,
    pk: int,
    _owner_id: int,
    title: str,
    detail: str,
    number: int,
    starts_on: date | None,
    ends_on: date | None,
    *,
    may_change: bool,
) -> Line:
    match section:
        case "attachments":
            url, edit = reverse("attachment_file", args=[pk, title]), "attachment_edit"
        case "journal":
            url, edit = reverse("journal_entry_detail", args=[pk]), "journal_entry_edit"
            detail = str(EntryKind(detail).label)
        case _:
            url, edit = reverse("person_detail", args=[number]), "contact_edit"
    edit_url = reverse(edit, args=[pk]) if may_change else ""
    return Line(title, url, edit_url, detail, number, starts_on, ends_on)
