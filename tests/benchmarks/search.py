"""What search as you type costs the database at 100,000 documents."""

import random
from pathlib import Path
from statistics import quantiles

from django.db import connection

from portal.models import SearchDocument, User
from portal.search.suggestions import statement

FILL = Path(__file__).with_name("search.sql")


def fill(documents: int, *, owner_id: int) -> None:
    """Documents as years of use leave them: a third of them shared, the rest this owner's."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE portal_searchdocument, portal_searchword, portal_searchstale")
        cursor.execute(FILL.read_text(), {"documents": documents, "owner": owner_id})


def typed(count: int) -> list[str]:
    """Beginnings of one to three words of a title, short and long, common and rare."""
    chance = random.Random(2026)  # noqa: S311 - the same ones every time
    texts = SearchDocument.objects.order_by("pk").values_list("names", flat=True)[:10_000:10]
    found = []
    while len(found) < count:
        words = chance.choice(texts).split()
        words = chance.sample(words, min(len(words), chance.choice([1, 1, 2, 3])))
        words[-1] = words[-1][: chance.choice([2, 2, 3, 4, 6, 20])]
        found.append(" ".join(words))
    return found


def suggestion_p95(user: User, *, prefixes: int = 200) -> float:
    """The time in ms that the database takes for all but 5 % of what is typed; planning is not in it.

    Of each the best of five counts: whatever else the machine does is no property of the statement.
    """
    return quantiles([min(_milliseconds(user, text) for _ in range(5)) for text in typed(prefixes)], n=20)[-1]


def _milliseconds(user: User, text: str) -> float:
    sql, parameters = statement(user, text)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", parameters)
        ((plan,),) = cursor.fetchone()
    return plan["Execution Time"]
