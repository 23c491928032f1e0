"""Two records that turn out to be one: all that points to the one that goes is made to point to the one that is kept.

What points to a record is found by walking the models, so that nothing a later model adds is forgotten: foreign keys,
the rows of links to many, and rows that name a record by kind and key. History is left as it was.
"""

from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import access
from portal.models import Merger, User
from portal.records.refusal import refusal_text
from portal.records.versioned import VersionedModel

BY_KIND_AND_KEY = {"about_kind", "about_id"}


@dataclass(frozen=True, slots=True)
class Link:
    """A column by which rows of a table point to records of one kind."""

    model: Any
    name: str  # of the field: "partner", "about_id"

    def rows(self, record: VersionedModel) -> models.QuerySet[Any]:
        """The rows that point to `record`, those in the trash too."""
        pointing = {"about_kind": record.label, "about_id": record.pk} if self.is_by_key else {self.name: record.pk}
        return self.model._base_manager.filter(**pointing)

    @property
    def is_by_key(self) -> bool:
        return self.name in BY_KIND_AND_KEY

    @property
    def attname(self) -> str:
        return str(self.model._meta.get_field(self.name).attname)

    @property
    def records(self) -> Any:
        """The kind of record that the rows are, or belong to as its links to many; None for anything else."""
        model = self.model._meta.auto_created or self.model
        return model if issubclass(model, VersionedModel) else None

    def record_key(self, row: Any) -> Any:
        """The key of the record that a row is, or belongs to."""
        if self.model is self.records:
            return row.pk
        through = [
            field for field in self.records._meta.local_many_to_many if field.remote_field.through is self.model
        ]
        return getattr(row, through[0].m2m_column_name())

    def refusal(self, row: Any) -> str:
        """What the constraints of the table that concern this column say against a row; "" if nothing."""
        try:
            row.validate_unique()
            for constraint in self.model._meta.constraints:
                condition = getattr(constraint, "condition", None)
                fields: Any = getattr(constraint, "fields", ()) or getattr(condition, "referenced_base_fields", ())
                if self.name in fields:
                    constraint.validate(self.model, row)
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        return ""


@dataclass(slots=True)
class Move:
    """The rows of one link that come along, and those that cannot."""

    link: Link
    coming: list[Any] = field(default_factory=list)
    doubles: list[Any] = field(default_factory=list)  # of no record: the kept one has the same row already
    staying: list[Any] = field(default_factory=list)  # parts of which the kept one has its own already
    blocked: list[tuple[Any, str]] = field(default_factory=list)  # records, and why they cannot come

    @property
    def title(self) -> str:
        return capfirst(str((self.link.records or self.link.model)._meta.verbose_name_plural))

    @property
    def count(self) -> int:
        return len(self.coming) + len(self.doubles)

    def visible(self, rows: list[Any], user: User) -> list[Any]:
        """The records that rows are, or belong to, as far as the user may see them."""
        if not self.link.records:
            return []
        records = self.link.records.everything().visible_to(user).with_names()
        return list(records.filter(pk__in=[self.link.record_key(row) for row in rows]))


def links_to(model: type[VersionedModel]) -> list[Link]:
    """All columns of all tables by which something points to records of a kind."""
    found = []
    for other in apps.get_models(include_auto_created=True):
        if other._meta.proxy or issubclass(other, pghistory.models.Event):
            continue
        fields = other._meta.concrete_fields
        found += [Link(other, field.name) for field in fields if field.related_model is model]
        if {field.name for field in fields} >= BY_KIND_AND_KEY:
            found.append(Link(other, "about_id"))
    return found


def moves(kept: VersionedModel, gone: VersionedModel) -> list[Move]:
    """What would come along if `gone` went into `kept`, link by link; only links that have rows."""
    found = [_move(link, kept, gone) for link in links_to(type(kept))]
    return [move for move in found if move.count or move.staying or move.blocked]


def mergers_of(record: VersionedModel) -> list[tuple[Merger, Any]]:
    """The mergers in force that a record has a part in, each with the other record."""
    found = Merger.objects.filter(Q(kept_id=record.pk) | Q(gone_id=record.pk), kind=record.label, undone_at=None)
    keys = {merger: merger.gone_id if merger.kept_id == record.pk else merger.kept_id for merger in found}
    others = type(record).everything().in_bulk(set(keys.values()))
    return [(merger, others[key]) for merger, key in keys.items() if key in others]


def hindrance(kept: Any, gone: Any, user: User) -> str:
    """Why these two cannot be merged by this user at all; "" if they can."""
    if kept == gone:
        return _("Choose another record than this one.")
    if getattr(gone, "is_owner", False) or (hasattr(gone, "roles") and gone.roles.exists()):
        return _("%(record)s keeps its own records in the portal, so it cannot go into another.") % {"record": gone}
    if not (access.may_change(user, kept) and access.may_change(user, gone)):
        return _("You may read this, but not change it.")
    if kept.owner_path and kept.owning_id() != gone.owning_id():
        return _("They belong to different owners.")
    if gone.merged_into_id or kept.merged_into_id:
        return _("One of them has been merged into another already.")
    return ""


