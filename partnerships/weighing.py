"""What an enquiry is weighed against: what its owner has in the country and around it, and earlier enquiries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from partnerships.models import Agreement, Enquiry, Partnership
from portal.models import Country, Organisation, User


@dataclass(frozen=True, slots=True)
class Going:
    """A partnership that goes on, and how its agreements stand, as sentences."""

    partnership: Partnership
    agreements: list[tuple[Agreement, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What there is already when somebody from a country asks."""

    owner: Organisation
    country: Country
    in_country: list[Going]
    on_continent: list[Going]  # in its other countries
    earlier: list[Enquiry]  # from the same country, the latest first


def weigh(*, owner: Organisation, country: Country, user: User, today: date, but: Enquiry | None = None) -> Weighing:
    """What `owner` has in the country and around it. `but` is the enquiry itself, which is not an earlier one."""
    agreements = Agreement.objects.visible_to(user).for_lines().order_by("-starts", "pk")
    partnerships = (
        Partnership.objects.visible_to(user)
        .ongoing()
        .filter(owner=owner, partner__country__continent=country.continent)
        .select_related("partner__country")
        .prefetch_related(Prefetch("agreements", agreements))
        .order_by("partner__country__sort_key", "partner__sort_key", "pk")
    )
    going = [
        Going(row, [(agreement, agreement.sentence(today)) for agreement in row.agreements.all()])
        for row in partnerships
    ]
    earlier = Enquiry.objects.visible_to(user).filter(owner=owner, country=country)
    return Weighing(
        owner=owner,
        country=country,
        in_country=[one for one in going if one.partnership.partner.country == country],
        on_continent=[one for one in going if one.partnership.partner.country != country],
        earlier=list(earlier.exclude(pk=but.pk) if but else earlier),
    )
