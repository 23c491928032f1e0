from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.listings import STATUS_TONES
from partnerships.models import Agreement, Partnership, PartnershipKind, PartnershipStatus
from portal.models import Organisation, User
from portal.records.partial_date import display
from portal.records.related import Line, Section, section_of


@section_of(Organisation)
def partnerships_with(organisation: Organisation, user: User) -> Section:
    """Who of the user's owners has a partnership with the organisation."""
    rows = Partnership.objects.visible_to(user).filter(partner=organisation)
    return Section(
        id="partnerships",
        title=_("Partnerships"),
        lines=[
            Line(
                title=f"{PartnershipKind(kind).label} · {owner}",
                url=reverse("partnerships:partnership_detail", args=[pk]),
                detail=display(since),
                badge=str(PartnershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, kind, owner, since, status in rows.values_list("pk", "kind", "owner__name", "since", "status")
        ],
    )


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
