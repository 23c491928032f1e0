"""Suggestions as HTML: written in one go, for it is asked for with every letter typed."""

from collections.abc import Sequence
from itertools import groupby

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.search.marking import marked, marked_detail
from portal.search.registry import kind_name
from portal.search.suggestions import Suggestion
from portal.search.words import folded_words


def suggestion_list(text: str, found: Sequence[Suggestion]) -> SafeString:
    """Links in a list for each kind, how many there are for the screen reader, and the way to the full search."""
    beginnings = frozenset(folded_words(text))
    groups = []
    for kind, some in groupby(found, key=lambda suggestion: suggestion.kind):
        links = format_html_join(
            "",
            '<li><a href="{}"><span>{}</span> <span class="meta">{}</span></a></li>',
            ((one.address, marked(one.title, beginnings), marked_detail(one.detail, beginnings)) for one in some),
        )
        groups.append((kind, kind_name(kind), kind, links))
    return format_html(
        '<p{} data-announce>{}</p>{}<p class="all"><a href="{}?{}">{}</a></p>',
        SafeString(' class="sr-only"' if found else ""),
        _count_text(text, len(found)),
        format_html_join("", '<p class="kind" id="kind-{}">{}</p><ul aria-labelledby="kind-{}">{}</ul>', groups),
        reverse("search"),
        urlencode({"q": text}),
        _("Search all texts for “%(text)s”") % {"text": text},
    )


def _count_text(text: str, count: int) -> str:
    if not count:
        return _("No name begins with “%(text)s”.") % {"text": text}
    return ngettext("%(count)d suggestion", "%(count)d suggestions", count) % {"count": count}
