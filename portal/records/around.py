"""What stands around every record: its files, journal and contacts, who confirmed it, whether the reader follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import BigIntegerField, DateField, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.access import Action
from portal.addresses import address
from portal.models import Attachment, Contact, EntryKind, Follow, JournalEntry, Organisation, User
from portal.records.about import AboutRecord
from portal.records.confirmation import is_confirmable
from portal.records.events import event_model
from portal.records.prepared import Prepared
from portal.records.versioned import VersionedModel

NEWEST = 10  # lines of a section on the record's page; the rest have a page of their own
SECTIONS: Mapping[str, type[AboutRecord]] = {model.section: model for model in (JournalEntry, Attachment, Contact)}
TITLES = {"journal": _("Journal"), "attachments": _("Files"), "contacts": _("Contacts")}
ACTS = {"journal": _("New journal entry"), "attachments": _("Attach files"), "contacts": _("New contact")}
NO_DAY, NO_TEXT, NOTHING = Cast(Value(None), DateField()), Value("", TextField()), Value(0, BigIntegerField())
ADDRESSES = {"journal": "journal_entry_new", "attachments": "attachment_new", "contacts": "contact_new"}


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
    add_url: str  # "" without the right to add
    lines: list[Line]
    former: list[Line]  # contacts that are over
    is_shortened: bool

    @property
    def title(self) -> str:
        return str(TITLES[self.id])

    @property
    def act(self) -> str:
        """Label of the link that adds a line."""
        return str(ACTS[self.id])


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a record, as one user sees it."""

    sections: list[Section]
    is_followed: bool
    confirmed_by: str  # name of who did, "" if that is not known, or not for the reader to know


def around(record: VersionedModel, user: User) -> Around:
    """What stands around a record that was loaded for this user. The parts of a page that need it share one query."""
    if "_around" not in record.__dict__:
        keep_around(record, user, newest(record, user, user.pk))
    return record.__dict__["_around"]


def whole_section(record: VersionedModel, user: User, id_: str) -> Section:
    """One section with no line left out."""
    every = _made_of(_whole(record, user, user.pk), record, user, None)
    return next(section for section in every.sections if section.id == id_)


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


def keep_around(record: VersionedModel, user: User, rows: list[tuple[Any, ...]]) -> None:
    """Tells the record what stands around it, for its page: `rows` are what `newest` has found."""
    record.__dict__["_around"] = _made_of(rows, record, user, NEWEST)


def _made_of(rows: list[tuple[Any, ...]], record: VersionedModel, user: User, limit: int | None) -> Around:
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
        add_url=address(ADDRESSES[id_], record.pk, within=(record.label,)) if may_add else "",
        lines=[line for line in shown if not line.is_over(today)],
        former=[line for line in shown if line.is_over(today)],
        is_shortened=len(shown) < len(lines),
    )


def _rows(record: VersionedModel, user: User, user_key: int, *, limit: int | None) -> QuerySet[Any, tuple[Any, ...]]:
    """All sections as one query of equal columns: section, key, owner, title, detail, number, first and last day.

    What is kept about a record is as closed as the record, and whoever asks was let in to that; the owner is checked.
    """
    kept: dict[str, Any] = {"about_kind": record.label, "about_id": record.pk}
    files = access.visible(Attachment.objects.filter(**kept), user).order_by("-created_at", "pk")
    entries = access.visible(JournalEntry.objects.filter(**kept), user).order_by("-day", "-pk")
    persons = access.visible(Contact.objects.filter(**kept, person__deleted_at=None), user)
    persons = persons.order_by(F("ends_on").desc(nulls_first=True), "person__sort_key", "pk")
    follows = Follow.objects.filter(**kept, user=user_key)
    made_on = TruncDate("created_at")
    rows: list[Any] = [
        _columns(files, "attachments", "pk", "owner", "name", "description", "size", made_on, NO_DAY)[:limit],
        _columns(entries, "journal", "pk", "owner", "title", "kind", NOTHING, "day", NO_DAY)[:limit],
        _columns(persons, "contacts", "pk", "owner", "person__name", "role", "person", "starts_on", "ends_on")[:limit],
        _columns(follows, "follow", "pk", NOTHING, NO_TEXT, NO_TEXT, NOTHING, NO_DAY, NO_DAY),
    ]
    if is_confirmable(type(record)):
        events = event_model(type(record)).objects.filter(pgh_obj=record.pk)
        first = events.filter(confirmed_on=F("pgh_obj__confirmed_on")).order_by("pgh_id")
        key = Cast(KeyTextTransform("user", OuterRef("pgh_context")), BigIntegerField())
        colleagues = User.objects.filter(Q(pk=user_key) | Q(roles__owner__in=list(user.rights)), pk=key)
        name = Coalesce(Subquery(colleagues.values("name")[:1]), NO_TEXT, output_field=TextField())
        rows.append(_columns(first, "confirmed", NOTHING, NOTHING, name, NO_TEXT, NOTHING, NO_DAY, NO_DAY)[:1])
    return rows[0].union(*rows[1:], all=True).order_by()


def _columns(rows: QuerySet[Any], section: str, *columns: Any) -> QuerySet[Any, Any]:
    return rows.values_list(Value(section, TextField()), *columns)


newest = Prepared(partial(_rows, limit=NEWEST + 1))  # one more, to know whether there are more
_whole = Prepared(partial(_rows, limit=None))


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
            url, edit = address("journal_entry_detail", pk), "journal_entry_edit"
            detail = str(EntryKind(detail).label)
        case _:
            url, edit = address("person_detail", number), "contact_edit"
    edit_url = address(edit, pk) if may_change else ""
    return Line(title, url, edit_url, detail, number, starts_on, ends_on)
