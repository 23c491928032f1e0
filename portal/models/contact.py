from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.models.person import Person
from portal.records.about import AboutRecord
from portal.records.history import tracked


@tracked
class Contact(AboutRecord):
    """A person's role in a record, from a day to a day: whom to call about an agreement, a network, a body."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    section = "contacts"
    name_needs = ("person",)

    class Meta(AboutRecord.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")) | Q(starts_on=None) | Q(ends_on=None),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"
