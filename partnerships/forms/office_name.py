from partnerships.models import OfficeName
from portal.records.forms import VersionedForm


class OfficeNameForm(VersionedForm):
    """What an office, which the address names, was called before."""

    class Meta:
        model = OfficeName
        fields = ["name", "used_from", "used_to"]
