from django.db.models import Q
from django.utils.translation import gettext as _

from networks.listings import STATUS_TONES
from networks.models import Membership, Network
from portal.models import Organisation, User
from portal.records.related import Line, Section, section_of


@section_of(Organisation)
def shared_networks(organisation: Organisation, user: User) -> Section:
    """Where the organisation meets the user's owners: networks that both are members of today."""
    active = Membership.objects.visible_to(user).active()
    theirs = active.filter(organisation=organisation)
    ours = active.of_owners().exclude(organisation=organisation).filter(network__in=theirs.values("network"))
    return Section(
        id="shared-networks",
        title=_("Shared networks"),
        lines=[
            Line(
                title=str(row.network),
                url=row.network.get_absolute_url(),
                detail=str(row.organisation),
                badge=row.get_status_display(),
                tone=STATUS_TONES[row.status],
            )
            for row in ours.select_related("network", "organisation").order_by(
                "network__sort_key", "organisation__sort_key"
            )
        ],
    )


@section_of(Organisation)
def memberships_of(organisation: Organisation, user: User) -> Section:
    """The networks that the organisation is or was in, itself or as the tandem partner of another."""
    rows = Membership.objects.visible_to(user).filter(Q(organisation=organisation) | Q(tandem_partner=organisation))
    return Section(
        id="memberships",
        title=_("Memberships of networks"),
        lines=[
            Line(
                title=str(row.network),
                url=row.get_absolute_url(),
                detail=row.role
                if row.organisation == organisation
                else _("Tandem partner of %(organisation)s") % {"organisation": row.organisation},
                badge=row.get_status_display(),
                tone=STATUS_TONES.get(row.status, "neutral"),
            )
            for row in rows.select_related("network", "organisation").order_by("network__sort_key", "left", "joined")
        ],
    )


@section_of(Organisation)
def secretariat_of(organisation: Organisation, user: User) -> Section:
    """The networks whose secretariat sits with the organisation."""
    rows = Network.objects.visible_to(user).filter(secretariat=organisation).order_by("sort_key")
    return Section(
        id="secretariats",
        title=_("Secretariat of"),
        lines=[Line(title=str(row), url=row.get_absolute_url(), detail=row.secretariat_note) for row in rows],
    )
