from partnerships.models import Criterion
from portal.records.forms import VersionedForm


class CriterionForm(VersionedForm):
    """What a review, which the address names, judges by."""

    class Meta:
        model = Criterion
        fields = ["number", "name", "guidance"]
