from portal.models import Affiliation, Organisation, OrganisationMember, Person, Population
from portal.records.forms import VersionedForm


class OrganisationForm(VersionedForm):
    """An organisation: its names, where it is, and what it is part of."""

    class Meta:
        model = Organisation
        fields = [
            "name", "local_name", "other_names", "kind", "country", "place", "latitude", "longitude", "website",
            "parent", "merged_into", "merged_on", "note", "source",
        ]  # fmt: skip


class PopulationForm(VersionedForm):
    """The inhabitants of an organisation, which the address names, on a day."""

    class Meta:
        model = Population
        fields = ["counted_on", "inhabitants", "source"]


class OrganisationMemberForm(VersionedForm):
    """A member of a partnership, which the address names."""

    class Meta:
        model = OrganisationMember
        fields = ["member", "joined_on", "left_on", "note"]


class PersonForm(VersionedForm):
    """A contact, with the reason why the details are kept."""

    class Meta:
        model = Person
        fields = ["owner", "name", "email", "phone", "purpose", "confirmed_on"]


class AffiliationForm(VersionedForm):
    """A post of a person whom the address names."""

    class Meta:
        model = Affiliation
        fields = ["organisation", "role", "starts_on", "ends_on"]
