from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.listings import STATUS_TONES
from partnerships.models import Partnership, PartnershipKind, PartnershipStatus
from partnerships.models.partnership import OVER
from portal.addresses import address
from portal.models import Department, Organisation, Person, User
from portal.records.following import told_with
from portal.records.partial_date import display
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of
from portal.records.versioned import RecordQuerySet


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
                url=address("partnerships:partnership_detail", pk),
                detail=f"{display(since)}–{display(ended)}" if ended else display(since),
                badge=str(PartnershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, kind, owner, since, ended, status in rows.values_list(
                "pk", "kind", "owner__name", "since", "ended", "status"
            )
        ],
    )


@section_of(Person)
@section_of(Department)
def partnerships_of(record: Person | Department, user: User) -> Section:
    """The partnerships that a person or a department is responsible for."""
    responsible = {"responsible" if isinstance(record, Person) else "department": record}
    rows = Partnership.objects.visible_to(user).filter(**responsible).order_by("partner__sort_key")
    return Section(
        id="partnerships",
        title=_("Responsible for these partnerships"),
        lines=[
            Line(
                title=partner,
                url=address("partnerships:partnership_detail", pk),
                detail=str(PartnershipKind(kind).label),
                badge=str(PartnershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, partner, kind, status in rows.values_list("pk", "partner__name", "kind", "status")
        ],
    )


@Prepared
def _ending(partnership: Partnership, _user: User) -> QuerySet[Any, dict[str, Any] | None]:
    """What is known of the change that gave the partnership the status it has."""
    changes = partnership.events.filter(status=F("pgh_obj__status")).order_by("pgh_id")
    return changes.values_list("pgh_context", flat=True)[:1]


@section_of(Partnership, rows=_ending)
def how_it_ended(partnership: Partnership, _user: User, changes: list[dict[str, Any] | None]) -> Section:
    """Of a partnership that is over: since when, and the reason given for it. The decision has its own place."""
    lines = []
    if partnership.status in OVER:
        when = f"{partnership.get_status_display()} {display(partnership.ended)}".strip()
        url = reverse("record_history", args=[partnership.label, partnership.pk])
        said = " · ".join(filter(None, [partnership.ended_by, partnership.ended_reason]))
        reason = next((context.get("reason", "") for context in changes if context), "")
        lines = [Line(title=when, url=url, detail=said or reason)]
    return Section(id="ended", title=_("How it ended"), lines=lines)


@told_with(Organisation)
def partnerships_told(organisation: Organisation, user: User) -> RecordQuerySet[Partnership]:
    return Partnership.everything().visible_to(user).filter(partner=organisation)
