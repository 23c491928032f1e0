"""Tells whether a text is copied from the documents that the fixtures are about. They are not kept here.

What is kept, in `document_runs.txt`, are hashes of every nine words that follow each other in them, made by

    python -m tests.copying DOCUMENT.txt … > tests/document_runs.txt
"""

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import batched
from pathlib import Path

LENGTH = 9  # shorter runs are names and turns of phrase
KEPT = Path(__file__).with_name("document_runs.txt")


def runs(text: str) -> Iterator[str]:
    """The hash of every run of words, whatever stands between them."""
    words = re.findall(r"\w+", text.lower())
    for start in range(len(words) - LENGTH + 1):
        yield sha256(" ".join(words[start : start + LENGTH]).encode()).hexdigest()[:8]


def copied(sentences: list[str]) -> list[str]:
    """The sentences of which every run stands in a document."""
    known = frozenset(KEPT.read_text().split())
    return [sentence for sentence in sentences if (found := set(runs(sentence))) and found <= known]


if __name__ == "__main__":
    made = {run for path in sys.argv[1:] for run in runs(Path(path).read_text())}
    sys.stdout.writelines(" ".join(some) + "\n" for some in batched(sorted(made), 13))
