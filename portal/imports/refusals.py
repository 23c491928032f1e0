"""The refused rows of an import as a workbook, as they came, with what is wrong at the end of each."""

from collections.abc import Mapping
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from portal.imports.keeping import kept_rows
from portal.lists.export import text_cell
from portal.models import ImportRun, RowAct


def refused_rows(run: ImportRun, names: Mapping[str, str]) -> BytesIO:
    """An XLSX file. `names` says what the fields are called."""
    refused = {row.number: row.explanation(names) for row in run.rows.filter(act=RowAct.REFUSED).iterator()}
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Refused rows"))
    sheet.append([text_cell(sheet, heading) for heading in [*run.headings, _("What is wrong")]])
    with run.file.open() as file:
        for row in kept_rows(file):
            if row.number in refused:
                sheet.append([text_cell(sheet, cell) for cell in [*row.cells, refused[row.number]]])
    made = BytesIO()
    book.save(made)
    made.seek(0)
    return made
