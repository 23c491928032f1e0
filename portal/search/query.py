"""The submitted search: words in any of their Danish forms, "exact phrases", and -words that are not wanted."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from portal.search.words import folded_words, spelled_words

LONGEST = 200  # characters
TELLING = 4  # letters from which on the beginning of a word says what is meant
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


class Stems(NamedTuple):
    """What a Danish word is without its ending, as it was spelled and folded. Neither for a word like "og"."""

    spelled: str
    folded: str


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: `search` for the database, and what to mark in the results."""

    search: SearchQuery | None  # None: nothing to look for
    beginnings: frozenset[str]  # folded: names, and from some letters on all texts, that have such words are found
    stems: frozenset[str]  # folded: words in any form are found


def parse(text: str) -> Query:
    wanted: list[str] = []
    phrases: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _PIECE.findall(text[:LONGEST].replace("\0", " ")):
        if minus:
            unwanted.append(phrase or word)
        elif phrase:
            phrases.append(phrase)
        else:
            wanted += spelled_words(word)
    stems = _stems([*wanted, *(word for phrase in phrases for word in spelled_words(phrase))])
    telling = [word for word in wanted if any(stems[word])] or ([] if phrases else wanted)
    searches = [reduce(or_, _spellings(phrase)) for phrase in phrases]
    searches += [reduce(or_, [*_spellings(word), *_beginnings(word)]) for word in telling]
    refused = [~spelling for piece in unwanted for spelling in _spellings(piece)]
    return Query(
        search=reduce(and_, [*searches, *refused]) if searches else None,
        beginnings=frozenset(folded for word in telling for folded in folded_words(word)),
        stems=frozenset(stem.folded for stem in stems.values() if stem.folded),
    )


def _spellings(piece: str) -> list[SearchQuery]:
    """A word or phrase: in any form of its words, spelled as it is or folded; and as it stands, be it but an "og"."""
    spelled, folded = " ".join(spelled_words(piece)), " ".join(folded_words(piece))
    return [
        SearchQuery(spelled, config="danish", search_type="phrase"),
        SearchQuery(folded, config="danish", search_type="phrase"),
        SearchQuery(folded, config="simple", search_type="phrase"),
    ]


def _beginnings(word: str) -> list[SearchQuery]:
    """Texts in which a word begins like this one. Of a few letters names only, which were suggested as one typed."""
    return [
        SearchQuery(f"'{folded}':*{'A' if len(folded) < TELLING else ''}", config="simple", search_type="raw")
        for folded in folded_words(word)
    ]


def _stems(words: list[str]) -> dict[str, Stems]:
    folded = ["".join(folded_words(word)) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT spelled, (ts_lexize('danish_stem', lower(spelled)))[1], (ts_lexize('danish_stem', folded))[1]"
            " FROM unnest(%s::text[], %s::text[]) AS words (spelled, folded)",
            [words, folded],
        )
        return {word: Stems(spelled or "", folded or "") for word, spelled, folded in cursor.fetchall()}
