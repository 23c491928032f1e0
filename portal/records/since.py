"""What has changed since a moment: for each record the sum of its changes, whatever it took to get there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery
from django.utils.text import capfirst

from portal.models import User
from portal.records.activity import Entry, named
from portal.records.changes import Act, told
from portal.records.events import Write, add_links_since, event_model, readable
from portal.records.versioned import VersionedModel, record_models

MOST = 200  # records of one kind that are told of


@dataclass(frozen=True, slots=True)
class Start:
    """The moment from which changes are told, and what happened then, as it stands in a heading."""

    moment: datetime
    title: str


@dataclass(frozen=True, slots=True)
class KindOfChange:
    """The records of one kind that are no longer what they were."""

    model: type[VersionedModel]
    entries: list[Entry]
    is_cut: bool

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


type Finder = Callable[[User, int], Start | None]  # raises Http404 for what the user may not see
type Latest = Callable[[User], Start | None]
_finders: dict[str, Finder] = {}
_latest: list[Latest] = []


def start_by(name: str) -> Callable[[Finder], Finder]:
    """Registers a function that finds the start from what the address names: `?meeting=3`."""

    def register(finder: Finder) -> Finder:
        _finders[name] = finder
        return finder

    return register


def latest_start(latest: Latest) -> Latest:
    """Registers a function that says what last happened from which people count."""
    _latest.append(latest)
    return latest


def finders() -> dict[str, Finder]:
    return _finders


def last_start(user: User) -> Start | None:
    """The latest event from which the user's people count, such as the last meeting; None if there was none."""
    starts = [start for latest in _latest if (start := latest(user))]
    return max(starts, key=lambda start: start.moment, default=None)


def changed_since(moment: datetime, user: User) -> list[KindOfChange]:
    """The records that differ from what they were before `moment`, by kind; new and trashed ones too."""
    found = [_changed(model, moment, user) for model in record_models()]
    return [kind for kind in found if kind.entries]


def _changed(model: type[VersionedModel], moment: datetime, user: User) -> KindOfChange:
    events = event_model(model).objects
    earlier = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_created_at__lt=moment).order_by("-pgh_id")
    rows = (
        events.filter(pgh_created_at__gte=moment, pgh_obj__in=readable(model, user))
        .values("pgh_obj_id")
        .annotate(last=Max("pgh_id"), at=Max("pgh_created_at"), before=Subquery(earlier.values("pgh_id")[:1]))
        .order_by("-at")[: MOST + 1]
    )
    writes = [
        Write(model=model, pk=row["pgh_obj_id"], at=row["at"], group=None, event=row["last"], before=row["before"])
        for row in rows
    ]
    add_links_since(writes, moment)
    records = named((model, write.pk) for write in writes)
    entries = [Entry(change, records[model, change.pk]) for change in told(writes[:MOST], user)]
    return KindOfChange(model, [entry for entry in entries if _counts(entry)], len(writes) > MOST)


def _counts(entry: Entry) -> bool:
    """Whether a record is other than it was: one that came and went is not, nor one changed back."""
    match entry.change.act:
        case Act.CREATED:
            return entry.record.deleted_at is None
        case Act.CHANGED:
            return bool(entry.change.fields)
    return True
