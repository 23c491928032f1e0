from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models.user import User


class Merger(models.Model):
    """Two records that turned out to be one: which was kept, which went into it, and what moved along."""

    kind = models.CharField(max_length=80)  # such as "portal.organisation"
    kept_id = models.PositiveBigIntegerField()
    gone_id = models.PositiveBigIntegerField()
    # "links": lists of kind of row, name of the field, and keys of the rows that pointed to the gone one;
    # "doubles": kinds and values of rows that were taken away; "facts": by field of the kept one, before and after.
    moved = models.JSONField()
    merged_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by"))
    merged_at = models.DateTimeField(db_default=Now(), editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        indexes = [models.Index(fields=["kind", "kept_id"]), models.Index(fields=["kind", "gone_id"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.gone_id} → {self.kept_id}"
