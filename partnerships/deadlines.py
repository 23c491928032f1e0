from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from partnerships.models import Agreement
from partnerships.terms import TermKind
from portal.deadlines.registry import Deadline, deadline_source
from portal.models import User


@deadline_source
def agreement_deadlines(user: User, today: date, horizon: date) -> Iterator[Deadline]:
    """The last day to give notice of each self-renewing agreement, and the end of each with a fixed term."""
    agreements = Agreement.objects.visible_to(user).may_fall_due().select_related("partnership__partner")
    for agreement in agreements:
        if agreement.term_kind == TermKind.FIXED:
            day, act = agreement.effective_end(today), _("%(agreement)s expires")
        else:
            day, act = agreement.latest_notice_date(today), _("Last day to give notice of %(agreement)s")
        if day is not None and today <= day <= horizon:
            yield Deadline(
                day=day,
                title=act % {"agreement": agreement},
                url=agreement.get_absolute_url(),
                detail=str(agreement.partnership.partner),
            )
