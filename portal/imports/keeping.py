"""The rows of a file as they are kept from the upload until the import is done: plain text that reads in no time."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from portal.imports.reading import Row, Table


def keep(table: Table, file: IO[bytes]) -> int:
    """Write the table down, each row on its own number, and count the rows. Raises UnreadableFileError."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(table.headings)
    count, here = 0, 1
    for row in table.rows:
        writer.writerows([] for _empty in range(here + 1, row.number))
        writer.writerow([*row.cells, *(["…"] if row.surplus else [])])
        count, here = count + 1, row.number
    text.flush()
    text.detach()
    file.seek(0)
    return count


def kept_rows(file: IO[bytes]) -> Iterator[Row]:
    """The rows that were written down."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    lines = csv.reader(text)
    width = len(next(lines))
    for number, cells in enumerate(lines, start=2):
        if cells:
            yield Row(number, cells[:width], surplus=len(cells) > width)
    text.detach()
