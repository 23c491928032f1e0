"""Memberships as a review of all that an owner takes part in sees them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from networks.listings import STATUS_TONES
from networks.models import Membership, MembershipStatus
from networks.models.membership import ACTIVE_STATUSES, MembershipQuerySet
from networks.standing import sentence
from portal.models import Organisation, User
from portal.records.related import Line
from portal.records.reviewing import Picture, Reviewable, register


def _of_owner(owner: Organisation, user: User) -> MembershipQuerySet:
    memberships = Membership.objects.visible_to(user).filter(organisation=owner)
    return memberships.select_related("network").order_by("network__sort_key", "pk")


def _ongoing(memberships: MembershipQuerySet, day: date) -> MembershipQuerySet:
    """Partial dates are text that sorts as time; of a year only, the whole year counts."""
    lasts = Q(status__in=ACTIVE_STATUSES, left="") | Q(left__gte=str(day.year))
    return memberships.filter(lasts, joined__lt=str(day.year + 1))


def _pictures(keys: Collection[int], user: User, _day: date) -> dict[int, Picture]:
    rows = Membership.everything().visible_to(user).filter(pk__in=keys)
    return {
        row.pk: Picture(
            title=str(row.network),
            url=row.get_absolute_url(),
            group=_("Memberships of networks"),
            detail=" · ".join(part for part in (row.network.get_kind_display(), row.role) if part),
            since=row.joined_display(),
            papers=[
                Line(
                    title=str(row.network),
                    url=row.get_absolute_url(),
                    detail=sentence(row),
                    badge=row.get_status_display(),
                    tone=STATUS_TONES.get(MembershipStatus(row.status), "neutral"),
                )
            ],
        )
        for row in rows.select_related("network", "organisation")
    }


def _activity(_pk: int, _user: User, _start: date, _end: date) -> list[Line]:
    """Nothing but what the journal of the membership says, which every record has."""
    return []


register(Reviewable(model=Membership, of_owner=_of_owner, ongoing=_ongoing, pictures=_pictures, activity=_activity))
