"""Imports for tests: a text becomes a run that is checked, carried out and undone in this very thread."""

from io import BytesIO
from typing import Any

from portal.imports.preview import counts
from portal.imports.registry import Importer, importer_of
from portal.imports.running import apply_run, check_run, claim_apply, claim_check, claim_undo, undo_run
from portal.imports.starting import begin
from portal.models import ImportRun, Organisation, User


def importer(kind: str) -> Importer:
    found = importer_of(kind)
    assert found is not None
    return found


def checked(
    kind: str, text: str | bytes, user: User, /, *, owner: Organisation | None = None, **fixed: str
) -> ImportRun:
    """The file looked through, with its columns as they are guessed."""
    content = text.encode() if isinstance(text, str) else text
    size = len(content)
    run = begin(importer=importer(kind), file=BytesIO(content), size=size, name="fil.csv", owner=owner, user=user)
    run.fixed = fixed
    run.mapping = {name: place for name, place in run.mapping.items() if name not in fixed}
    run.save()
    check_again(run, user)
    return run


def check_again(run: ImportRun, user: User) -> None:
    assert claim_check(run)
    check_run(importer(run.kind), run, user)


def carry_out(run: ImportRun, user: User) -> None:
    assert claim_apply(run)
    apply_run(importer(run.kind), run, user)


def take_back(run: ImportRun, user: User) -> None:
    assert claim_undo(run)
    undo_run(importer(run.kind), run, user)


def acts(run: ImportRun) -> dict[str, int]:
    """How many rows there are of each act that there are any of."""
    return {act: count for act, count in counts(run).items() if count}


def problems(run: ImportRun) -> dict[int, dict[str, str]]:
    return {row.number: row.problems for row in run.rows.all() if row.problems}


def cells(run: ImportRun) -> dict[int, dict[str, Any]]:
    return {row.number: row.cells for row in run.rows.all() if row.cells}
