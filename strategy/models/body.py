from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.addresses import address
from portal.models import Organisation
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.danish import SortKey


class BodyKind(models.TextChoices):
    """What sort of group meets."""

    BOARD = "board", _("Political board")
    STEERING_GROUP = "steering", _("Steering group")
    DIRECTORS = "directors", _("Directors' meeting")
    SECRETARIAT = "secretariat", _("Secretariat")
    CROSS_DEPARTMENTAL = "cross_departmental", _("Cross-departmental group")
    THEME_GROUP = "theme", _("Theme group")


@tracked
class Body(VersionedModel):
    """A group that meets and decides, or prepares decisions: who sits in it, how often it meets, who chairs."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind)
    meetings_a_year = models.PositiveSmallIntegerField(_("meetings a year"), null=True, blank=True)
    form_rule = models.CharField(_("form of the meetings"), max_length=300, blank=True)
    host_rule = models.CharField(_("host"), max_length=300, blank=True)
    chair_rule = models.CharField(_("chair"), max_length=300, blank=True)
    prepared_by = models.CharField(_("agenda prepared by"), max_length=300, blank=True)
    tasks = RichTextField(_("tasks"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    sort_key = models.GeneratedField(
        expression=SortKey("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "owner"
    needs = Action.CONDUCT
    natural_key_fields = ("owner__name", "name")
    page_needs = ("owner",)
    parts = ("seats",)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.UniqueConstraint(
                name="body_name_once_per_owner",
                fields=["owner", "name"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The owner already has a body of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("strategy:body_detail", self.pk)
