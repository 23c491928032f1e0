from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.import_run import ImportRun


class RowAct(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


class ImportRow(models.Model):
    """One row of a file as it was understood: what it would do, to which record, and why it is refused."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField()  # in the file, as a spreadsheet counts: the headings are row 1
    act = models.CharField(max_length=10, choices=RowAct)
    record_id = models.PositiveBigIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)  # of the record when the row was checked; None: it was to be made
    values = models.JSONField(default=dict)  # what is to be written, by name of the field
    cells = models.JSONField(default=dict)  # by name of the field: [text before, text after]
    problems = models.JSONField(default=dict)  # by name of the field ("" for the row): what is wrong

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(name="import_row_once", fields=["run", "number"])]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"

    def explanation(self, names: Mapping[str, str]) -> str:
        """All its problems as one text. `names` says what the fields are called."""
        return " ".join(f"{names.get(name, '')}: {text}".removeprefix(": ") for name, text in self.problems.items())
