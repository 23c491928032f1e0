"""What the overview says that belongs to no app: what the user has begun and not saved."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import User
from portal.overview import panel_source
from portal.records.related import Line, Section


@panel_source
def unsaved_drafts(user: User, today: date) -> Section | None:
    drafts = user.drafts.fresh().order_by("-saved_at")[:10]
    lines = [
        Line(title=str(draft), url=draft.get_absolute_url(), day=timezone.localdate(draft.saved_at))
        for draft in drafts
    ]
    url = reverse("draft_list")
    return Section(id="drafts", title=_("Not saved yet"), lines=lines, url=url, act=_("My drafts")) if lines else None
