from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from portal.lists.columns import LinkColumn


class MomentColumn(LinkColumn):
    """A day with its hour, a link to what happens then."""

    css_class = "date"

    def text(self, *fields: Any) -> str:
        return date_format(timezone.localtime(fields[0]), "DATETIME_FORMAT") if fields[0] else ""
