from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.addresses import address
from portal.models.organisation import Organisation
from portal.records.history import tracked
from portal.records.versioned import VersionedModel
from portal.text.danish import SortKey


@tracked
class Department(VersionedModel):
    """A department (forvaltning) of an owner."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="departments", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    head = models.ForeignKey(
        "portal.Person", models.SET_NULL, null=True, blank=True, related_name="heads", verbose_name=_("head")
    )
    sort_key = models.GeneratedField(
        expression=SortKey("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "owner"
    needs = Action.ADMINISTER
    natural_key_fields = ("owner__name", "name")
    page_needs = ("owner", "head")

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                name="department_name_once_per_owner",
                fields=["owner", "name"],
                condition=Q(deleted_at=None),
                violation_error_message=_("The owner already has a department of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("department_detail", self.pk)
