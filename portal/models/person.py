from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.models.organisation import Organisation
from portal.records.history import tracked
from portal.records.versioned import VersionedModel
from portal.text.danish import Fold, SortKey


@tracked
class Person(VersionedModel):
    """A contact. Contact details are personal data: they have a purpose, are confirmed, and can be erased."""

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


@tracked
class Affiliation(VersionedModel):
    """A person's post at an organisation, from a day to a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    role = models.CharField(_("post"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    owner_path = "person__owner"
    natural_key_fields = ("person__owner__name", "person__name", "organisation__name", "role")
    name_needs = ("person", "organisation")

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")) | Q(starts_on=None) | Q(ends_on=None),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()
