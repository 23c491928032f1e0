from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.models import Agreement
from portal.models import User
from portal.records.forms import VersionedForm


class MonthsField(SimpleArrayField):
    """Numbers of months with commas between them. Whatever is wrong, the answer says how to write them."""

    default_error_messages = {
        "item_invalid": _("Write whole months, at most 120, separated by commas, for example 12,6,3."),
    }

    def clean(self, value: Any) -> Sequence[Any]:
        try:
            return super().clean(value)
        except ValidationError:
            raise ValidationError(self.error_messages["item_invalid"], code="item_invalid") from None


class AgreementForm(VersionedForm):
    """An agreement: who said yes to it, what was signed, for how long, and how it ends."""

    groups = [
        (_("What and with whom"), ["partnership", "title", "kind", "contractor"]),
        (_("Term"), ["term_kind", "starts", "ends_on", "renewal_months", "renewal_limit", "follows"]),
        (_("Notice"), ["notice_count", "notice_unit", "notice_boundary"]),
        (_("Approval and signatures"), [
            "stage", "approved_by", "approved_on", "signed", "signed_by_owner", "countersigned", "signed_by_partner",
        ]),
        (_("Contents and source"), ["summary", "source"]),
        (_("Other agreements"), ["renews", "amends"]),
        (_("If it has been brought to an end"), [
            "notice_given_on", "notice_given_by", "notice_received_on", "notice_withdrawn_on", "terminated_on",
        ]),
        (_("Reminders"), ["reminder_months", "reminder_recipients", "review_months"]),
    ]  # fmt: skip
    folded = ["renews", "notice_given_on", "reminder_months"]
    to_mend = {
        "agreement_fixed_or_renewing_has_an_end": "ends_on",
        "agreement_notice_in_order": "notice_given_on",
    }
    in_bulk = ["kind", "stage", "term_kind", "ends_on", "notice_given_on", "notice_given_by", "terminated_on"]

    class Meta:
        model = Agreement
        fields = [
            "partnership", "title", "kind", "stage", "approved_by", "approved_on", "contractor", "signed",
            "countersigned", "signed_by_owner", "signed_by_partner", "term_kind", "starts", "ends_on",
            "renewal_months", "renewal_limit", "notice_count", "notice_unit", "notice_boundary", "notice_given_on",
            "notice_given_by", "notice_received_on", "notice_withdrawn_on", "terminated_on", "follows", "renews",
            "amends", "summary", "source", "reminder_months", "reminder_recipients", "review_months",
        ]  # fmt: skip
        field_classes = {"reminder_months": MonthsField}
        help_texts = {
            "signed": _("Our signature. A year, or a date such as 4.8.1987."),
            "follows": _("The agreement ends on the day that the other one ends, whichever day that becomes."),
            "renews": _("The agreement that this one takes over from, on the day this one enters into force."),
            "amends": _("The agreement of which this one changes a part, and which stays in force beside it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reminder_recipients" in self.fields:
            colleagues = User.objects.filter(is_active=True, roles__owner__in=self.user.owners)
            self.fields["reminder_recipients"].queryset = colleagues.distinct().order_by("name", "pk")  # type: ignore[attr-defined]

    def clean_reminder_months(self) -> list[int]:
        return sorted(set(self.cleaned_data["reminder_months"]), reverse=True)

    def check_owners(self) -> None:
        """Whoever is reminded works for the owner as well."""
        super().check_owners()
        is_asked = "reminder_recipients" in self.fields
        recipients = self.cleaned_data.get("reminder_recipients") or []
        if self.is_moving and not is_asked:
            recipients = self.instance.reminder_recipients.all()
        if any(self.instance.owning_id() not in recipient.rights for recipient in recipients):
            name = "reminder_recipients" if is_asked else None
            self.add_error(name, _("Somebody chosen does not work for the owner of the agreement."))
