"""How an agreement goes together with others: the chain it is a link of, its amendments, and whose end it shares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from partnerships.models import Agreement
from partnerships.standing import Standing, standing
from portal.models import User
from portal.records.partial_date import first_day
from portal.records.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Kin:
    """The agreements around one. The chain has it among them, from the first paper to the latest."""

    chain: list[Standing]
    amends: list[Standing]
    amendments: list[Standing]
    followed_by: list[Standing]


def kin_of(agreement: Agreement, user: User, *, day: date) -> Kin:
    """As they stand on the day. It takes one query, and one more where any of them follows another."""
    by_key = {one.pk: one for one in _related(agreement, agreement.partnership_id, user)}
    rows = sorted(by_key.values(), key=lambda one: first_day(one.starts or one.signed) or date.max)

    def those(fits: Callable[[Agreement], bool]) -> list[Standing]:
        return [standing(one, day) for one in rows if fits(one)]

    chain, link = {agreement.pk}, agreement.renews_id
    while link in by_key and link not in chain:
        chain.add(link)
        link = by_key[link].renews_id
    while new := {one.pk for one in rows if one.renews_id in chain} - chain:
        chain |= new
    return Kin(
        chain=those(lambda one: one.pk in chain) if len(chain) > 1 else [],
        amends=those(lambda one: one.pk == agreement.amends_id),
        amendments=those(lambda one: one.amends_id == agreement.pk),
        followed_by=those(lambda one: one.follows_id == agreement.pk),
    )


@Prepared
def _related(agreement: Agreement, partnership: int, user: User) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(user).for_lines().related_to(agreement, partnership)
