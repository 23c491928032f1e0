"""Partnerships as a review of all that an owner takes part in sees them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from partnerships.listings import state_badge
from partnerships.models import Activity, Agreement, Partnership, PartnershipKind
from partnerships.models.partnership import OVER, PartnershipQuerySet
from portal.models import Organisation, User
from portal.records.related import Line
from portal.records.reviewing import Picture, Reviewable, register

GROUPS = {
    PartnershipKind.PARTNER_REGION: _("Partner regions"),
    PartnershipKind.TWIN_CITY: _("Twin cities"),
    PartnershipKind.COOPERATION: _("Other cooperation"),
}


def agreement_lines(agreements: Collection[Agreement], day: date) -> list[Line]:
    """The agreements as they stood on a day: each with its state and its sentence."""
    lines = []
    for agreement in agreements:
        if agreement.was_known(day):
            state, tone = state_badge(agreement.stage, agreement.state(day))
            url, sentence = agreement.get_absolute_url(), agreement.sentence(day)
            lines.append(Line(title=str(agreement), url=url, detail=sentence, badge=state, tone=tone))
    return lines


def agreements_of(keys: Collection[int], user: User) -> "Prefetch[str]":
    """The agreements of partnerships with all that `agreement_lines` asks, as a list in `papers`."""
    papers = Agreement.objects.visible_to(user).for_lines().filter(partnership__in=keys).order_by("starts", "pk")
    return Prefetch("agreements", papers, to_attr="papers")


def _of_owner(owner: Organisation, user: User) -> PartnershipQuerySet:
    partnerships = Partnership.objects.visible_to(user).filter(owner=owner)
    return partnerships.select_related("partner").order_by(
        "-kind", "partner__sort_key", "pk"
    )  # partner regions before looser cooperation


def _ongoing(partnerships: PartnershipQuerySet, day: date) -> PartnershipQuerySet:
    """Partial dates are text that sorts as time; of a year only, the whole year counts."""
    lasts = Q(ended="") & ~Q(status__in=OVER) | Q(ended__gte=str(day.year))
    return partnerships.filter(lasts, since__lt=str(day.year + 1))


def _pictures(keys: Collection[int], user: User, day: date) -> dict[int, Picture]:
    rows = Partnership.everything().visible_to(user).filter(pk__in=keys).select_related("partner__country")
    return {
        row.pk: Picture(
            title=str(row.partner),
            url=row.get_absolute_url(),
            group=str(GROUPS[PartnershipKind(row.kind)]),
            detail=f"{row.get_kind_display()} · {row.partner.country}",
            since=row.since_display(),
            papers=agreement_lines(row.papers, day),
        )
        for row in rows.prefetch_related(agreements_of(keys, user))
    }


def _activity(pk: int, user: User, start: date, end: date) -> list[Line]:
    activities = Activity.objects.visible_to(user).filter(partnerships=pk, starts_on__range=(start, end))
    return [
        Line(
            title=str(row),
            url=row.get_absolute_url(),
            detail=row.get_kind_display(),
            day=row.starts_on,
        )
        for row in activities
    ]


register(Reviewable(model=Partnership, of_owner=_of_owner, ongoing=_ongoing, pictures=_pictures, activity=_activity))
