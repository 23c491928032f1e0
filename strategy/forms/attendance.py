from portal.records.forms import VersionedForm
from strategy.models import Attendance


class AttendanceForm(VersionedForm):
    """Somebody who was at a meeting, or sent apologies."""

    class Meta:
        model = Attendance
        fields = ["person", "kind"]
