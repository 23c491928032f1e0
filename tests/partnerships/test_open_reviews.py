"""The overview of whoever edits says which reviews are open, and how much of them is left."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from partnerships.models import ReviewRound
from partnerships.panels import open_reviews
from portal.models import Organisation, User
from portal.records.related import Section
from tests.factories import AssessmentFactory, CriterionFactory, PartnershipFactory, ReviewRoundFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(owner: Organisation) -> ReviewRound:
    review = ReviewRoundFactory(owner=owner, title="Gennemgang 2026")
    for name in ("Aktivitet", "Gensidig gavn"):
        CriterionFactory(review=review, name=name)
    return review


def assess(review: ReviewRound, *points: int | None, recommendation: str = "") -> None:
    """An assessment with points by the first criteria."""
    about = PartnershipFactory(owner=review.owner)
    assessment = AssessmentFactory(about=about, review=review, recommendation=recommendation)
    for criterion, given in zip(review.criteria.all(), points, strict=False):
        ScoreFactory(assessment=assessment, criterion=criterion, points=given)


def panels(client: Client) -> list[Section]:
    return [panel for panel in client.get("/").context["panels"] if panel.id == "reviews"]


def test_an_assessment_is_left_until_it_has_all_points_and_a_recommendation(
    as_editor: Client, review: ReviewRound
) -> None:
    assess(review, 3, 4, recommendation="continue")  # done
    assess(review, 3, recommendation="continue")
    assess(review, 3, None, recommendation="continue")  # a reason, but no points
    assess(review, 3, 4)
    assess(ReviewRoundFactory(title="Hos en anden ejer"))
    (panel,) = panels(as_editor)
    (line,) = panel.lines
    assert (line.title, line.url, line.day) == ("Gennemgang 2026", review.get_absolute_url(), date(2026, 5, 4))
    assert line.detail.startswith("3 ")
    assert " 4 " in line.detail
    assert "Gennemgang 2026" in as_editor.get(panel.url).content.decode()


def test_without_criteria_the_recommendation_is_all_that_is_asked(as_editor: Client, owner: Organisation) -> None:
    assess(ReviewRoundFactory(owner=owner), recommendation="end")
    assert panels(as_editor) == []


@pytest.mark.parametrize("over", [{"closed_on": date(2026, 6, 1)}, {"deleted_at": "2026-06-01T12:00Z"}])
def test_what_is_closed_or_lies_in_the_trash_waits_for_nobody(
    as_editor: Client, review: ReviewRound, over: dict[str, object]
) -> None:
    assess(review)
    assert panels(as_editor)
    ReviewRound.everything().filter(pk=review.pk).update(**over)
    assert panels(as_editor) == []


def test_whoever_only_reads_has_no_such_panel(client: Client, reader: User, review: ReviewRound) -> None:
    assess(review)
    client.force_login(reader)
    assert panels(client) == []


def test_ten_reviews_take_one_query(
    editor: User, owner: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        assess(ReviewRoundFactory(owner=owner))
    assert editor.owners == [owner]
    with django_assert_num_queries(1):
        panel = open_reviews(editor, date(2026, 11, 22))
    assert panel
    assert len(panel.lines) == 10
