from django.utils.translation import gettext_lazy as _

from partnerships.models import Assessment
from portal.records.forms import VersionedForm


class AssessmentForm(VersionedForm):
    """The decision sheet of one record: how it has gone, what is recommended and why, and who was told."""

    groups = [
        (_("How it has gone"), ["activity", "cost", "results"]),
        (_("What is recommended"), ["recommendation", "proposal", "rationale"]),
        (_("The partner"), ["told", "told_on"]),
        (_("In the memo"), ["position"]),
    ]
    in_bulk = ["recommendation", "told", "told_on"]

    class Meta:
        model = Assessment
        fields = [
            "activity", "cost", "results", "recommendation", "proposal", "rationale", "told", "told_on", "position",
        ]  # fmt: skip
