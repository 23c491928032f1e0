"""What the overview says of enquiries."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import Enquiry
from portal.access import Action
from portal.models import User
from portal.overview import panel_source
from portal.records.related import Line, Section


@panel_source
def enquiries_without_an_answer(user: User, today: date) -> Section | None:
    """For those who edit: whoever has waited for an answer for more than 30 days, the longest first."""
    owners = user.owners_where(Action.EDIT)
    rows = Enquiry.objects.visible_to(user).filter(owner__in=owners).overdue(today).select_related("country")
    lines = [
        Line(
            title=row.sender,
            url=row.get_absolute_url(),
            detail=str(row.country),
            badge=_("Not answered"),
            tone="danger",
            day=row.received_on,
        )
        for row in rows.order_by("received_on", "pk")
    ]
    url = f"{reverse('partnerships:enquiry_list')}?overdue=1&sort=received_on"
    title = _("Enquiries that have waited 30 days")
    return Section(id="enquiries", title=title, lines=lines[:10], url=url, act=_("See all")) if lines else None
