from portal.models import Population
from portal.records.forms import VersionedForm


class PopulationForm(VersionedForm):
    """The inhabitants of an organisation, which the address names, on a day."""

    class Meta:
        model = Population
        fields = ["counted_on", "inhabitants", "source"]
