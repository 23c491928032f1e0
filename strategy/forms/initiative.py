from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import Initiative


class InitiativeForm(VersionedForm):
    """An initiative. Its strategy is that of its perspective, and its status is reported, not edited."""

    groups = [
        (_("Initiative"), ["perspective", "code", "title", "purpose"]),
        (_("Responsibility and economy"), ["department", "responsible", "budget"]),
        (_("With whom"), ["taking_part", "partnerships", "networks", "topics"]),
        (_("Source"), ["source"]),
    ]
    in_bulk = ["department", "responsible", "topics", "networks"]

    class Meta:
        model = Initiative
        fields = [
            "perspective", "code", "title", "purpose", "department", "responsible", "taking_part", "topics",
            "partnerships", "networks", "budget", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        perspectives: Any = self.fields["perspective"]
        partnerships: Any = self.fields["partnerships"]
        perspectives.queryset = perspectives.queryset.select_related("strategy").order_by(
            "-strategy__starts_year", "strategy", "kind", "number"
        )
        perspectives.label_from_instance = lambda perspective: f"{perspective.strategy}: {perspective}"
        partnerships.queryset = partnerships.queryset.order_by("partner__sort_key")
