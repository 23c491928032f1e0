from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Activity
from portal.records.forms import VersionedForm


class ActivityForm(VersionedForm):
    """An activity: what went on with whom, what came of it, and what it cost."""

    groups = [
        (_("What and when"), ["owner", "title", "kind", "starts_on", "ends_on"]),
        (_("With whom"), ["partnerships", "organisations", "departments", "persons", "topics"]),
        (_("What came of it"), ["description", "result"]),
        (_("Economy and source"), ["cost", "funding", "source"]),
    ]
    in_bulk = ["kind", "partnerships", "departments", "persons", "topics", "funding"]

    class Meta:
        model = Activity
        fields = [
            "owner", "title", "kind", "starts_on", "ends_on", "partnerships", "organisations", "departments",
            "persons", "topics", "description", "result", "cost", "funding", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnerships: Any = self.fields["partnerships"]
        partnerships.queryset = partnerships.queryset.order_by("partner__sort_key")


class QuickActivityForm(ActivityForm):
    """The few fields that take half a minute, on the way from a partnership, which is already chosen."""

    is_main = False
    groups = []

    class Meta:
        model = Activity
        fields = ["title", "kind", "starts_on", "departments", "partnerships"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["autofocus"] = True
        self.fields["starts_on"].label = _("Date")
        self.fields["partnerships"].widget = forms.MultipleHiddenInput()
        departments: Any = self.fields["departments"]
        departments.queryset = departments.queryset.filter(owner=self.instance.owner)
