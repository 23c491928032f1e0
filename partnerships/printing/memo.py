"""The memo of a review: as data for `templates/print/memo.typ`, and from the same data as a Word document."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.models import Assessment, ReviewRound
from partnerships.portfolio import Portfolio, Row
from portal.printing.docx import Document
from portal.printing.richtext import rich_text
from portal.text.danish import slug


def memo_document(portfolio: Portfolio) -> dict[str, Any]:
    """All that the page says, in the same order."""
    review = portfolio.review
    records = [review, *(row.assessment for row in portfolio.rows)]
    return {
        "lang": get_language() or "da",
        "dated": timezone.localdate(max(record.updated_at for record in records)).isoformat(),
        "owner": str(review.owner),
        "theme": review.owner.theme,
        "title": review.title,
        "date": _("As at %(day)s") % {"day": date_format(review.day, "DATE_FORMAT")},
        "state": "" if review.closed_on else _("Draft"),
        "labels": {
            "page_of": _("page {page} of {pages}"),
            "introduction": _("Introduction"),
            "results": _("Results"),
            "cost": _("Cost"),
            "recommendation": _("The recommendation"),
            "told": _("Partner told"),
            "direction": _("Direction from here on"),
        },
        "introduction": rich_text(review.introduction),
        "groups": [
            {"heading": heading, "assessments": [_assessment(row) for row in rows]}
            for heading, rows in portfolio.groups()
        ],
        "direction": rich_text(review.direction),
        "source": review.source,
    }


def memo_word(document: dict[str, Any]) -> bytes:
    """The memo as a Word document, to be worked on further."""
    labels = document["labels"]
    about = {key: document[key] for key in ("title", "owner", "dated", "lang")}
    word = Document(**about, page_of=labels["page_of"])
    word.paragraph(document["date"])
    if document["introduction"]:
        word.heading(labels["introduction"])
        word.rich(document["introduction"], under=1)
    for group in document["groups"]:
        word.heading(group["heading"])
        for one in group["assessments"]:
            word.heading(one["title"], level=2)
            word.paragraph(one["detail"])
            word.items(one["papers"])
            word.rich(one["activity"])
            for part in ("results", "cost"):
                if one[part]:
                    word.heading(labels[part], level=3)
                    word.rich(one[part])
            word.items(one["judgements"])
            word.heading(f"{labels['recommendation']}: {one['recommendation']}", level=3)
            word.rich(one["proposal"])
            word.rich(one["rationale"])
            if one["told"]:
                word.paragraph(f"{labels['told']}: {one['told']}")
    if document["direction"]:
        word.heading(labels["direction"])
        word.rich(document["direction"], under=1)
    if document["source"]:
        word.paragraph(document["source"])
    return word.content()


def file_name(review: ReviewRound, extension: str) -> str:
    """In plain letters, since mail programs and file shares still mangle others."""
    return f"notat-{slug(review.title)[:80]}.{extension}"


def _assessment(row: Row) -> dict[str, Any]:
    assessment, picture = row.assessment, row.picture
    since = _("since %(since)s") % {"since": picture.since} if picture.since else ""
    return {
        "title": picture.title,
        "detail": " · ".join(part for part in (picture.detail, since) if part),
        "papers": [f"{paper.title}: {paper.detail}" for paper in picture.papers],
        "activity": rich_text(assessment.activity),
        "results": rich_text(assessment.results),
        "cost": rich_text(assessment.cost),
        "judgements": row.judgements,
        "recommendation": assessment.get_recommendation_display() or _("none yet"),
        "proposal": rich_text(assessment.proposal),
        "rationale": rich_text(assessment.rationale),
        "told": _told(assessment),
    }


def _told(assessment: Assessment) -> str:
    day = f"({date_format(assessment.told_on, 'DATE_FORMAT')})" if assessment.told_on else ""
    return " ".join(part for part in (assessment.told, day) if part)
