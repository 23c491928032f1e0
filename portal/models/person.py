from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.models.organisation import Organisation
from portal.records.history import tracked
from portal.records.versioned import VersionedModel
from portal.text.danish import Fold, SortKey


@tracked
class Person(VersionedModel):
    """A contact. Contact details are personal data: they have a purpose, and somebody confirms that they hold."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="persons", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True, help_text=_("Why we keep these details."))
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from",
        verbose_name=_("merged into"),
    )  # fmt: skip
    sort_key = models.GeneratedField(
        expression=SortKey("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    folded = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    owner_path = "owner"
    natural_key_fields = ("owner__name", "name")
    page_needs = ("owner", "merged_into")
    parts = ("affiliations",)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("person_detail", self.pk)
