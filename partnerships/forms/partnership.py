from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership
from portal.records.forms import VersionedForm
from portal.records.similar import SimilarBy


class PartnershipForm(VersionedForm):
    """A partnership: with whom, since when, why, how it goes and where it is heading."""

    similar_by = SimilarBy(within=("owner", "partner"))
    groups = [
        (_("Who with whom"), ["owner", "partner", "kind", "status", "since"]),
        (_("How it goes"), ["description", "outlook", "last_activity_on"]),
        (_("Priority and responsibility"), ["priority", "topics", "department", "responsible"]),
        (_("How it came about"), ["origin", "decided_by", "decided", "source"]),
        (_("For everybody"), ["is_public"]),
        (_("If it is over"), ["ended", "ended_by", "ended_reason"]),
    ]
    folded = ["ended"]
    in_bulk = [
        "kind", "status", "priority", "topics", "department", "responsible", "ended", "last_activity_on",
        "is_public",
    ]  # fmt: skip

    class Meta:
        model = Partnership
        fields = [
            "owner", "partner", "kind", "status", "since", "ended", "ended_by", "ended_reason", "priority", "topics",
            "department", "responsible", "origin", "decided_by", "decided", "description", "outlook",
            "last_activity_on", "source", "is_public",
        ]  # fmt: skip
