"""Shows why something was found: the words that were looked for, marked."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.search.query import Query
from portal.text.danish import fold

SNIPPET = 220  # characters
LONGEST_ENDING = 5  # of a Danish word: "-ernes"
_WORD = re.compile(r"[^\W_]+")


def marked(text: str, beginnings: frozenset[str], stems: frozenset[str] = frozenset()) -> SafeString:
    """`text` as HTML with each word marked that begins so, or is a form of one of the stems."""
    parts, end = [], 0
    for match in _WORD.finditer(text):
        if _is_hit(match[0], beginnings, stems):
            parts += [conditional_escape(text[end : match.start()]), format_html("<mark>{}</mark>", match[0])]
            end = match.end()
    return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308 - every part is escaped


def marked_detail(detail: str, beginnings: frozenset[str], stems: frozenset[str] = frozenset()) -> SafeString:
    """What tells a record from others; with that of its aliases which says why the record was found."""
    first, *aliases = detail.splitlines() or [""]
    hits = [name for name in aliases if any(_is_hit(word[0], beginnings, stems) for word in _WORD.finditer(name))]
    parts = [marked(first, beginnings, stems)] if first else []
    if hits:
        parts.append(format_html("{} {}", _("also known as"), marked(", ".join(hits), beginnings, stems)))
    return format_html_join(" · ", "{}", ((part,) for part in parts))


def snippet(text: str, query: Query) -> SafeString:
    """The part of a text around the first hit in it; its beginning if there is none."""
    hits = (match.start() for match in _WORD.finditer(text) if _is_hit(match[0], query.beginnings, query.stems))
    start = max(0, next(hits, 0) - SNIPPET // 3)
    if start:
        start = text.find(" ", start) + 1
    end = len(text) if len(text) <= start + SNIPPET else text.rfind(" ", start, start + SNIPPET)
    if end <= start:  # one endless word
        end = start + SNIPPET
    part = " ".join(text[start:end].split())
    return format_html(
        "{}{}{}", "… " if start else "", marked(part, query.beginnings, query.stems), " …" if end < len(text) else ""
    )


def _is_hit(word: str, beginnings: frozenset[str], stems: frozenset[str]) -> bool:
    folded = fold(word)
    return any(folded.startswith(beginning) for beginning in beginnings) or any(
        folded.startswith(stem) and len(folded) <= len(stem) + LONGEST_ENDING for stem in stems
    )
