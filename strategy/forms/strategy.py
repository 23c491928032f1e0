from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import Strategy


class StrategyForm(VersionedForm):
    """A strategy: whose it is, for how long, how far it has come, and what it says."""

    groups = [
        (_("Strategy"), ["owner", "title", "starts_year", "ends_year"]),
        (_("Adoption"), ["status", "adopted_by", "revises"]),
        (_("What it says"), ["vision", "background", "text"]),
        (_("How it is carried out"), ["organisation", "financing", "timetable", "source"]),
    ]
    in_bulk = ["status"]

    class Meta:
        model = Strategy
        fields = [
            "owner", "title", "starts_year", "ends_year", "status", "revises", "adopted_by", "vision", "background",
            "text", "organisation", "financing", "timetable", "source",
        ]  # fmt: skip
