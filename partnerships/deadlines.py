from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.models import Agreement, Stage
from partnerships.terms_sql import OnDay
from portal.addresses import address
from portal.deadlines.registry import Deadline, deadline_source
from portal.models import User


@deadline_source
def agreement_deadlines(user: User, today: date, horizon: date) -> Iterator[Deadline]:
    """The last day to give notice of what would renew itself, and the end of what ends.

    Where both sides have agreed on the end, or a new agreement takes over, nobody needs to do anything.
    """
    near = (today, horizon)
    successors = Agreement.objects.filter(stage=Stage.SIGNED)
    unsettled = Agreement.objects.visible_to(user).filter(terminated_on=None).exclude(renewed_by__in=successors)
    agreements = unsettled.annotate(notice_by=OnDay("latest_notice_date", today), end=OnDay("effective_end", today))
    rows = agreements.filter(Q(notice_by__range=near) | Q(end__range=near))
    fields = ("pk", "title", "partnership__partner__name", "notice_by", "end")
    for pk, title, partner, notice_by, end in rows.values_list(*fields):
        is_for_notice = notice_by is not None and notice_by <= horizon
        act = _("Last day to give notice of %(agreement)s") if is_for_notice else _("%(agreement)s expires")
        yield Deadline(
            day=notice_by if is_for_notice else end,
            title=act % {"agreement": title},
            url=address("partnerships:agreement_detail", pk),
            detail=partner,
        )
