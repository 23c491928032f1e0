from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.models import Office
from portal.records.forms import VersionedForm
from portal.records.similar import SimilarBy


class OfficeForm(VersionedForm):
    """An office abroad: where it is, who runs it under which contract, and what it is for."""

    similar_by = SimilarBy(name="name", within=("owner",))
    groups = [
        (_("The office"), ["owner", "name", "country", "place", "opened", "closed"]),
        (_("Who runs it"), ["operator", "contract"]),
        (_("What it is for"), ["task", "partnerships", "countries", "outlook"]),
        (_("Source"), ["source"]),
    ]
    in_bulk = ["operator", "partnerships", "countries"]

    class Meta:
        model = Office
        fields = [
            "owner", "name", "country", "place", "operator", "contract", "opened", "closed", "countries",
            "partnerships", "task", "outlook", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnerships: Any = self.fields["partnerships"]
        contracts: Any = self.fields["contract"]
        partnerships.queryset = partnerships.queryset.order_by("partner__sort_key")
        contracts.queryset = contracts.queryset.select_related("partnership").order_by("title")
