from portal.models import Organisation
from portal.records.forms import VersionedForm
from portal.records.similar import SimilarBy


class OrganisationForm(VersionedForm):
    """An organisation: its names, where it is, and what it is part of."""

    similar_by = SimilarBy(name="name", first="country")
    short = ["name", "local_name", "kind", "country", "website"]
    in_bulk = ["kind", "country", "parent"]

    class Meta:
        model = Organisation
        fields = [
            "name", "local_name", "other_names", "kind", "country", "place", "latitude", "longitude", "website",
            "parent", "note", "source",
        ]  # fmt: skip
