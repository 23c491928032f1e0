from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.models import Organisation, Topic
from portal.records.history import tracked
from portal.records.partial_date import PartialDateField
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel
from portal.text.danish import Fold, SortKey


class NetworkKind(models.TextChoices):
    """What a network is for."""

    POLITICAL = "political", _("Political")
    THEMATIC = "thematic", _("Thematic")
    INFORMAL = "informal", _("Informal")


@tracked
class Network(VersionedModel):
    """A European or other network that organisations are members of: CPMR, EuroCities, ENCORE."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("Former names and other spellings, one on each line; search finds them."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=NetworkKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="commissions", verbose_name=_("part of")
    )
    secretariat = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="secretariats",
        verbose_name=_("secretariat"),
    )  # fmt: skip
    secretariat_note = models.CharField(_("about the secretariat"), max_length=500, blank=True)
    founded = PartialDateField(_("founded"), blank=True)
    policy_areas = models.TextField(_("policy areas"), blank=True, help_text=_("One on each line."))
    size = models.CharField(
        _("size"), max_length=300, blank=True, help_text=_("How many members, how many inhabitants.")
    )
    website = models.URLField(_("website"), blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="networks", verbose_name=_("topics"))
    description = RichTextField(_("description"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    sort_key = models.GeneratedField(
        expression=SortKey("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    folded = models.GeneratedField(
        expression=Fold(
            models.functions.Concat(
                "name",
                models.Value(" "),
                "short_name",
                models.Value(" "),
                "other_names",
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    natural_key_fields = ("name",)
    page_needs = ("parent", "secretariat")

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        indexes = [models.Index(fields=["sort_key"], name="network_sort_key")]
        constraints = [
            models.UniqueConstraint(
                name="network_name_once",
                fields=["name"],
                condition=Q(deleted_at=None),
                violation_error_message=_("There is already a network of this name."),
            ),
            models.CheckConstraint(
                name="network_not_part_of_itself",
                condition=~Q(parent=F("id")),
                violation_error_message=_("A network cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("networks:network_detail", self.pk)
