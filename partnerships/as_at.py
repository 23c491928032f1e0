"""The day that a page about agreements is asked about: `?on=2012-10-01` in its address, today without it."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext as _

FIRST, LAST = date(1000, 1, 1), date(2899, 12, 31)  # renewals and notice are counted from there on


def day_asked(query: Mapping[str, str]) -> date:
    """Raises BadRequest for what is no day."""
    asked = query.get("on", "")
    if not asked:
        return timezone.localdate()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = None
    if day is None or not FIRST <= day <= LAST:
        raise BadRequest(_("“%(day)s” is not a day. Write it as 2012-10-01.") % {"day": asked[:40]})
    return day


def is_as_at(query: Mapping[str, str]) -> bool:
    """Whether the page is asked about another day than today."""
    return day_asked(query) != timezone.localdate()
