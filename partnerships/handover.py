"""The decision sheet of an assessment as what a case is made of."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from partnerships.models import Agreement, Assessment, Partnership
from partnerships.portfolio import row_of
from portal.models import User
from portal.records.handover import Sheet, sheet_of
from portal.records.versioned import VersionedModel
from portal.text.sanitise import plain_text


@sheet_of(Assessment)
def decision_sheet(assessment: Assessment, user: User) -> Sheet:
    review = assessment.review
    picture = row_of(assessment, [], user).picture
    day = date_format(review.day, "DATE_FORMAT")
    summary = _("The review “%(review)s” looks at %(record)s as at %(day)s.")
    summary %= {"review": review, "record": picture.title, "day": day}
    recommended = assessment.get_recommendation_display()
    if recommended:
        summary = f"{summary} {_('The recommendation')}: {recommended}."
    papers = [f"{one.title}: {one.detail}" for one in picture.papers]
    parts = [
        (_("Activity"), assessment.activity),
        (_("Results"), assessment.results),
        (
            _("What binds on %(day)s") % {"day": day},
            _as_list(papers),
        ),
        (_("Rationale"), assessment.rationale),
        (_("Partner told"), escape(assessment.told)),
    ]
    return Sheet(
        title=f"{picture.title}: {recommended.lower()}" if recommended else picture.title,
        summary=format_html("<p>{}</p>", summary),
        recommendations=[
            f"at {_as_clause(line, names=f'{picture.title} {assessment.owner}')}"
            for line in plain_text(assessment.proposal).splitlines()
            if line.strip()
        ],
        case_text="".join(f"<h3>{escape(heading)}</h3>{text}" for heading, text in parts if text),
        economy=assessment.cost,
        concerns=list(_concerned(assessment, user)),
    )


def _concerned(assessment: Assessment, user: User) -> Iterator[VersionedModel]:
    yield assessment.about
    if isinstance(assessment.about, Partnership):
        yield from Agreement.objects.visible_to(user).filter(partnership=assessment.about)


def _as_clause(sentence: str, *, names: str) -> str:
    """A sentence as it goes on after “at”: with a small letter, unless it begins with a name."""
    first = sentence.split()[0]
    is_name = first in names.split() or first != first.capitalize()
    return sentence if is_name else sentence[0].lower() + sentence[1:]


def _as_list(texts: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""
