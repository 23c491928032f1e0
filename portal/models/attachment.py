import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.records.about import AboutRecord
from portal.records.history import tracked


def random_place(_attachment: "Attachment", _name: str) -> str:
    """Where a file is kept: nothing of what the user called it reaches the disk."""
    name = uuid.uuid4().hex
    return f"attachments/{name[:2]}/{name}"


@tracked
class Attachment(AboutRecord):
    """A file that belongs to a record: a signed agreement, an annex, a picture. Only who may read that gets it."""

    file = models.FileField(_("file"), upload_to=random_place, max_length=100)
    name = models.CharField(_("file name"), max_length=200)
    description = models.CharField(_("description"), max_length=300, blank=True)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)  # bytes
    sha256 = models.CharField(max_length=64, editable=False)

    section = "attachments"

    class Meta(AboutRecord.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def frozen_because(self) -> str:
        """The files of a locked agenda are part of what was sent out."""
        return self.about.frozen_because() if self.about else ""
