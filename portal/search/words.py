import re

from portal.text.danish import fold

LONGEST = 60  # characters that count of a word
_WORD = re.compile(r"[^\W_]+")


def spelled_words(text: str) -> list[str]:
    """The words of a text as they are written."""
    return [word[:LONGEST] for word in _WORD.findall(text)]


def folded_words(text: str) -> list[str]:
    """The words of a text in the one spelling that brings all others together."""
    return [word[:LONGEST] for word in fold(text).split()]
