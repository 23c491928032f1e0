"""Work that touches several models at once."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from portal.models import User
from strategy.models import ActionItem, Initiative, Progress, StatusUpdate


@transaction.atomic
def report_progress(
    *, record: Initiative | ActionItem, progress: Progress, note: str, user: User, on: date
) -> StatusUpdate:
    """Say how a piece of work goes, and why: the one way in which a status changes. The record must be locked."""
    target = {"initiative": record} if isinstance(record, Initiative) else {"action_item": record}
    update = StatusUpdate.objects.create(**target, progress=progress, note=note, made_by=user, made_on=on)
    # Also when the status stays what it was, the version must move: somebody else may have the form open.
    type(record).objects.filter(pk=record.pk).update(progress=progress, updated_at=Now())
    record.refresh_from_db(fields=["progress", "version", "updated_at"])
    return update
