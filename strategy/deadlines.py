from collections.abc import Iterator
from datetime import date
from typing import cast

from portal.deadlines.registry import Deadline, deadline_source
from portal.models import User
from strategy.models import ActionItem


@deadline_source
def action_deadlines(user: User, today: date, horizon: date) -> Iterator[Deadline]:
    """The day by which each unfinished action should be done."""
    actions = ActionItem.objects.visible_to(user).unfinished().filter(due_on__lte=horizon)
    for action in actions.select_related("initiative", "plan"):
        yield Deadline(
            day=cast("date", action.due_on),  # those without a day do not pass the filter
            title=action.title,
            url=action.get_absolute_url(),
            detail=str(action.initiative or action.plan),
        )
