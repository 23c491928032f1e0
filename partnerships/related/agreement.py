from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import (
    Agreement,
)
from portal.models import Organisation, User
from portal.records.related import Line, Section, section_of


@section_of(Organisation)
def agreements_with(organisation: Organisation, user: User) -> Section:
    """The agreements behind those partnerships, and contracts signed with the organisation itself."""
    theirs = Q(partnership__partner=organisation) | Q(contractor=organisation)
    rows = Agreement.objects.visible_to(user).for_lines().filter(theirs).order_by("-starts")
    today = timezone.localdate()
    return Section(
        id="agreements",
        title=_("Agreements"),
        lines=[Line(title=str(row), url=row.get_absolute_url(), detail=row.sentence(today)) for row in rows],
    )
