from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships.listings import ANSWER_TONES
from partnerships.models import Enquiry, Partnership
from portal.models import Organisation, User
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of


@section_of(Organisation)
def enquiries_from(organisation: Organisation, user: User) -> Section:
    """When the organisation asked for an agreement, and what was answered."""
    return _enquiry_section(_("Enquiries"), Enquiry.objects.visible_to(user).filter(organisation=organisation))


@Prepared
def _enquiries(partnership: Partnership, user: User) -> QuerySet[Any, Any]:
    return Enquiry.objects.visible_to(user).filter(partnership=partnership).only("sender", "answer", "received_on")


@section_of(Partnership, rows=_enquiries)
def enquiries_before(_partnership: Partnership, _user: User, rows: list[Enquiry]) -> Section:
    """The enquiries that the partnership came of."""
    return _enquiry_section(_("Came of an enquiry"), rows)


def _enquiry_section(title: str, rows: Any) -> Section:
    return Section(
        id="enquiries",
        title=title,
        lines=[
            Line(
                title=row.sender,
                url=row.get_absolute_url(),
                badge=row.get_answer_display(),
                tone=ANSWER_TONES.get(row.answer, "neutral"),
                day=row.received_on,
            )
            for row in rows
        ],
    )
