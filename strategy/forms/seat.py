from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import Seat


class SeatForm(VersionedForm):
    """A seat in a body: whose it is, who fills it and who stands in."""

    class Meta:
        model = Seat
        fields = ["organisation", "function", "person", "substitute", "has_mandate", "holders", "starts_on", "ends_on"]
        help_texts = {
            "function": _("For example: director of culture."),
            "holders": _("Where several sit for one organisation: one or two."),
        }
