from django.db.models import Q
from django.utils.translation import gettext as _

from networks.listings import STATUS_TONES
from networks.models import Membership, MembershipStatus, Network
from portal.addresses import address
from portal.models import Department, Organisation, Person, User
from portal.records.following import told_with
from portal.records.related import Line, Section, section_of
from portal.records.versioned import RecordQuerySet


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
                title=name,
                url=address("networks:network_detail", network),
                detail=owner,
                badge=str(MembershipStatus(status).label),
                tone=STATUS_TONES[status],
            )
            for network, name, owner, status in ours.order_by(
                "network__sort_key", "organisation__sort_key"
            ).values_list("network", "network__name", "organisation__name", "status")
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
                title=network,
                url=address("networks:membership_detail", pk),
                detail=role
                if member == organisation.pk
                else _("Tandem partner of %(organisation)s") % {"organisation": name},
                badge=str(MembershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, network, member, name, role, status in rows.order_by(
                "network__sort_key", "left", "joined"
            ).values_list("pk", "network__name", "organisation", "organisation__name", "role", "status")
        ],
    )


@section_of(Organisation)
def secretariat_of(organisation: Organisation, user: User) -> Section:
    """The networks whose secretariat sits with the organisation."""
    rows = Network.objects.visible_to(user).filter(secretariat=organisation).order_by("sort_key")
    return Section(
        id="secretariats",
        title=_("Secretariat of"),
        lines=[
            Line(title=name, url=address("networks:network_detail", pk), detail=note)
            for pk, name, note in rows.values_list("pk", "name", "secretariat_note")
        ],
    )


@section_of(Person)
@section_of(Department)
def memberships_in_charge(record: Person | Department, user: User) -> Section:
    """The memberships that a person or a department is responsible for."""
    responsible = {"responsible" if isinstance(record, Person) else "department": record}
    rows = Membership.objects.visible_to(user).filter(**responsible).order_by("network__sort_key", "pk")
    return Section(
        id="memberships",
        title=_("Responsible for these memberships"),
        lines=[
            Line(
                title=network,
                url=address("networks:membership_detail", pk),
                detail=organisation,
                badge=str(MembershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, network, organisation, status in rows.values_list(
                "pk", "network__name", "organisation__name", "status"
            )
        ],
    )


@told_with(Network)
def memberships_told(network: Network, user: User) -> RecordQuerySet[Membership]:
    return Membership.everything().visible_to(user).filter(network=network, organisation__in=list(user.rights))
