from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Value
from django.utils import translation

from portal.access import RoleKind
from portal.imports.checking import ID, labels
from portal.imports.mapping import missing
from portal.imports.names import fold
from portal.imports.preview import counts
from portal.imports.reading import UnreadableFileError
from portal.imports.registry import Importer, all_importers, importer_of
from portal.imports.running import apply_run, check_run, claim_apply, claim_check, claim_undo, undo_run
from portal.imports.starting import begin
from portal.models import ImportRun, Organisation, Role, RowAct, RunState, User
from portal.text.danish import SortKey


class Command(BaseCommand):
    """The import of the pages, for files that come again and again."""

    help = (
        "Import a file (XLSX, CSV or TSV) of one kind of record, such as partnership. All is written, or nothing; "
        "rows that are refused are listed and left out. The exit code is 1 if anything stands in the way."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = ", ".join(importer.kind for importer in all_importers())
        parser.add_argument("kind", nargs="?", help=f"the kind of record: {kinds}")
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--owner", help="the name of the organisation whose records they are")
        parser.add_argument("--user", help="the login whose rights apply (else: those of an administrator)")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING")
        parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="for every row")
        parser.add_argument("--repeats", action="store_true", help="rows may say the same about one record")
        parser.add_argument("--strict", action="store_true", help="write nothing if any row is refused")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--undo", type=int, metavar="RUN", help="take back the run of this number")

    def handle(self, **options: Any) -> None:
        with translation.override("da"):
            user = _user(options["user"])
            if options["undo"] is not None:
                self._undo(options["undo"], user)
            elif options["kind"] and options["file"]:
                self._import(user, options)
            else:
                raise CommandError("Name a kind of record and a file, or --undo with the number of a run.")

    def _import(self, user: User, options: dict[str, Any]) -> None:
        importer = importer_of(options["kind"])
        if importer is None:
            raise CommandError(f"There is no kind of record called {options['kind']}.")
        run = _begun(importer, options["file"], _owner(importer, options["owner"], user), user)
        run.takes_repeats = options["repeats"]
        _map(run, importer, user, options["map"], options["set"])
        claim_check(run)
        check_run(importer, run, user)
        if run.state == RunState.FAILED:
            raise CommandError(run.message)
        self._report(run, labels(importer, user))
        if options["dry_run"]:
            return
        if options["strict"] and counts(run)[RowAct.REFUSED]:
            raise CommandError("Nothing was written, because rows were refused.")
        claim_apply(run)
        apply_run(importer, run, user)
        if run.state != RunState.DONE:
            raise CommandError(run.message)
        self.stdout.write(f"Done. To take it back: import --undo {run.pk}")

    def _report(self, run: ImportRun, names: dict[str, str]) -> None:
        for act, count in counts(run).items():
            self.stdout.write(f"{RowAct(act).label}: {count}")
        if headings := run.left_out():
            self.stderr.write(f"Columns not used: {', '.join(headings)}")
        for row in run.rows.filter(act=RowAct.REFUSED).iterator():
            self.stderr.write(f"{row.number}: {row.explanation(names)}")

    def _undo(self, number: int, user: User) -> None:
        run = ImportRun.objects.filter(pk=number).first()
        importer = importer_of(run.kind) if run else None
        if run is None or importer is None or not claim_undo(run):
            raise CommandError(f"There is no import {number} that has been carried out.")
        undo_run(importer, run, user)
        if run.state != RunState.UNDONE:
            raise CommandError(run.message)
        self.stdout.write("Undone.")


def _begun(importer: Importer, path: Path, owner: Organisation | None, user: User) -> ImportRun:
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            return begin(importer=importer, file=file, size=size, name=path.name, owner=owner, user=user)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except UnreadableFileError as error:
        raise CommandError(str(error)) from None


def _map(run: ImportRun, importer: Importer, user: User, mapped: Iterable[str], fixed: Iterable[str]) -> None:
    """Put the guess right as the command line says."""
    columns, values = dict(_pairs(mapped)), dict(_pairs(fixed))
    fields = [ID, *importer.fields]
    if unknown := [name for name in columns.keys() | values.keys() if name not in fields]:
        raise CommandError(f"No field is called {', '.join(sorted(unknown))}. There are: {', '.join(fields)}.")
    folded = fold([*run.headings, *columns.values()])
    places = {folded[heading]: place for place, heading in enumerate(run.headings)}
    for name, heading in columns.items():
        if folded[heading] not in places:
            raise CommandError(f"No column is headed {heading}. There are: {', '.join(run.headings)}.")
        run.mapping[name] = places[folded[heading]]
    run.mapping = {name: place for name, place in run.mapping.items() if name not in values}
    run.fixed = values
    if names := missing(importer, run.mapping.keys() | run.fixed.keys(), user):
        raise CommandError(f"The file has no column for: {', '.join(names)}. Say which with --map or --set.")
    run.save()


def _pairs(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise CommandError(f"{text} should be FIELD=…")
        yield name.strip(), value


def _user(email: str | None) -> User:
    """The user of that address, or one with all rights at every owner, who is in no history."""
    if email:
        try:
            return User.objects.get(email=email.lower(), is_active=True)
        except User.DoesNotExist:
            raise CommandError(f"Nobody logs in as {email}.") from None
    user = User(name="import")
    owners = Organisation.objects.owners().order_by("sort_key")
    user._roles = [Role(user=user, owner=owner, kind=RoleKind.ADMINISTRATOR) for owner in owners]
    return user


def _owner(importer: Importer, name: str | None, user: User) -> Organisation | None:
    if not importer.belongs_to_owner:
        return None
    owners = importer.owners(user)
    if name is not None:
        called = Organisation.objects.owners().filter(sort_key=SortKey(Value(name))).values_list("pk", flat=True)
        owners = [owner for owner in owners if owner.pk in called]
    match owners:
        case [owner]:
            return owner
        case _:
            raise CommandError("Say whose records they are, where you may change them: --owner NAME.")
