"""Meetings as the moments from which people ask what has changed."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from portal.models import User
from portal.records.since import Start, latest_start, start_by
from strategy.models import Meeting, MeetingState

HELD = [MeetingState.HELD, MeetingState.MINUTES_APPROVED]


@start_by("meeting")
def previous_meeting(user: User, pk: int) -> Start | None:
    """The meeting of the same body that was held last before the one asked about; None if there was none."""
    meeting = Meeting.objects.visible_to(user).filter(pk=pk).first()
    if meeting is None:
        raise Http404(_("There is no such record, or it belongs to another owner."))
    return _latest(user, body=meeting.body_id, starts_at__lt=meeting.starts_at)


@latest_start
def last_meeting(user: User) -> Start | None:
    """The meeting that was held last, of any body of the user's owners."""
    return _latest(user)


def _latest(user: User, **conditions: int | datetime) -> Start | None:
    held = Meeting.objects.visible_to(user).filter(state__in=HELD, **conditions).with_names()
    last = held.order_by("-starts_at").first()
    return Start(last.ends_at or last.starts_at, str(last)) if last else None
