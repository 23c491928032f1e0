"""What a file would do, row by row: with the same rules as the forms, but looked up for many rows at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched, product
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import access
from portal.imports.cells import Column, Meaning, columns, form_of, plain
from portal.imports.reading import Row
from portal.imports.registry import Importer
from portal.models import ImportRun, RowAct, User
from portal.records.events import link_tables
from portal.records.forms import chooses_many
from portal.records.versioned import VersionedModel
from portal.text.numbers import whole_number

CHUNK = 500  # rows that are looked up together
ID = "id"  # stands in the mapping for the column that says which record a row is about


@dataclass(slots=True)
class CheckedRow:
    """A row as it is understood: the record as it will be (not saved), and what of it changes."""

    number: int
    texts: dict[str, str]  # by name of the field
    meanings: dict[str, Meaning]
    record: Any = None
    version: int | None = None  # of the record as it is; None for one that is made
    was_in_trash: bool = False
    act: RowAct = RowAct.UNCHANGED
    changed: list[str] = field(default_factory=list)
    links: dict[str, frozenset[Any]] = field(default_factory=dict)  # choices among many, as they will be
    cells: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    identity: object = None  # what two rows about one record have in common

    def refuse(self, problem: str, *, name: str = "") -> None:
        """Refuse the row, by a problem of a field or of the whole row."""
        self.act = RowAct.REFUSED
        self.problems.setdefault(name, problem)
        self.cells = {name: ["", text] for name, text in self.texts.items() if text}


class Checker:
    """Checks the rows of one run for one user. `lock` holds the records until the transaction ends."""

    def __init__(self, importer: Importer, run: ImportRun, user: User, *, lock: bool = False) -> None:
        self.importer, self.run, self.user, self.lock = importer, run, user, lock
        self.form = form_of(importer, user)
        names = [name for name in importer.fields if name in run.mapping or name in run.fixed]
        self.columns = {column.name: column for column in columns(importer, self.form, names, run.owner)}
        rest = columns_left(importer, self.form, names)
        self.lacking = {name: column.required for name, column in rest.items() if column.required}
        first_parts = {lookup: lookup.partition("__")[0] for lookup in importer.key_lookups}
        self.lookups = [lookup for lookup, first in first_parts.items() if first in {*self.columns, "owner"}]
        self.choosing_many = {name for name in self.form.fields if chooses_many(self.form.fields[name])}
        self.cleaners = [name for name in self.form.fields if hasattr(self.form, f"clean_{name}")]
        self.fixed_once_made: set[str] | None = None

    def check(self, rows: Iterable[Row]) -> Iterator[list[CheckedRow]]:
        """The rows as they are understood, some at a time. Raises UnreadableFileError if the file breaks off."""
        for some in batched(rows, CHUNK):
            yield self._check(some)

    def _check(self, rows: tuple[Row, ...]) -> list[CheckedRow]:
        found = [CheckedRow(row.number, self._texts(row), {}) for row in rows]
        for name, column in self.columns.items():
            column.learn({row.texts[name] for row in found})
            for row in found:
                row.meanings[name] = column.meanings[row.texts[name]]
        self.others = {name: self._others(name, found) for name, column in self.columns.items() if column.book}
        self._match(found)
        self._links(found)
        for source, row in zip(rows, found, strict=True):
            if source.surplus:
                row.refuse(_("The row has more cells than there are headings. Is one divided by mistake?"))
            if row.act != RowAct.REFUSED:
                self._understand(row)
        return found

    def _texts(self, row: Row) -> dict[str, str]:
        texts = {}
        for name in self.columns.keys() | ({ID} & self.run.mapping.keys()):
            place = self.run.mapping.get(name)
            text = row.cells[place] if place is not None else self.run.fixed[name]
            reading = self.importer.readings.get(name)
            texts[name] = (reading(text) if reading else text).strip()
        return texts

    def _others(self, name: str, rows: list[CheckedRow]) -> Mapping[Any, Any]:
        """The records that the cells of a column name, by primary key."""
        if self.columns[name].chooses_many:
            return {}
        keys = {key for row in rows for key in row.meanings[name].keys[:10]}
        return self.columns[name].records.order_by().in_bulk(keys)

    # --- which record a row is about ---------------------------------------------------------------------------------

    def _match(self, rows: list[CheckedRow]) -> None:
        by_id = {row.number: row.texts[ID] for row in rows if row.texts.get(ID)}
        self._match_by_id([row for row in rows if row.number in by_id])
        self._match_by_key([row for row in rows if row.number not in by_id])

    def _match_by_id(self, rows: list[CheckedRow]) -> None:
        ids = {row.number: key for row in rows if (key := whole_number(row.texts[ID]))}
        found = self._records().filter(pk__in=set(ids.values()), deleted_at=None)
        records = {record.pk: record for record in found} if ids else {}
        for row in rows:
            row.record = records.get(ids.get(row.number))
            row.identity = row.texts[ID]
            if row.record is None:
                row.refuse(_("There is no record with this id that you may see."), name=ID)

    def _match_by_key(self, rows: list[CheckedRow]) -> None:
        keys = {row.number: self._keys(row) for row in rows}
        records = self._records_called({key for some in keys.values() for key in some})
        for row in rows:
            found = [record for key in keys[row.number] for record in records.get(key, [])]
            live = [record for record in found if record.deleted_at is None]
            row.identity = keys[row.number][0] if len(keys[row.number]) == 1 else None
            if len(live) > 1:
                row.refuse(_("Several records are called this. Say which one by a column with its id."))
            elif found:
                row.record = live[0] if live else max(found, key=lambda record: record.deleted_at)
                row.was_in_trash = not live
                row.identity = str(row.record.pk)

    def _keys(self, row: CheckedRow) -> list[tuple[Any, ...]]:
        """The keys that a row may mean: several if a name in it means several records."""
        options = []
        for lookup in self.lookups:
            name, _dots, path = lookup.partition("__")
            if name == "owner":
                options.append([self.run.owner_id])
            elif row.meanings[name].problem:
                return []
            elif name in self.others:
                others = [self.others[name].get(key) for key in row.meanings[name].keys[:10]]
                options.append([_key_part(other, path) for other in others] or [None])
            else:
                options.append([row.meanings[name].value])
        return list(product(*options)) if options else []

    def _records_called(self, keys: set[tuple[Any, ...]]) -> Mapping[tuple[Any, ...], list[Any]]:
        parts = {lookup: {key[place] for key in keys} for place, lookup in enumerate(self.lookups)}
        narrow = {f"{lookup}__in": values for lookup, values in parts.items() if None not in values}
        found = defaultdict(list)
        for record in self._records().filter(**narrow) if keys and narrow else ():
            found[tuple(_key_part(record, lookup) for lookup in self.lookups)].append(record)
        return found

    def _records(self) -> models.QuerySet[Any]:
        records = self.importer.records(self.user)
        return records.order_by("pk").select_for_update(of=("self",)) if self.lock else records.order_by("pk")

    def _links(self, rows: list[CheckedRow]) -> None:
        """What the records have chosen among many until now, `self.linked[name][pk]`, and what that is called."""
        self.linked: dict[str, defaultdict[Any, set[Any]]] = {}
        self.link_names: dict[str, Mapping[Any, Any]] = {}
        known = [row.record.pk for row in rows if row.record is not None]
        for name, column in self.columns.items():
            if column.chooses_many:
                table = link_tables(self.importer.model)[name]
                links = table.through.objects.filter(**{f"{table.source}__in": known})
                pairs = list(links.values_list(table.source, table.target))
                self.linked[name] = defaultdict(set)
                for pk, other in pairs:
                    self.linked[name][pk].add(other)
                self.link_names[name] = column.records.model._base_manager.in_bulk({other for _pk, other in pairs})

    # --- what it makes of the record ---------------------------------------------------------------------------------

    def _understand(self, row: CheckedRow) -> None:
        is_new = row.record is None
        record: Any = self.importer.model() if is_new else row.record
        row.record = record
        if "owner" in self.form.fields:
            if is_new:
                record.owner = self.run.owner
            elif record.owner_id != self.run.owner_id:
                return row.refuse(_("The record belongs to another owner."))
        after = self._values(row, is_new=is_new)
        if is_new:
            for name, problem in self.lacking.items():
                row.refuse(problem, name=name)
        if row.act == RowAct.REFUSED or not (after or is_new or row.was_in_trash):
            return None
        row.version = None if is_new else record.version
        if not is_new and (refusal := self._refusal(row)):
            return row.refuse(refusal)
        row.cells = {name: [self._before(row, name, is_new=is_new), self._shown(row, name)] for name in after}
        row.values = {name: plain(value) for name, value in after.items()}
        row.changed = list(after)
        for name, value in after.items():
            if self.columns[name].chooses_many:
                row.links[name] = value
            else:
                setattr(record, name, value)
        record.deleted_at = None
        row.act = RowAct.NEW if is_new or row.was_in_trash else RowAct.CHANGED
        self._apply_form(row)
        if is_new and row.act != RowAct.REFUSED and (refusal := self._refusal(row)):
            row.refuse(refusal)
        return None

    def _values(self, row: CheckedRow, *, is_new: bool) -> dict[str, Any]:
        """The values that are not what the record has already, by name of the field."""
        after = {}
        for name, column in self.columns.items():
            meaning = row.meanings[name]
            if is_new and not row.texts[name] and column.has_default:
                continue
            if meaning.problem:
                row.refuse(meaning.problem, name=name)
            elif column.chooses_many:
                if meaning.value != self.linked[name][row.record.pk]:
                    after[name] = meaning.value
            elif column.book:
                other, problem = self._chosen(row, name)
                if problem:
                    row.refuse(problem, name=name)
                elif getattr(row.record, f"{name}_id") != getattr(other, "pk", None):
                    after[name] = other
            elif not column.is_same(getattr(row.record, name), meaning.value):
                after[name] = meaning.value
        if not is_new and (fixed := after.keys() & self._fixed_once_made(row.record)):
            for name in fixed:
                row.refuse(_("This cannot be changed once the record is made."), name=name)
        return after

    def _chosen(self, row: CheckedRow, name: str) -> tuple[Any, str]:
        """The record that a cell names, or why none. Of several namesakes the one that was there already stays."""
        keys = row.meanings[name].keys
        stored = getattr(row.record, f"{name}_id")
        if stored in keys:
            return getattr(row.record, name), ""
        if len(keys) > 1:
            names = [self._name(other) for key in keys[:10] if (other := self.others[name].get(key))]
            text = _("Several are called “%(text)s”. Choose one of these: %(choices)s")
            return None, text % {"text": row.texts[name], "choices": "; ".join(names)}
        return (self.others[name].get(keys[0]) if keys else None), ""

    @staticmethod
    def _name(other: Any) -> str:
        country = getattr(other, "country", None)
        return f"{other} ({country})" if country else str(other)

    def _fixed_once_made(self, record: VersionedModel) -> set[str]:
        if self.fixed_once_made is None:
            fields = form_of(self.importer, self.user, record).fields
            self.fixed_once_made = {name for name, form_field in fields.items() if form_field.disabled}
        return self.fixed_once_made

    def _before(self, row: CheckedRow, name: str, *, is_new: bool) -> str:
        if is_new:
            return ""
        column = self.columns[name]
        if column.chooses_many:
            return "; ".join(sorted(str(self.link_names[name][pk]) for pk in self.linked[name][row.record.pk]))
        return column.shown(getattr(row.record, name))

    def _shown(self, row: CheckedRow, name: str) -> str:
        if self.columns[name].book and not self.columns[name].chooses_many:
            other, _problem = self._chosen(row, name)
            return "" if other is None else str(other)
        return row.meanings[name].shown

    def _refusal(self, row: CheckedRow) -> str:
        """Why the user may not do this to the record; "" if he may."""
        if access.may_change(self.user, row.record):
            return ""
        return row.record.frozen_because() or _("You may read this, but not change it.")

    def _apply_form(self, row: CheckedRow) -> None:
        """Let the form judge the record as a whole, by the rules that it has beyond those of its fields."""
        form, record = self.form, row.record
        form.instance, form._errors = record, ErrorDict()  # type: ignore[attr-defined]  # not in the stubs
        form.cleaned_data = {
            name: getattr(record, name, None) for name in form.fields if name not in self.choosing_many
        }
        for name in self.cleaners:
            try:
                getattr(form, f"clean_{name}")()
            except ValidationError as error:
                form.add_error(name, error)
        try:
            form.clean()
            record.clean()
        except ValidationError as error:
            form.add_error(None, error)
        form.check_owners()
        for name, errors in form.errors.items():
            row.refuse(" ".join(map(str, errors)), name="" if name == "__all__" else name)


def columns_left(importer: Importer, form: Any, names: list[str]) -> dict[str, Column]:
    """The fields that the file says nothing of, and that have no value of their own."""
    model: Any = importer.model
    left = [name for name in importer.fields if name not in names]
    rest = {name: Column(name, form.fields[name], model._meta.get_field(name)) for name in left}
    return {name: column for name, column in rest.items() if not column.has_default}


def labels(importer: Importer, user: User) -> dict[str, str]:
    """What each field is called, by its name."""
    fields = form_of(importer, user).fields
    return {ID: "Id"} | {name: capfirst(str(fields[name].label)) for name in importer.fields}


def _key_part(record: Any, path: str) -> Any:
    for name in path.split("__") if path else []:
        record = getattr(record, name, None)
    return record.pk if isinstance(record, models.Model) else record
