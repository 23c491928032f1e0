"""How a text changed, in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

AROUND = 8  # unchanged words that are shown on either side of a change
LIMIT = 4000  # words of a text; longer ones are shown as replaced, since comparing them would take too long
_WORD = re.compile(r"\n|[^\s]+")


class Sort(StrEnum):
    """What became of a part of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """Words that belong together: all of them kept, removed or added."""

    text: str
    sort: Sort


def difference(before: str, after: str, *, is_whole: bool = False) -> list[Part]:
    """The text before and after in one: what was removed, what was added, and a few words around or all of them."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > LIMIT:
        return [Part(before, Sort.REMOVED), Part(after, Sort.ADDED)]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts: list[Part] = []
    for number, (step, old_from, old_to, new_from, new_to) in enumerate(steps):
        if step == "equal":
            words = old[old_from:old_to]
            if not is_whole:
                words = list(_shortened(words, is_first=number == 0, is_last=number == len(steps) - 1))
            parts.append(Part(_joined(words), Sort.KEPT))
            continue
        if old_to > old_from:
            parts.append(Part(_joined(old[old_from:old_to]), Sort.REMOVED))
        if new_to > new_from:
            parts.append(Part(_joined(new[new_from:new_to]), Sort.ADDED))
    return [part for part in parts if part.text]


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> Iterator[str]:
    before, after = (0 if is_first else AROUND), (0 if is_last else AROUND)
    if len(words) <= before + after + 1:
        yield from words
        return
    yield from words[:before]
    yield "…"
    yield from words[len(words) - after :]


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" \n ", "\n").strip()
