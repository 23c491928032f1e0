"""A decision sheet of a review becomes an agenda item in one click, and each leads to the other."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from partnerships.models import Assessment
from portal.models import Organisation
from strategy.models import AgendaItem, Meeting, MeetingState
from tests.factories import (
    AgendaItemFactory,
    AgreementFactory,
    AssessmentFactory,
    BodyFactory,
    DecisionFactory,
    MeetingFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    ReviewRoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(owner: Organisation) -> Meeting:
    return MeetingFactory(body=BodyFactory(owner=owner, name="Regionsrådet"))


@pytest.fixture
def assessment(owner: Organisation) -> Assessment:
    partnership = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Shanghai"))
    AgreementFactory(partnership=partnership, title="Samarbejdsaftale", starts="2003")
    return AssessmentFactory(
        about=partnership,
        review=ReviewRoundFactory(owner=owner, title="Gennemgang 2026", day=date(2026, 5, 4)),
        recommendation="widen",
        activity="<p>Tre besøg</p>",
        cost="<p>90.000 kr.</p>",
        proposal="<p>Et nyt memorandum underskrives</p><p>Shanghai besøges</p><p>EU-kontoret hjælper</p>",
        rationale="<p>Begge vinder <strong>meget</strong></p>",
        told="Borgmesteren i et brev",
    )


def address(assessment: Assessment) -> str:
    return f"/meetings/items/from-review/{assessment.pk}/"


def test_the_sheet_goes_to_the_last_place_on_the_agenda(
    as_secretariat: Client, assessment: Assessment, meeting: Meeting
) -> None:
    AgendaItemFactory(body=meeting.body, meeting=meeting, position=1)
    page = as_secretariat.get(f"/partnerships/reviews/assessments/{assessment.pk}/").content.decode()
    assert f'action="{address(assessment)}"' in page
    answer = as_secretariat.post(address(assessment), {"place": f"meeting:{meeting.pk}"})
    item = AgendaItem.objects.get(assessment=assessment)
    assert answer["Location"] == f"/meetings/items/{item.pk}/"
    assert (item.body, item.meeting, item.position) == (meeting.body, meeting, 2)
    assert item.title.startswith("Shanghai: ")
    assert item.recommendations == [
        "at et nyt memorandum underskrives", "at Shanghai besøges", "at EU-kontoret hjælper",
    ]  # fmt: skip
    assert item.economy == "<p>90.000 kr.</p>"
    for words in ("Tre besøg", "<strong>meget</strong>", "Borgmesteren i et brev", "Samarbejdsaftale"):
        assert words in item.case_text
    assert "Gennemgang 2026" in item.summary
    assert list(item.partnerships.all()) == [assessment.about]
    assert [agreement.title for agreement in item.agreements.all()] == ["Samarbejdsaftale"]
    page = as_secretariat.get(answer["Location"]).content.decode()
    assert f"/partnerships/reviews/assessments/{assessment.pk}/" in page


def test_a_second_click_leads_to_the_same_item(
    as_secretariat: Client, assessment: Assessment, meeting: Meeting
) -> None:
    first = as_secretariat.post(address(assessment), {"place": f"body:{meeting.body_id}"})
    second = as_secretariat.post(address(assessment), {"place": f"meeting:{meeting.pk}"})
    assert first["Location"] == second["Location"]
    item = AgendaItem.objects.get()
    assert item.meeting is None
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItemFactory(body=meeting.body, assessment=assessment)
    item.move_to_trash()  # then there can be another
    assert as_secretariat.post(address(assessment), {"place": f"body:{meeting.body_id}"}).status_code == 302
    assert AgendaItem.objects.get().pk != item.pk


def test_the_sheet_shows_the_item_and_what_was_decided(
    as_secretariat: Client, assessment: Assessment, meeting: Meeting
) -> None:
    as_secretariat.post(address(assessment), {"place": f"meeting:{meeting.pk}"})
    page = f"/partnerships/reviews/assessments/{assessment.pk}/"
    (waiting,) = as_secretariat.get(page).context["handovers"]
    assert (waiting.form, [line.title for line in waiting.lines]) == (None, [AgendaItem.objects.get().title])
    decision = DecisionFactory(item=AgendaItem.objects.get(), outcome="approved")
    (decided,) = as_secretariat.get(page).context["handovers"]
    assert [line.badge for line in decided.lines] == [decision.get_outcome_display()]


def test_a_membership_is_linked_too(as_secretariat: Client, meeting: Meeting, owner: Organisation) -> None:
    membership = MembershipFactory(organisation=owner)
    assessment = AssessmentFactory(about=membership, owner=owner, review=ReviewRoundFactory(owner=owner))
    assert as_secretariat.post(address(assessment), {"place": f"body:{meeting.body_id}"}).status_code == 302
    assert list(AgendaItem.objects.get().memberships.all()) == [membership]


def test_a_closed_review_can_still_be_handed_over(
    as_secretariat: Client, assessment: Assessment, meeting: Meeting
) -> None:
    type(assessment.review).objects.filter(pk=assessment.review_id).update(closed_on=date(2026, 6, 1))
    assert as_secretariat.post(address(assessment), {"place": f"body:{meeting.body_id}"}).status_code == 302


def test_no_other_place_can_be_chosen(as_secretariat: Client, assessment: Assessment, meeting: Meeting) -> None:
    locked = MeetingFactory(body=meeting.body, state=MeetingState.AGENDA_LOCKED)
    theirs = MeetingFactory()
    for place in ("", "x", f"meeting:{locked.pk}", f"meeting:{theirs.pk}", f"body:{theirs.body_id}"):
        assert as_secretariat.post(address(assessment), {"place": place}).status_code == 422
    assert not AgendaItem.objects.exists()


def test_an_editor_may_not_and_sees_no_button(as_editor: Client, assessment: Assessment, meeting: Meeting) -> None:
    assert as_editor.post(address(assessment), {"place": f"body:{meeting.body_id}"}).status_code == 403
    page = as_editor.get(f"/partnerships/reviews/assessments/{assessment.pk}/").content.decode()
    assert address(assessment) not in page


def test_a_closed_item_is_not_told_to_an_editor(as_editor: Client, assessment: Assessment, meeting: Meeting) -> None:
    AgendaItemFactory(body=meeting.body, assessment=assessment, is_closed=True, title="Fortrolig sag")
    page = as_editor.get(f"/partnerships/reviews/assessments/{assessment.pk}/").content.decode()
    assert "Fortrolig sag" not in page
