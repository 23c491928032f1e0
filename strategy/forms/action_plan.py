from portal.records.forms import VersionedForm
from strategy.models import ActionPlan


class ActionPlanForm(VersionedForm):
    """A catalogue of actions that carries a strategy out."""

    class Meta:
        model = ActionPlan
        fields = ["strategy", "title", "starts_year", "ends_year", "text", "source"]
