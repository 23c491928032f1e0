from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import Body


class BodyForm(VersionedForm):
    """A body and the rules it meets by."""

    class Meta:
        model = Body
        fields = [
            "owner", "name", "kind", "meetings_a_year", "form_rule", "host_rule", "chair_rule", "prepared_by", "tasks",
            "source",
        ]  # fmt: skip
        help_texts = {
            "form_rule": _("For example: two digital and two physical."),
            "host_rule": _("Who hosts, or how the hosts take turns."),
            "chair_rule": _("Who chairs, for example the host."),
        }
