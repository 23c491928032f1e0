from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.records.forms import VersionedForm
from strategy.models import Meeting


class MeetingForm(VersionedForm):
    """When, where and how a body meets. The body of a meeting stays what it was, since the agenda is its own."""

    in_bulk = ["form", "host"]

    class Meta:
        model = Meeting
        fields = ["body", "starts_at", "ends_at", "form", "place", "host", "chair", "source"]
        help_texts = {"place": _("The address, or the link of a digital meeting.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].disabled = self.instance.pk is not None
