import uuid
from collections.abc import Mapping

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models.organisation import Organisation
from portal.models.user import User


class RunState(models.TextChoices):
    """How far an import has come."""

    MAPPING = "mapping", _("The columns are being matched")
    CHECKING = "checking", _("The rows are being checked")
    CHECKED = "checked", _("Ready to be carried out")
    RUNNING = "running", _("Being carried out")
    DONE = "done", _("Carried out")
    FAILED = "failed", _("Broken off")
    UNDONE = "undone", _("Undone")


class RowAct(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


def import_place(_run: "ImportRun", _name: str) -> str:
    return f"imports/{uuid.uuid4().hex}"


class ImportRun(models.Model):
    """One file on its way into the records of one kind: as uploaded, how its columns are read, and what came of it."""

    kind = models.CharField(max_length=80)  # such as "portal.organisation"
    owner = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+", verbose_name=_("owner"))
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="imports", verbose_name=_("user"))
    file = models.FileField(_("file"), upload_to=import_place, max_length=100)
    name = models.CharField(_("file name"), max_length=200)
    headings = models.JSONField(default=list)  # of the file's columns
    mapping = models.JSONField(default=dict)  # name of a field: number of its column, from 0
    fixed = models.JSONField(default=dict)  # name of a field: the text that every row has
    takes_repeats = models.BooleanField(
        _("several rows may say the same about one record"),
        default=False,
        help_text=_("Then the first of them counts. Otherwise, and where they differ, all of them are refused."),
    )
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.MAPPING)
    total = models.PositiveIntegerField(default=0)  # rows in the file
    progress = models.PositiveIntegerField(default=0)  # rows dealt with so far in the present state
    message = models.TextField(blank=True)  # why it was broken off
    context_id = models.UUIDField(null=True)  # under which the history keeps what it wrote
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    moved_at = models.DateTimeField(auto_now=True)  # when `progress` was last written: a stalled run is told by it

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def left_out(self) -> list[str]:
        """The headings of the columns that no field is taken from."""
        used = set(self.mapping.values())
        return [heading for place, heading in enumerate(self.headings) if heading and place not in used]


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
