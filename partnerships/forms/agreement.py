from django.utils.translation import gettext_lazy as _

from partnerships.models import Agreement
from portal.records.forms import VersionedForm


class AgreementForm(VersionedForm):
    """An agreement: what was signed, for how long, and how it ends."""

    groups = [
        (_("What and with whom"), ["partnership", "title", "kind", "stage", "contractor"]),
        (_("Term"), ["term_kind", "starts", "ends_on", "renewal_months", "renewal_limit", "follows", "renews"]),
        (_("Notice"), ["notice_count", "notice_unit", "notice_boundary"]),
        (_("If it has been brought to an end"), ["notice_given_on", "notice_given_by", "terminated_on"]),
        (_("Signatures"), ["signed", "signed_by_owner", "signed_by_partner"]),
        (_("Contents and source"), ["summary", "source"]),
    ]
    in_bulk = ["kind", "stage", "term_kind", "ends_on", "notice_given_on", "notice_given_by", "terminated_on"]

    class Meta:
        model = Agreement
        fields = [
            "partnership", "title", "kind", "stage", "contractor", "signed", "signed_by_owner", "signed_by_partner",
            "term_kind", "starts", "ends_on", "renewal_months", "renewal_limit", "notice_count", "notice_unit",
            "notice_boundary",
            "notice_given_on", "notice_given_by", "terminated_on", "follows", "renews", "summary", "source",
        ]  # fmt: skip
