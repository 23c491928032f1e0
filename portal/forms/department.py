from portal.models import Department
from portal.records.forms import VersionedForm


class DepartmentForm(VersionedForm):
    """A department of an owner."""

    class Meta:
        model = Department
        fields = ["owner", "name", "short_name", "head"]
