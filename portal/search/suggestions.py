"""Search as you type: records by the first letters of their names."""

from typing import Any, NamedTuple

from django.db import connection

from portal.models import User
from portal.search.index import drain
from portal.search.registry import sources
from portal.search.scopes import scopes_of
from portal.search.words import folded_words

FEWEST_LETTERS = 2
MOST_WORDS = 8
AT_A_TIME = 1000  # documents that one request brings up to date

# One short walk along the words' index for each kind and scope; where several words were typed, the longest of them
# leads and the others are looked for in the names of what it finds. Then every kind gives its best, its second best
# and so on until there are enough.
SUGGEST = """
    SELECT document.kind, title, detail, address
    FROM (
        SELECT *, row_number() OVER (PARTITION BY kind ORDER BY word, position, document_id) AS place
        FROM (
            SELECT shelf.kind, min(rank) AS rank, document_id, min(word) AS word, min(position) AS position
            FROM unnest(%(kinds)s::text[], %(scopes)s::bigint[]) WITH ORDINALITY AS shelf (kind, scope, rank)
            CROSS JOIN LATERAL ({hits}) AS hits
            GROUP BY shelf.kind, document_id
        ) AS found
        ORDER BY place, rank
        LIMIT 20
    ) AS best
    JOIN portal_searchdocument AS document ON document.id = document_id
    WHERE place <= 8 AND NOT EXISTS (
        SELECT FROM portal_searchstale AS stale
        WHERE stale.kind = document.kind AND stale.record_id = document.record_id
    )
    ORDER BY rank, place
"""
HITS = """
    SELECT word, position, document_id, names
    FROM portal_searchword
    WHERE kind = shelf.kind AND scope = shelf.scope AND word BETWEEN %(first)s AND %(last)s
    ORDER BY word, position, document_id
    LIMIT {limit}
"""
ONE_WORD = SUGGEST.format(hits=HITS.format(limit=12))
SEVERAL_WORDS = SUGGEST.format(
    hits=f"SELECT * FROM ({HITS.format(limit=1000)}) AS led WHERE names LIKE ALL (%(others)s) LIMIT 12"  # noqa: S608
)


class Suggestion(NamedTuple):
    """A record whose names begin with what was typed."""

    kind: str
    title: str
    detail: str
    address: str


def suggestions(user: User, text: str) -> list[Suggestion] | None:
    """At most 20, and 8 of a kind, in the order of the kinds; None for less than two letters."""
    query = statement(user, text)
    if query is None:
        return None
    drain(AT_A_TIME)
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return [Suggestion(*row) for row in cursor.fetchall()]


def statement(user: User, text: str) -> tuple[str, dict[str, Any]] | None:
    """The SQL for what was typed, and its parameters; None if there is nothing to look for."""
    words = sorted(folded_words(text)[:MOST_WORDS], key=len, reverse=True)
    shelves = [
        (source.label, scope) for source in sources().values() if source.names for scope in scopes_of(source, user)
    ]
    if not words or len(words[0]) < FEWEST_LETTERS or not shelves:
        return None
    longest, *others = words
    kinds, scopes = zip(*shelves, strict=True)
    parameters = {
        "kinds": list(kinds),
        "scopes": list(scopes),
        "first": longest,
        "last": longest + chr(0x10FFFF),  # comes after whatever begins with the word
        "others": [f"% {word}%" for word in others],
    }
    return SEVERAL_WORDS if others else ONE_WORD, parameters
