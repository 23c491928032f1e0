from portal.models import OrganisationMember
from portal.records.forms import VersionedForm


class OrganisationMemberForm(VersionedForm):
    """A member of a partnership, which the address names."""

    class Meta:
        model = OrganisationMember
        fields = ["member", "joined_on", "left_on", "note"]
