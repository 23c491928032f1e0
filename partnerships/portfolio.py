"""A review put together: all that it assesses side by side, on the day whose picture it shows."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from partnerships.listings import RECOMMENDATION_TONES
from partnerships.models import Assessment, Criterion, Recommendation, ReviewRound, Score
from portal.models import JournalEntry, User
from portal.records.related import Line
from portal.records.reviewing import Picture, pictures, reviewables

MOST = 5  # points for one criterion
PERIOD = timedelta(days=731)  # how far back the first review of an owner looks
GONE = "–"  # what stands for a record that is not to be seen any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One assessment: what it is of, and its score by each criterion (None where there is none)."""

    assessment: Assessment
    picture: Picture
    criteria: list[Criterion]
    scores: list[Score | None]

    @property
    def tone(self) -> str:
        return RECOMMENDATION_TONES.get(self.assessment.recommendation, "neutral")

    @property
    def judgements(self) -> list[str]:
        """The scores as a memo says them: "Activity: 4 of 5. A delegation each spring." """
        return [
            f"{criterion}: {'. '.join(part for part in (_points(score), score.reason) if part)}"
            for criterion, score in zip(self.criteria, self.scores, strict=True)
            if score and (score.points or score.reason)
        ]

    @property
    def points(self) -> list[int]:
        return [score.points for score in self.scores if score and score.points]

    @property
    def total(self) -> int | None:
        return sum(self.points) or None

    @property
    def is_scored(self) -> bool:
        return bool(self.scores) and len(self.points) == len(self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The whole of a review, in the order of its memo."""

    review: ReviewRound
    criteria: list[Criterion]
    rows: list[Row] = field(default_factory=list)

    @property
    def most(self) -> int:
        return MOST * len(self.criteria)

    @property
    def progress(self) -> str:
        """How far the review is, in numbers."""
        text = _("%(scored)s of %(all)s scored, %(recommended)s with a recommendation, %(told)s told.")
        return text % {
            "all": len(self.rows),
            "scored": sum(row.is_scored for row in self.rows),
            "recommended": sum(bool(row.assessment.recommendation) for row in self.rows),
            "told": sum(bool(row.assessment.told or row.assessment.told_on) for row in self.rows),
        }

    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows under their headings, in the order of the memo."""
        return [(heading, list(rows)) for heading, rows in groupby(self.rows, key=lambda row: row.picture.group)]

    def sorted_by(self, key: str) -> list[Row]:
        """The rows by a column: "total", "recommendation", "told" or the key of a criterion; "-" before it turns it.

        What the column has nothing to say of comes last either way. Raises KeyError for no such column.
        """
        column = key.removeprefix("-")
        values = {row.assessment.pk: self._value(row, column) for row in self.rows}
        known = [row for row in self.rows if values[row.assessment.pk] is not None]
        unknown = [row for row in self.rows if values[row.assessment.pk] is None]
        known.sort(key=lambda row: values[row.assessment.pk], reverse=key.startswith("-"))  # type: ignore[arg-type, return-value]
        return known + unknown

    def _value(self, row: Row, column: str) -> int | str | None:
        match column:
            case "total":
                return row.total
            case "recommendation":
                order = list(Recommendation)
                chosen = row.assessment.recommendation
                return order.index(Recommendation(chosen)) if chosen else None
            case "told":
                day = row.assessment.told_on
                return day.isoformat() if day else row.assessment.told or None
        score = row.scores[{str(criterion.pk): place for place, criterion in enumerate(self.criteria)}[column]]
        return score.points if score else None


def portfolio(review: ReviewRound, user: User) -> Portfolio:
    """All of a review that the user may read, in a fixed number of queries."""
    criteria = list(Criterion.objects.visible_to(user).filter(review=review))
    assessments = list(Assessment.objects.visible_to(user).filter(review=review))
    return Portfolio(review=review, criteria=criteria, rows=_rows(review, criteria, assessments, user))


def row_of(assessment: Assessment, criteria: list[Criterion], user: User) -> Row:
    return _rows(assessment.review, criteria, [assessment], user)[0]


def _rows(review: ReviewRound, criteria: list[Criterion], assessments: list[Assessment], user: User) -> list[Row]:
    scores = {
        (score.assessment_id, score.criterion_id): score
        for score in Score.objects.visible_to(user).filter(assessment__in=assessments)
    }
    known = pictures([(row.about_kind, row.about_id) for row in assessments], user, review.day)
    gone = Picture(title=GONE, url="", group="")
    return [
        Row(
            assessment=assessment,
            picture=known.get((assessment.about_kind, assessment.about_id), gone),
            criteria=criteria,
            scores=[scores.get((assessment.pk, criterion.pk)) for criterion in criteria],
        )
        for assessment in assessments
    ]


def went_on(assessment: Assessment, user: User) -> list[Line]:
    """What the records know of the period that the review looks back on, the latest first: activities and journal."""
    start, end = period(assessment.review)
    journal = JournalEntry.objects.visible_to(user).filter(
        about_kind=assessment.about_kind, about_id=assessment.about_id, day__range=(start, end)
    )
    lines = reviewables()[assessment.about_kind].activity(assessment.about_id, user, start, end)
    lines += [
        Line(title=str(entry), url=entry.get_absolute_url(), detail=entry.get_kind_display(), day=entry.day)
        for entry in journal
    ]
    return sorted(lines, key=lambda line: line.day or end, reverse=True)


def period(review: ReviewRound) -> tuple[date, date]:
    """From the day after the review before this one to its own day."""
    previous = review.previous()
    return (previous.day + timedelta(days=1) if previous else review.day - PERIOD), review.day


def _points(score: Score) -> str:
    return _("%(points)s of %(most)s") % {"points": score.points, "most": MOST} if score.points else ""
