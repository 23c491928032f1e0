"""A year's enquiries counted: from which country and continent, and what was answered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language

from partnerships.models import Answer, Enquiry
from portal.models import Continent, Organisation, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The enquiries from one country, or of a continent or of all together: how many got which answer."""

    name: str
    query: str  # what narrows the list to them
    answers: Mapping[str, int]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(answer, self.answers.get(answer, 0)) for answer in Answer.values]

    @property
    def total(self) -> int:
        return sum(self.answers.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The continents in the order of their names, each with its countries; and all of it together."""

    continents: list[tuple[Row, list[Row]]]
    total: Row


def enquiries_of_year(*, owner: Organisation, year: int, user: User) -> Report:
    name = "country__name_en" if get_language() == "en" else "country__name_da"
    found = (
        Enquiry.objects.visible_to(user)
        .filter(owner=owner, received_on__year=year)
        .order_by("country__sort_key")
        .values_list("country__continent", "country", name, "answer")
        .annotate(Count("pk"))
    )
    countries: dict[str, dict[tuple[str, str], Counter[str]]] = {}
    for continent, code, country, answer, count in found:
        countries.setdefault(continent, {}).setdefault((code, country), Counter())[answer] += count
    total: Counter[str] = Counter()
    continents = []
    for continent, rows in sorted(countries.items(), key=lambda item: str(Continent(item[0]).label)):
        together = sum(rows.values(), Counter[str]())
        total += together
        lines = [
            Row(name=country, query=f"country={code}", answers=answers) for (code, country), answers in rows.items()
        ]
        head = Row(name=str(Continent(continent).label), query=f"continent={continent}", answers=together)
        continents.append((head, lines))
    return Report(continents=continents, total=Row(name="", query="", answers=total))
