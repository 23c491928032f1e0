"""Reviews: begun by one form, scored in place, read side by side, closed for good."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Assessment, Criterion, PartnershipStatus, Recommendation, ReviewRound, Score
from partnerships.portfolio import portfolio
from portal.models import Organisation, User
from tests.factories import (
    ActivityFactory,
    AgreementFactory,
    AssessmentFactory,
    CriterionFactory,
    JournalEntryFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    ReviewRoundFactory,
    ScoreFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(owner: Organisation) -> Assessment:
    partnership = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Shanghai"))
    review = ReviewRoundFactory(owner=owner, title="Gennemgang 2026", day=date(2026, 5, 4))
    CriterionFactory(review=review, number=1, name="Aktivitet")
    CriterionFactory(review=review, number=2, name="Gensidig gavn")
    return AssessmentFactory(about=partnership, review=review, position=1)


def scores(assessment: Assessment, **given: Any) -> dict[str, Any]:
    """A post of the form: points by the name of the criterion."""
    data = {"version": assessment.version, "recommendation": given.pop("recommendation", "")}
    for criterion in assessment.review.criteria.all():
        data[f"points_{criterion.pk}"] = given.get(criterion.name, "")
        data[f"reason_{criterion.pk}"] = given.get(f"{criterion.name}_reason", "")
    return data


def again(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


class TestBeginning:
    def test_one_form_begins_a_review_of_all_that_is_ongoing(
        self, as_secretariat: Client, owner: Organisation
    ) -> None:
        ongoing = PartnershipFactory(owner=owner)
        over = PartnershipFactory(owner=owner, status=PartnershipStatus.ENDED, ended="2014")
        membership = MembershipFactory(organisation=owner)
        MembershipFactory()  # another's
        form = as_secretariat.get("/partnerships/reviews/new/").context["form"]
        offered = {key for _group, options in form.fields["records"].choices for key, _label in options}
        chosen = {f"partnerships.partnership:{ongoing.pk}", f"networks.membership:{membership.pk}"}
        assert set(form.initial["records"]) == chosen
        assert offered == chosen | {f"partnerships.partnership:{over.pk}"}
        key = form.fields["creation_key"].initial()
        data = {
            "title": "Gennemgang", "day": "2026-05-04", "criteria": "Aktivitet\n\nResultater", "records": list(chosen),
            "creation_key": key,
        }  # fmt: skip
        answer = as_secretariat.post("/partnerships/reviews/new/", data)
        review = ReviewRound.objects.get()
        assert answer["Location"] == f"/partnerships/reviews/{review.pk}/"
        assert list(review.criteria.values_list("number", "name")) == [(1, "Aktivitet"), (2, "Resultater")]
        assert {(row.about_kind, row.about_id, row.owner_id) for row in review.assessments.all()} == {
            ("partnerships.partnership", ongoing.pk, owner.pk),
            ("networks.membership", membership.pk, owner.pk),
        }
        assert as_secretariat.get(answer["Location"]).status_code == 200
        as_secretariat.post("/partnerships/reviews/new/", data)  # a repeated post leads to the first
        assert ReviewRound.objects.count() == 1

    def test_the_criteria_of_the_last_review_are_filled_in_and_keep_their_guidance(
        self, as_secretariat: Client, owner: Organisation
    ) -> None:
        CriterionFactory(review=ReviewRoundFactory(owner=owner), name="Havne", guidance="Skibe i året")
        partnership = PartnershipFactory(owner=owner)
        form = as_secretariat.get("/partnerships/reviews/new/").context["form"]
        assert form["criteria"].value() == "Havne"
        data = {"title": "Ny", "day": "2027-05-04", "criteria": "Havne\nKultur"}
        data["records"] = f"partnerships.partnership:{partnership.pk}"
        as_secretariat.post("/partnerships/reviews/new/", data)
        criteria = Criterion.objects.filter(review__title="Ny").values_list("name", "guidance")
        assert list(criteria) == [("Havne", "Skibe i året"), ("Kultur", "")]

    @pytest.mark.parametrize(
        "wrong",
        [{"title": ""}, {"day": "i går"}, {"criteria": "Gavn\nGavn"}, {"records": "partnerships.partnership:0"}],
    )
    def test_what_is_missing_or_wrong_is_said_and_nothing_begins(
        self, wrong: dict[str, str], as_secretariat: Client, owner: Organisation
    ) -> None:
        partnership = PartnershipFactory(owner=owner)
        data = {"title": "Ny", "day": "2027-05-04", "criteria": "Unikt ord", "introduction": "<p>Indledning</p>"}
        data |= {"records": f"partnerships.partnership:{partnership.pk}"} | wrong
        answer = as_secretariat.post("/partnerships/reviews/new/", data)
        assert (answer.status_code, ReviewRound.objects.count()) == (422, 0)
        assert "Indledning" in answer.content.decode()

    def test_a_record_of_another_owner_cannot_be_assessed(self, as_secretariat: Client, owner: Organisation) -> None:
        theirs = PartnershipFactory()
        data = {"title": "Ny", "day": "2027-05-04", "records": f"partnerships.partnership:{theirs.pk}"}
        assert as_secretariat.post("/partnerships/reviews/new/", data).status_code == 422

    def test_whoever_works_for_several_owners_chooses_one_first(
        self, client: Client, secretariat: User, owner: Organisation
    ) -> None:
        other = PartnershipFactory().owner
        secretariat.roles.create(owner=other, kind="secretariat")
        client.force_login(User.objects.get(pk=secretariat.pk))
        page = client.get("/partnerships/reviews/new/").content.decode()
        assert f'href="?owner={other.pk}"' in page
        form = client.get(f"/partnerships/reviews/new/?owner={other.pk}").context["form"]
        assert form.instance.owner == other
        assert client.get("/partnerships/reviews/new/?owner=0").status_code == 404

    def test_something_more_can_be_assessed_once(
        self, as_secretariat: Client, assessment: Assessment, owner: Organisation
    ) -> None:
        more = PartnershipFactory(owner=owner)
        address = f"/partnerships/reviews/{assessment.review_id}/assessments/new/"
        data = {"record": f"partnerships.partnership:{more.pk}"}
        assert as_secretariat.post(address, data).status_code == 302
        assert Assessment.objects.get(about_id=more.pk).position == 2
        assert as_secretariat.post(address, data).status_code == 422
        with pytest.raises(IntegrityError), transaction.atomic():
            AssessmentFactory(about=more, review=assessment.review)


class TestScoring:
    def test_all_criteria_are_scored_at_once_in_the_row(self, as_editor: Client, assessment: Assessment) -> None:
        address = f"/partnerships/reviews/assessments/{assessment.pk}/scores/"
        htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
        row = as_editor.get(address, headers=htmx).content.decode()
        assert row.strip().startswith("<tr")
        assert "data-cell" in row
        data = scores(
            assessment, Aktivitet="4", Aktivitet_reason="Tre besøg", **{"Gensidig gavn": "5"}, recommendation="widen"
        )
        answer = as_editor.post(address, data, headers=htmx)
        assert answer.status_code == 200
        assert "fact-saved" in answer["HX-Trigger"]
        assert answer.content.decode().strip().startswith("<tr")
        found = Score.objects.values_list("criterion__name", "points", "reason")
        assert set(found) == {("Aktivitet", 4, "Tre besøg"), ("Gensidig gavn", 5, "")}
        assert again(assessment).recommendation == Recommendation.WIDEN
        assert again(assessment).version == assessment.version + 1

    def test_without_javascript_the_same_form_is_a_page(self, as_editor: Client, assessment: Assessment) -> None:
        address = f"/partnerships/reviews/assessments/{assessment.pk}/scores/"
        assert "<h1>" in as_editor.get(address).content.decode()
        answer = as_editor.post(address, scores(assessment, Aktivitet="2"))
        assert answer["Location"] == f"/partnerships/reviews/assessments/{assessment.pk}/"

    def test_scores_on_top_of_unseen_ones_are_a_clash_that_keeps_what_was_typed(
        self, as_editor: Client, assessment: Assessment
    ) -> None:
        address = f"/partnerships/reviews/assessments/{assessment.pk}/scores/"
        late = scores(assessment, Aktivitet="1", Aktivitet_reason="Min grund")
        as_editor.post(address, scores(assessment, Aktivitet="5", Aktivitet_reason="Deres grund"))
        answer = as_editor.post(address, late)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Min grund" in page
        assert "Deres grund" in page
        assert Score.objects.get().points == 5
        newest = late | {"version": answer.context["form"].stamp}
        assert as_editor.post(address, newest).status_code == 302
        assert Score.objects.get().points == 1

    def test_a_score_changed_where_it_is_listed_is_a_clash_too(
        self, as_editor: Client, assessment: Assessment
    ) -> None:
        score = ScoreFactory(assessment=assessment, criterion=assessment.review.criteria.first(), points=3)
        address = f"/partnerships/reviews/assessments/{assessment.pk}/scores/"
        late = scores(assessment, Aktivitet="3") | {"version": as_editor.get(address).context["form"].stamp}
        as_editor.post(f"/cells/partnerships.score/{score.pk}/points/", {"version": 1, "points": "5"})
        assert as_editor.post(address, late).status_code == 409
        assert again(score).points == 5

    @pytest.mark.parametrize("points", ["6", "0", "-1", "x"])
    def test_points_go_from_one_to_five(self, points: str, as_editor: Client, assessment: Assessment) -> None:
        address = f"/partnerships/reviews/assessments/{assessment.pk}/scores/"
        data = scores(assessment, Aktivitet=points, Aktivitet_reason="Bliver stående")
        answer = as_editor.post(address, data)
        assert (answer.status_code, Score.objects.count()) == (422, 0)
        assert "Bliver stående" in answer.content.decode()

    def test_the_database_refuses_other_points_and_a_second_score(self, assessment: Assessment) -> None:
        criterion = assessment.review.criteria.first()
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreFactory(assessment=assessment, criterion=criterion, points=6)
        ScoreFactory(assessment=assessment, criterion=criterion, points=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreFactory(assessment=assessment, criterion=criterion)

    def test_nothing_scored_again_changes_nothing(self, as_editor: Client, assessment: Assessment) -> None:
        address = f"/partnerships/reviews/assessments/{assessment.pk}/scores/"
        as_editor.post(address, scores(assessment))
        assert (again(assessment).version, Score.objects.count()) == (assessment.version, 0)


class TestTheTable:
    @pytest.fixture
    def three(self, assessment: Assessment, owner: Organisation) -> list[Assessment]:
        more = [
            AssessmentFactory(about=PartnershipFactory(owner=owner), review=assessment.review, position=number)
            for number in (2, 3)
        ]
        first, second = assessment.review.criteria.all()
        for row, points in zip([assessment, *more], (2, 5, None), strict=True):
            ScoreFactory(assessment=row, criterion=first, points=points)
        ScoreFactory(assessment=assessment, criterion=second, points=5, reason="Begge vinder")
        Assessment.objects.filter(pk=assessment.pk).update(recommendation="end", told_on=date(2026, 6, 1))
        return [assessment, *more]

    def test_it_sorts_by_points_and_leaves_the_unscored_last(self, as_editor: Client, three: list[Assessment]) -> None:
        review, (first, second, third) = three[0].review, three
        criterion = review.criteria.first()
        orders = {
            "": [first, second, third],
            f"{criterion.pk}": [first, second, third],
            f"-{criterion.pk}": [second, first, third],
            "-total": [first, second, third],
            "total": [second, first, third],
            "told": [first, second, third],
            "recommendation": [first, second, third],
        }
        for sort, expected in orders.items():
            rows = as_editor.get(f"/partnerships/reviews/{review.pk}/?sort={sort}").context["rows"]
            assert (sort, [row.assessment for row in rows]) == (sort, expected)
        assert as_editor.get(f"/partnerships/reviews/{review.pk}/?sort=nonsense").status_code == 400

    def test_progress_is_counted(self, three: list[Assessment], editor: User) -> None:
        found = portfolio(three[0].review, editor)
        assert [row.is_scored for row in found.rows] == [True, False, False]
        assert [row.total for row in found.rows] == [7, 5, None]
        assert found.progress.startswith("1 ")

    def test_a_table_of_many_takes_as_many_queries_as_one_of_one(
        self, as_editor: Client, assessment: Assessment, owner: Organisation
    ) -> None:
        def queries(path: str) -> int:
            with CaptureQueriesContext(connection) as captured:
                assert as_editor.get(f"/partnerships/reviews/{assessment.review_id}/{path}").status_code == 200
            return len(captured)

        MembershipFactory(organisation=owner)
        AssessmentFactory(about=MembershipFactory(organisation=owner), review=assessment.review)
        AgreementFactory(partnership=assessment.about)
        for path in ("", "memo/", "memo.docx"):
            queries(path)
            before = queries(path)
            for _number in range(5):
                partnership = PartnershipFactory(owner=owner)
                AgreementFactory(partnership=partnership)
                row = AssessmentFactory(about=partnership, review=assessment.review)
                ScoreFactory(assessment=row, criterion=assessment.review.criteria.first(), points=3)
            assert (path, queries(path)) == (path, before)


class TestTheSheet:
    def test_it_shows_what_bound_on_the_day_and_went_on_before_it(
        self, as_editor: Client, assessment: Assessment, owner: Organisation
    ) -> None:
        partnership = assessment.about
        AgreementFactory(partnership=partnership, title="Gammel aftale", starts="2003")
        AgreementFactory(partnership=partnership, title="Senere aftale", starts="2026-09-01")
        for title, day in (
            ("Besøg før", date(2026, 1, 5)),
            ("Besøg efter", date(2026, 8, 1)),
            ("For længst", date(1999, 1, 1)),
        ):
            ActivityFactory(owner=owner, title=title, starts_on=day).partnerships.add(partnership)
        JournalEntryFactory(about=partnership, title="Telefonmøde", day=date(2026, 2, 1))
        context = as_editor.get(f"/partnerships/reviews/assessments/{assessment.pk}/").context
        assert [line.title for line in context["picture"].papers] == ["Gammel aftale"]
        assert [line.title for line in context["activity"]] == ["Telefonmøde", "Besøg før"]

    def test_the_period_begins_where_the_last_review_ended(
        self, as_editor: Client, assessment: Assessment, owner: Organisation
    ) -> None:
        before = ReviewRoundFactory(owner=owner, day=date(2026, 1, 31))
        earlier = AssessmentFactory(about=assessment.about, review=before, recommendation="renew")
        JournalEntryFactory(about=assessment.about, title="Behandlet sidst", day=date(2026, 1, 31))
        JournalEntryFactory(about=assessment.about, title="Siden sidst", day=date(2026, 2, 1))
        page = as_editor.get(f"/partnerships/reviews/assessments/{assessment.pk}/")
        assert [line.title for line in page.context["activity"]] == ["Siden sidst"]
        assert f"/assessments/{earlier.pk}/" in page.content.decode()

    def test_the_page_of_the_partnership_leads_to_it(self, as_editor: Client, assessment: Assessment) -> None:
        page = as_editor.get(f"/partnerships/{assessment.about_id}/").content.decode()
        assert f"/partnerships/reviews/assessments/{assessment.pk}/" in page

    def test_what_people_write_is_never_markup(self, as_editor: Client, assessment: Assessment) -> None:
        evil = "<script>alert(1)</script>"
        criterion = assessment.review.criteria.first()
        ScoreFactory(assessment=assessment, criterion=criterion, reason=evil, points=1)
        Assessment.objects.filter(pk=assessment.pk).update(
            told=evil[:300], proposal=f"<p>{evil}</p>", activity="x" * 9000
        )
        for path in (f"assessments/{assessment.pk}/", f"{assessment.review_id}/", f"{assessment.review_id}/memo/"):
            page = as_editor.get(f"/partnerships/reviews/{path}").content.decode()
            assert evil not in page


class TestClosing:
    def test_a_closed_review_cannot_be_changed_in_any_part_until_it_is_opened(
        self, as_secretariat: Client, assessment: Assessment
    ) -> None:
        review, base = assessment.review, "/partnerships/reviews"
        criterion = review.criteria.first()
        closing = f"{base}/{review.pk}/close/"
        assert as_secretariat.post(closing, {"version": review.version}).status_code == 302
        assert again(review).closed_on is not None
        for path in (
            f"{base}/{review.pk}/edit/", f"{base}/criteria/{criterion.pk}/edit/", f"{base}/{review.pk}/criteria/new/",
            f"{base}/assessments/{assessment.pk}/edit/", f"{base}/assessments/{assessment.pk}/scores/",
            f"{base}/{review.pk}/assessments/new/", f"/trash/partnerships.assessment/{assessment.pk}/",
            f"/trash/partnerships.reviewround/{review.pk}/",
            f"/cells/partnerships.assessment/{assessment.pk}/told/",
        ):  # fmt: skip
            for answer in (as_secretariat.get(path), as_secretariat.post(path, {"version": 1})):
                assert (path, answer.status_code) == (path, 403)
        assert as_secretariat.get(f"{base}/{review.pk}/").status_code == 200
        assert as_secretariat.post(closing, {"version": again(review).version}).status_code == 302
        assert again(review).closed_on is None

    def test_nobody_closes_what_has_changed_meanwhile(self, as_secretariat: Client, assessment: Assessment) -> None:
        address = f"/partnerships/reviews/{assessment.review_id}/close/"
        assert as_secretariat.post(address).status_code == 400
        assert as_secretariat.post(address, {"version": 0}).status_code == 409
        assert again(assessment.review).closed_on is None

    def test_editors_score_but_only_the_secretariat_conducts(self, as_editor: Client, assessment: Assessment) -> None:
        page = as_editor.get(f"/partnerships/reviews/{assessment.review_id}/").content.decode()
        assert f"/assessments/{assessment.pk}/scores/" in page
        assert "/close/" not in page
        assert as_editor.get(f"/partnerships/reviews/{assessment.review_id}/edit/").status_code == 403
