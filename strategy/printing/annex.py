"""An annex as data for `templates/print/annex.typ`."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from strategy.annexes import Annex


def annex_document(annex: Annex) -> dict[str, Any]:
    """All that the page says, in the same order."""
    return {
        "lang": get_language() or "da",
        "dated": annex.today.isoformat(),
        "owner": str(annex.owner),
        "theme": annex.owner.theme,
        "title": annex.title,
        "date": date_format(annex.today, "DATE_FORMAT"),
        "labels": {"page_of": _("page {page} of {pages}"), "nothing": _("Nothing is recorded.")},
        "parts": [
            {
                "heading": part.heading,
                "sentence": part.sentence,
                "heads": part.heads,
                "rows": [row.cells for row in part.rows],
            }
            for part in annex.parts
        ],
    }
