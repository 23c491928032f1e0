from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from portal.addresses import address
from portal.models import Country, Organisation, Person
from portal.records.history import tracked
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from portal.text.danish import Fold

PATIENCE = timedelta(days=30)  # how long whoever asks should wait at most


class Answer(models.TextChoices):
    """What became of an enquiry."""

    OPEN = "open", _("Not answered")
    ACCEPTED = "accepted", _("Accepted")
    REFERRED = "referred", _("Referred to others")
    DECLINED = "declined", _("Declined")


class EnquiryQuerySet(RecordQuerySet["Enquiry"]):
    """Enquiries, which belong to the owner that was asked."""

    def overdue(self, today: date) -> Self:
        """Those that have waited for an answer longer than anybody should."""
        return self.filter(answer=Answer.OPEN, received_on__lt=today - PATIENCE)


@tracked
class Enquiry(VersionedModel):
    """A city, institution or person asks for an agreement; weighed against what there is in the country and around."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="enquiries", verbose_name=_("owner"))
    received_on = models.DateField(_("received"))
    sender = models.CharField(_("from"), max_length=300, help_text=_("The city, institution or person that asks."))
    country = models.ForeignKey(Country, models.PROTECT, related_name="enquiries", verbose_name=_("country"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="enquiries_made",
        verbose_name=_("organisation"), help_text=_("If the portal knows it."),
    )  # fmt: skip
    wish = RichTextField(_("what is asked for"), blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.OPEN)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    reason = RichTextField(_("reason"), blank=True)
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("responsible person")
    )
    partnership = models.ForeignKey(
        Partnership, models.SET_NULL, null=True, blank=True, related_name="enquiries",
        verbose_name=_("partnership that came of it"),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)
    folded = models.GeneratedField(
        expression=Fold("sender"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects: ClassVar = LiveManager.from_queryset(EnquiryQuerySet)()

    owner_path = "owner"
    natural_key_fields = ("owner__name", "sender", "received_on")
    page_needs = ("owner", "country", "organisation", "responsible", "partnership__partner")

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="enquiry_answer_has_a_day",
                condition=Q(answer="open", answered_on=None) | (~Q(answer="open") & Q(answered_on__isnull=False)),
                violation_error_message=_("An answer has a date, and what is not answered has none."),
            ),
            models.CheckConstraint(
                name="enquiry_answered_after_it_came",
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("received_on")),
                violation_error_message=_("The answer lies before the enquiry."),
            ),
        ]

    def __str__(self) -> str:
        return self.sender

    def get_absolute_url(self) -> str:
        return address("partnerships:enquiry_detail", self.pk)
