from portal.models import Affiliation
from portal.records.forms import VersionedForm


class AffiliationForm(VersionedForm):
    """A post of a person whom the address names."""

    class Meta:
        model = Affiliation
        fields = ["organisation", "role", "starts_on", "ends_on"]
