"""The preview of an import: what each row of its file would do, kept so that people can look through it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import batched

from django.utils.translation import gettext as _

from portal.imports.checking import CheckedRow, Checker
from portal.imports.constraints import Candidates
from portal.imports.keeping import kept_rows
from portal.imports.registry import Importer
from portal.models import ImportRow, ImportRun, RowAct, User

type Tell = Callable[[int], None]  # is told how many rows are done


def preview(importer: Importer, run: ImportRun, user: User, *, tell: Tell) -> None:
    """Check every row of the file and write down what it would do."""
    run.rows.all().delete()
    checker, repeats, done = Checker(importer, run, user), _Repeats(run), 0
    with run.file.open() as file, Candidates(importer.model) as candidates:
        for rows in checker.check(kept_rows(file)):
            repeats.look_for(rows)
            ImportRow.objects.bulk_create(_kept(run, row) for row in rows)
            candidates.add(row for row in rows if row.act in (RowAct.NEW, RowAct.CHANGED))
            done += len(rows)
            tell(done)
        candidates.remove(repeats.refused)
        _refuse(run, repeats.refused)
        _refuse(run, dict(candidates.violations()))


class _Repeats:
    """Finds rows about one record, of which each names the other."""

    def __init__(self, run: ImportRun) -> None:
        self.are_allowed = run.takes_repeats
        self.first: dict[object, tuple[int, int]] = {}  # number and words of the first row about a record
        self.refused: dict[int, str] = {}  # rows that were let through before the other came

    def look_for(self, rows: Iterable[CheckedRow]) -> None:
        for row in rows:
            if row.identity is None:
                continue
            words = hash(frozenset(row.texts.items()))
            number, first_words = self.first.setdefault(row.identity, (row.number, words))
            if number == row.number:
                continue
            if self.are_allowed and words == first_words:
                if row.act != RowAct.REFUSED:
                    row.act, row.cells = RowAct.UNCHANGED, {}
                    row.problems = {"": _("Says the same as row %(row)d.") % {"row": number}}
            else:
                row.refuse(_about_the_same(number))
                self.refused.setdefault(number, _about_the_same(row.number))


def _about_the_same(number: int) -> str:
    return _("Row %(row)d is about the same record.") % {"row": number}


def _kept(run: ImportRun, row: CheckedRow) -> ImportRow:
    return ImportRow(
        run=run,
        number=row.number,
        act=row.act,
        record_id=row.record.pk if row.record else None,
        version=row.version,
        values=row.values if row.act in (RowAct.NEW, RowAct.CHANGED) else {},
        cells=row.cells,
        problems=row.problems,
    )


def _refuse(run: ImportRun, problems: dict[int, str]) -> None:
    """Refuse rows whose problem only showed when the others were known."""
    for numbers in batched(problems, 1000):
        rows = list(run.rows.filter(number__in=numbers).exclude(act=RowAct.REFUSED))
        for row in rows:
            row.act, row.problems = RowAct.REFUSED, {"": problems[row.number]}
            row.cells = {name: ["", after] for name, (_before, after) in row.cells.items()}
        ImportRow.objects.bulk_update(rows, ["act", "problems", "cells"], batch_size=200)


def counts(run: ImportRun) -> dict[str, int]:
    """How many rows there are of each act, none left out."""
    found: dict[str, int] = defaultdict(int, {})
    for act in run.rows.values_list("act", flat=True).iterator():
        found[act] += 1
    return {act.value: found[act.value] for act in RowAct}
