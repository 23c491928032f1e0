from portal.models import Organisation
from portal.records.forms import VersionedForm


class OrganisationForm(VersionedForm):
    """An organisation: its names, where it is, and what it is part of."""

    class Meta:
        model = Organisation
        fields = [
            "name", "local_name", "other_names", "kind", "country", "place", "latitude", "longitude", "website",
            "parent", "merged_into", "merged_on", "note", "source",
        ]  # fmt: skip
