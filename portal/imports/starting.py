"""The beginning of an import: the file is read through once, its rows are kept, and its columns are guessed."""

from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.base import File
from django.utils.text import Truncator

from portal.imports.keeping import keep
from portal.imports.mapping import guess
from portal.imports.reading import read
from portal.imports.registry import Importer
from portal.models import ImportRun, Organisation, User


def begin(
    *, importer: Importer, file: IO[bytes], size: int, name: str, owner: Organisation | None, user: User
) -> ImportRun:
    """A run with the file's rows and a first guess at its columns. Raises UnreadableFileError."""
    table = read(file, size)
    with TemporaryFile() as kept:
        total = keep(table, kept)
        run = ImportRun(
            kind=importer.kind,
            owner=owner if importer.belongs_to_owner else None,
            user=user if user.pk else None,
            name=Truncator(name).chars(200),
            headings=table.headings,
            mapping=guess(importer, table.headings, user),
            total=total,
        )
        content: Any = File(kept)
        run.file.save("rows.csv", content)
    return run