@transaction.atomic
def merge(*, kept: Any, gone: Any, chosen: set[str], user: User, **of_gone: Any) -> Merger:
    """Let `gone` go into `kept`; the rows of both are locked.

    `chosen` names the facts that `kept` takes from `gone`; `of_gone` are values that `gone` gets (`merged_on`).
    Raises ValidationError if something stands in the way.
    """
    found = moves(kept, gone)
    if any(move.blocked for move in found):
        raise ValidationError(_("Something stands in the way of the merger."))
    merger = Merger(kind=kept.label, kept_id=kept.pk, gone_id=gone.pk, merged_by=user)
    merger.moved = {"links": [], "doubles": [], "facts": {}}
    with pghistory.context(reason=_("%(gone)s merged into %(kept)s") % {"gone": gone, "kept": kept}):
        try:
            with transaction.atomic():
                for move in found:
                    _carry_out(move, kept, merger)
                _take_facts(kept, gone, chosen, merger)
                _write(gone, {"merged_into_id": kept.pk} | of_gone)
        except IntegrityError as refusal:  # a constraint that also counts what lies in the trash, or of the facts
            raise ValidationError(refusal_text(type(kept), refusal)) from None
    merger.save()
    return merger


@transaction.atomic
def undo(merger: Merger, *, kept: Any, gone: Any) -> None:
    """Give back to `gone` what came from it and is still with `kept`; what was added since stays there."""
    with pghistory.context(reason=_("The merger of %(gone)s into %(kept)s undone") % {"gone": gone, "kept": kept}):
        for kind, name, keys in merger.moved["links"]:
            link = Link(apps.get_model(kind), name)
            link.rows(kept).filter(pk__in=keys).update(**{link.attname: gone.pk})
            if link.model is type(kept) and kept.pk in keys:  # it was made to point to nothing: not to itself
                link.model._base_manager.filter(pk=kept.pk, **{link.name: None}).update(**{link.attname: gone.pk})
        for kind, values in merger.moved["doubles"]:
            _put_back(apps.get_model(kind), values)
        kept.refresh_from_db()
        facts = {
            name: before for name, (before, after) in merger.moved["facts"].items() if _as_text(kept, name) == after
        }
        _write(kept, {_field(kept, name).attname: _from_text(kept, name, text) for name, text in facts.items()})
        _write(gone, {"merged_into_id": None} | ({"merged_on": None} if hasattr(gone, "merged_on") else {}))
    merger.undone_at = timezone.now()
    merger.save(update_fields=["undone_at"])


def _move(link: Link, kept: VersionedModel, gone: VersionedModel) -> Move:
    move = Move(link)
    is_record = link.model is link.records
    is_part = any(_field(kept, name).related_model is link.model for name in kept.parts)
    for row in link.rows(gone):
        if _joins(link, row, kept):
            move.blocked.append((row, _("It is about both of them.")))
            continue
        setattr(row, link.attname, None if row == kept else kept.pk)
        refusal = link.refusal(row)
        if not refusal:
            move.coming.append(row)
        elif is_part:
            move.staying.append(row)
        elif is_record:
            move.blocked.append((row, refusal))
        else:
            move.doubles.append(row)
    return move


def _joins(link: Link, row: Any, kept: VersionedModel) -> bool:
    """Whether a row of another table points to both, by two columns: after a merger it would join one with itself."""
    if link.is_by_key or link.model is type(kept):
        return False
    fields = [field for field in row._meta.concrete_fields if field.related_model is type(kept)]
    return any(getattr(row, field.attname) == kept.pk for field in fields if field.name != link.name)


def _carry_out(move: Move, kept: VersionedModel, merger: Merger) -> None:
    link = move.link
    if move.coming:
        merger.moved["links"].append([link.model._meta.label_lower, link.name, [row.pk for row in move.coming]])
        for key, rows in ((None, [row for row in move.coming if row == kept]), (kept.pk, move.coming)):
            there = link.model._base_manager.filter(pk__in=[row.pk for row in rows])
            there.exclude(**{link.attname: None}).update(**{link.attname: key})
    for row in move.doubles:
        stored = link.model._base_manager.get(pk=row.pk)
        values = {field.attname: _as_text(stored, field.attname) for field in stored._meta.concrete_fields}
        merger.moved["doubles"].append([link.model._meta.label_lower, values])
        stored.delete()


def _put_back(model: Any, values: dict[str, str | None]) -> None:
    """Make a row again that was taken away as a double, unless what it belonged to is gone or has it again."""
    row = model()
    for attname, text in values.items():
        setattr(row, attname, _from_text(row, attname, text))
    try:
        row.full_clean()
    except ValidationError:
        return
    row.save(force_insert=True)


def _take_facts(kept: Any, gone: Any, chosen: set[str], merger: Merger) -> None:
    values = {name: getattr(gone, _field(gone, name).attname) for name in chosen}
    if hasattr(kept, "other_names"):
        values["other_names"] = _all_names(kept, gone, values)
    before = {name: _as_text(kept, name) for name in values}
    _write(kept, {_field(kept, name).attname: value for name, value in values.items()})
    merger.moved["facts"] = {name: [before[name], _as_text(kept, name)] for name in values}


def _all_names(kept: Any, gone: Any, values: dict[str, Any]) -> str:
    """The names of both, one on each line, except those that the kept one goes by."""
    goes_by = {values.get(name, getattr(kept, name)) for name in ("name", "local_name")}
    lines = [
        line.strip()
        for record in (kept, gone)
        for line in [*record.other_names.splitlines(), record.name, record.local_name]
    ]
    return "\n".join(dict.fromkeys(line for line in lines if line and line not in goes_by))


def _write(record: Any, values: dict[str, Any]) -> None:
    for attname, value in values.items():
        setattr(record, attname, value)
    record.save(update_fields=list(values))


def _field(record: Any, name: str) -> Any:
    return record._meta.get_field(name)


def _as_text(record: Any, name: str) -> str | None:
    """A stored value as JSON can keep it."""
    field = _field(record, name)
    return None if field.value_from_object(record) is None else field.value_to_string(record)


def _from_text(record: Any, name: str, text: str | None) -> Any:
    field = _field(record, name)
    return None if text is None else (field.target_field if field.remote_field else field).to_python(text)
