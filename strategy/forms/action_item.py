from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import ActionItem


class ActionItemForm(VersionedForm):
    """An action: what, by whom, by when. Its status is reported, not edited."""

    groups = [
        (_("Action"), ["plan", "title", "description"]),
        (_("By whom and when"), ["responsible", "department", "due_on"]),
        (_("What it belongs to"), ["initiative", "decision"]),
    ]
    in_bulk = ["responsible", "department", "due_on"]

    class Meta:
        model = ActionItem
        fields = [
            "plan", "initiative", "decision", "title", "description", "department", "responsible", "due_on",
        ]  # fmt: skip
