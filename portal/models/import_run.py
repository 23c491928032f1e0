import uuid

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
