from portal.records.forms import VersionedForm
from strategy.models import Perspective


class PerspectiveForm(VersionedForm):
    """An element of a strategy."""

    class Meta:
        model = Perspective
        fields = ["strategy", "kind", "number", "name", "purpose", "target_groups"]
