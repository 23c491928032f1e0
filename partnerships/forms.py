from django.utils.translation import gettext_lazy as _

from partnerships.models import Agreement, Partnership
from portal.records.forms import VersionedForm
from portal.records.similar import SimilarBy


class PartnershipForm(VersionedForm):
    """A partnership: with whom, since when, why, how it goes and where it is heading."""

    similar_by = SimilarBy(within=("owner", "partner"))
    groups = [
        (_("Who with whom"), ["owner", "partner", "kind", "status", "since", "ended"]),
        (_("How it goes"), ["description", "outlook", "last_activity_on"]),
        (_("Priority and responsibility"), ["priority", "topics", "department", "responsible"]),
        (_("Background"), ["origin", "source"]),
    ]
    in_bulk = [
        "kind", "status", "priority", "topics", "department", "responsible", "ended", "last_activity_on",
    ]  # fmt: skip

    class Meta:
        model = Partnership
        fields = [
            "owner", "partner", "kind", "status", "since", "ended", "priority", "topics", "department", "responsible",
            "origin", "description", "outlook", "last_activity_on", "source",
        ]  # fmt: skip


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
