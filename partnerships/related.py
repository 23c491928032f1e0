from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.listings import STATUS_TONES
from partnerships.models import Agreement, Partnership
from portal.models import Organisation, User
from portal.records.related import Line, Section, section_of


@section_of(Organisation)
def partnerships_with(organisation: Organisation, user: User) -> Section:
    """Who of the user's owners has a partnership with the organisation."""
    rows = Partnership.objects.visible_to(user).filter(partner=organisation).select_related("owner")
    return Section(
        id="partnerships",
        title=_("Partnerships"),
        lines=[
            Line(
                title=f"{row.get_kind_display()} · {row.owner}",
                url=row.get_absolute_url(),
                detail=row.since_display(),
                badge=row.get_status_display(),
                tone=STATUS_TONES.get(row.status, "neutral"),
            )
            for row in rows
        ],
    )


@section_of(Organisation)
def agreements_with(organisation: Organisation, user: User) -> Section:
    """The agreements behind those partnerships, and contracts signed with the organisation itself."""
    agreements = Agreement.objects.visible_to(user)
    rows = (
        agreements.filter(partnership__partner=organisation) | agreements.filter(contractor=organisation)
    ).order_by("-starts")
    today = timezone.localdate()
    return Section(
        id="agreements",
        title=_("Agreements"),
        lines=[Line(title=str(row), url=row.get_absolute_url(), detail=row.sentence(today)) for row in rows],
    )
