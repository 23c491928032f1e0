"""An import carried out: all of its rows in one transaction, or none."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.imports.checking import CheckedRow, Checker
from portal.imports.keeping import kept_rows
from portal.imports.preview import Tell
from portal.imports.registry import Importer
from portal.models import ImportRow, ImportRun, RowAct, RunState, User
from portal.records.events import link_tables

LOCKS = 0x696D706F  # the class of the advisory locks that imports take, one for each run


class ImportStoppedError(Exception):
    """Nothing was written, and the message says why."""


@transaction.atomic
def apply(importer: Importer, run: ImportRun, user: User, *, tell: Tell) -> None:
    """Carry out what the preview showed. Raises ImportStoppedError if a row would do anything else by now."""
    hold(run)
    reason = _("Import: %(file)s") % {"file": run.name}
    done = 0
    with pghistory.context(**signed(user), reason=reason, import_run=run.pk) as context, run.file.open() as file:
        for rows in Checker(importer, run, user, lock=True).check(kept_rows(file)):
            _write(importer, run, _as_shown(run, rows))
            done += len(rows)
            tell(done)
        finish(run, RunState.DONE, context_id=context.id)


def hold(run: ImportRun) -> None:
    """Keep the run for this transaction alone. Raises ImportStoppedError if another process is at it, or was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, run.pk])
        is_ours = cursor.fetchone()[0]
    if not is_ours or not ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING).exists():
        raise ImportStoppedError(_("Another process is at work on this import."))


def finish(run: ImportRun, state: RunState, **fields: Any) -> None:
    """The last write of a transaction that holds the run."""
    if not ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(state=state, message="", **fields):
        raise ImportStoppedError(_("Another process is at work on this import."))


def signed(user: User) -> dict[str, Any]:
    """Who did it, for the history; nobody on the command line."""
    return {"user": user.pk} if user.pk else {}


def _as_shown(run: ImportRun, rows: list[CheckedRow]) -> list[CheckedRow]:
    """Those of the rows that the preview would carry out, if each would still do what it did then."""
    shown = {row.number: row for row in run.rows.filter(number__in=[row.number for row in rows])}
    todo = [row for row in rows if row.number in shown and shown[row.number].act in (RowAct.NEW, RowAct.CHANGED)]
    moved = [row for row in todo if not _is_as_shown(row, shown[row.number])]
    if moved:
        numbers = ", ".join(str(row.number) for row in moved[:10])
        raise ImportStoppedError(
            _("Nothing was imported: what these rows are about has changed since they were checked: %(rows)s.")
            % {"rows": numbers}
        )
    return todo


def _is_as_shown(row: CheckedRow, shown: ImportRow) -> bool:
    record_id = row.record.pk if row.record else None
    now = (row.act, record_id, row.version, row.values)
    return now == (shown.act, shown.record_id, shown.version, shown.values)


def _write(importer: Importer, run: ImportRun, rows: list[CheckedRow]) -> None:
    model: Any = importer.model
    new = [row for row in rows if row.record.pk is None]
    known = [row for row in rows if row.record.pk is not None]
    try:
        model.objects.bulk_create([row.record for row in new])
        names = {name for row in known for name in row.changed if name not in row.links}
        names |= {"deleted_at"} if any(row.was_in_trash for row in known) else set()
        if names:
            model.with_trash.bulk_update([row.record for row in known], sorted(names), batch_size=200)
    except IntegrityError as refusal:
        raise ImportStoppedError(
            _("Nothing was imported: another record has taken the place of one of these. Check the file anew.")
        ) from refusal
    _link(importer, rows)
    _note_records(run, new)


def _link(importer: Importer, rows: Iterable[CheckedRow]) -> None:
    """Write the choices among many. Where they are all that changes, the record's version must move as well."""
    by_name: defaultdict[str, list[CheckedRow]] = defaultdict(list)
    for row in rows:
        for name in row.links:
            by_name[name].append(row)
    for name, some in by_name.items():
        table = link_tables(importer.model)[name]
        through, source, target = table.through, table.source, table.target
        stored = {pk: set[Any]() for row in some if (pk := row.record.pk)}
        for pk, other in through.objects.filter(**{f"{source}__in": stored}).values_list(source, target):
            stored[pk].add(other)
        for row in some:
            gone = stored[row.record.pk] - row.links[name]
            if gone:
                through.objects.filter(**{source: row.record.pk, f"{target}__in": gone}).delete()
        through.objects.bulk_create(
            through(**{source: row.record.pk, target: other})
            for row in some
            for other in sorted(row.links[name] - stored[row.record.pk])
        )
    touched = [row.record.pk for row in rows if row.links and row.links.keys() >= set(row.changed) and row.version]
    importer.model.with_trash.filter(pk__in=touched).update(updated_at=Now())


def _note_records(run: ImportRun, rows: list[CheckedRow]) -> None:
    """Which record each row made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_importrow SET record_id = made.pk FROM unnest(%s::int[], %s::bigint[]) AS made (number, pk)"
            " WHERE run_id = %s AND portal_importrow.number = made.number",
            [[row.number for row in rows], [row.record.pk for row in rows], run.pk],
        )
