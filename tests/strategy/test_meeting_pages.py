"""The pages of a meeting: its workbench, its agenda as different readers see it, and the states it goes through."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Organisation, User
from strategy.models import AgendaItem, Attendance, Meeting, MeetingState
from tests.factories import (
    AgendaItemFactory,
    BodyFactory,
    DecisionFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(owner: Organisation) -> Meeting:
    return MeetingFactory(body=BodyFactory(owner=owner, name="Magistraten"))


@pytest.fixture
def put_on(meeting: Meeting) -> Callable[..., AgendaItem]:
    """Makes an item with the next number on the agenda."""

    def make(title: str, **fields: object) -> AgendaItem:
        number = meeting.agenda_items.count() + 1
        return AgendaItemFactory(body=meeting.body, meeting=meeting, position=number, title=title, **fields)

    return make


def test_the_list_shows_what_comes_next_first(as_editor: Client, owner: Organisation) -> None:
    body = BodyFactory(owner=owner)
    for days, place in [(-30, "Forleden"), (40, "Senere"), (3, "Snart"), (-400, "Længe siden")]:
        MeetingFactory(body=body, starts_at=timezone.now() + timedelta(days=days), place=place)
    MeetingFactory(place="Hos andre")
    page = as_editor.get("/meetings/").content.decode()
    places = [page.index(f">{place}<") for place in ["Snart", "Senere", "Forleden", "Længe siden"]]
    assert places == sorted(places)
    assert "Hos andre" not in page


def test_the_list_is_filtered_by_body_state_and_year(as_editor: Client, owner: Organisation) -> None:
    body = BodyFactory(owner=owner)
    MeetingFactory(body=body, starts_at="2025-03-03T09:00+01:00", state=MeetingState.HELD, place="Dengang")
    MeetingFactory(body=BodyFactory(owner=owner), starts_at="2026-03-03T09:00+01:00", place="Siden")
    for query in [f"body={body.pk}", "state=held", "year=2025"]:
        page = as_editor.get(f"/meetings/?{query}").content.decode()
        assert "Dengang" in page
        assert "Siden" not in page


def test_the_page_says_how_far_the_agenda_is(
    as_editor: Client, meeting: Meeting, put_on: Callable[..., AgendaItem]
) -> None:
    put_on("Aftalen med Győr", recommendations=["at aftalen fornyes"], case_number="2026-26443")
    put_on("Aftalen med Łódź")
    page = as_editor.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Planlagt. Dagsordenen har 2 punkter, 1 uden indstilling." in page
    assert "Aftalen med Győr" in page
    assert "2026-26443" in page


def test_a_locked_agenda_says_nothing_of_missing_recommendations(
    as_editor: Client, meeting: Meeting, put_on: Callable[..., AgendaItem]
) -> None:
    put_on("Aftalen med Łódź")
    Meeting.objects.update(state=MeetingState.AGENDA_LOCKED)
    assert "Dagsorden låst. Dagsordenen har 1 punkt." in as_editor.get(f"/meetings/{meeting.pk}/").content.decode()


def test_the_secretariat_plans_and_changes_a_meeting(as_secretariat: Client, meeting: Meeting) -> None:
    form = {"body": meeting.body_id, "starts_at": "2026-12-08T09:00", "form": "digital", "place": "Teams"}
    response = as_secretariat.post("/meetings/new/", form)
    made = Meeting.objects.get(place="Teams")
    assert response["Location"] == f"/meetings/{made.pk}/"
    assert timezone.localtime(made.starts_at).hour == 9
    response = as_secretariat.post(f"/meetings/{made.pk}/edit/", form | {"place": "Rådhuset", "version": 1})
    assert response.status_code == 302
    made.refresh_from_db()
    assert (made.place, made.version) == ("Rådhuset", 2)


def test_an_invalid_meeting_keeps_what_was_typed(as_secretariat: Client, meeting: Meeting) -> None:
    form = {"body": meeting.body_id, "starts_at": "2026-12-08T09:00", "ends_at": "2026-12-08T08:00", "form": "digital"}
    response = as_secretariat.post("/meetings/new/", form | {"place": "Salen på Vrå"})
    assert response.status_code == 422
    assert "Salen på Vrå" in response.content.decode()


def test_a_meeting_ends_after_it_starts(owner: Organisation) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(body=BodyFactory(owner=owner), starts_at=now, ends_at=now)


def test_a_meeting_form_needs_its_version_and_clashes_when_old(as_secretariat: Client, meeting: Meeting) -> None:
    form = {"starts_at": "2026-12-08T09:00", "form": "digital", "place": "Her"}
    assert as_secretariat.post(f"/meetings/{meeting.pk}/edit/", form).status_code == 400
    Meeting.objects.filter(pk=meeting.pk).update(place="Der")
    assert as_secretariat.post(f"/meetings/{meeting.pk}/edit/", form | {"version": 1}).status_code == 409


def test_a_meeting_goes_from_planned_to_approved_and_back_one_step_at_a_time(
    as_secretariat: Client, meeting: Meeting
) -> None:
    for version, state in enumerate(["locked", "held", "approved", "held"], start=1):
        response = as_secretariat.post(f"/meetings/{meeting.pk}/state/", {"state": state, "version": version})
        assert response["Location"] == f"/meetings/{meeting.pk}/"
        meeting.refresh_from_db()
        assert meeting.state == state


def test_a_meeting_is_not_held_before_its_day(as_secretariat: Client, meeting: Meeting) -> None:
    def hold() -> int:
        meeting.refresh_from_db()
        step = {"state": "held", "version": meeting.version}
        return as_secretariat.post(f"/meetings/{meeting.pk}/state/", step).status_code

    Meeting.objects.update(state="locked", starts_at=timezone.now() + timedelta(days=2))
    assert hold() == 422
    assert Meeting.objects.get().state == MeetingState.AGENDA_LOCKED
    Meeting.objects.update(starts_at=timezone.now())
    assert hold() == 302


def test_what_has_been_held_is_no_meeting_to_come(as_secretariat: Client, meeting: Meeting) -> None:
    def coming() -> str:
        return as_secretariat.get("/").content.decode().partition('id="next-meetings"')[2].partition("</section>")[0]

    assert "Magistraten" in coming()
    Meeting.objects.update(state="held")
    assert "Magistraten" not in coming()


@pytest.mark.parametrize("state", ["approved", "held", "planned", "nonsense", ""])
def test_a_meeting_skips_no_state(as_secretariat: Client, meeting: Meeting, state: str) -> None:
    response = as_secretariat.post(f"/meetings/{meeting.pk}/state/", {"state": state, "version": 1})
    assert response.status_code == 400


def test_a_state_is_changed_only_by_whoever_has_seen_the_meeting_as_it_is(
    as_secretariat: Client, meeting: Meeting
) -> None:
    assert as_secretariat.post(f"/meetings/{meeting.pk}/state/", {"state": "locked"}).status_code == 400
    Meeting.objects.filter(pk=meeting.pk).update(place="Nyt sted")
    response = as_secretariat.post(f"/meetings/{meeting.pk}/state/", {"state": "locked", "version": 1})
    assert response.status_code == 409
    assert "En anden har ændret mødet imens" in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


def test_an_item_is_taken_in_from_the_pool_as_the_last(
    as_secretariat: Client, meeting: Meeting, put_on: Callable[..., AgendaItem]
) -> None:
    put_on("Først")
    item = AgendaItemFactory(body=meeting.body)
    assert "Sæt på dagsordenen" in as_secretariat.get(f"/meetings/{meeting.pk}/").content.decode()
    response = as_secretariat.post(f"/meetings/{meeting.pk}/take/", {"item": item.pk})
    assert response["Location"] == f"/meetings/{meeting.pk}/"
    item.refresh_from_db()
    assert (item.meeting, item.position) == (meeting, 2)


def test_only_the_bodys_own_pool_can_be_taken_in(as_secretariat: Client, meeting: Meeting) -> None:
    other = AgendaItemFactory(body=BodyFactory(owner=meeting.body.owner))
    foreign = AgendaItemFactory()
    for key in [other.pk, foreign.pk, "", "x", "9" * 5000]:
        assert as_secretariat.post(f"/meetings/{meeting.pk}/take/", {"item": key}).status_code == 404


@pytest.mark.parametrize("state", ["locked", "held", "approved"])
def test_nothing_is_taken_in_on_a_locked_agenda(as_secretariat: Client, meeting: Meeting, state: str) -> None:
    item = AgendaItemFactory(body=meeting.body)
    Meeting.objects.update(state=state)
    response = as_secretariat.post(f"/meetings/{meeting.pk}/take/", {"item": item.pk})
    assert response.status_code == 403
    assert ("Referatet er godkendt" if state == "approved" else "Dagsordenen er låst") in response.content.decode()
    item.refresh_from_db()
    assert item.meeting is None


def test_approved_minutes_freeze_the_meeting(as_secretariat: Client, meeting: Meeting) -> None:
    Meeting.objects.update(state=MeetingState.MINUTES_APPROVED)
    person = PersonFactory(owner=meeting.body.owner)
    for path in [
        f"/meetings/{meeting.pk}/edit/",
        f"/meetings/{meeting.pk}/attendance/",
        f"/trash/strategy.meeting/{meeting.pk}/",
    ]:
        response = as_secretariat.post(path, {"version": 2, "person": person.pk, "kind": "present"})
        assert response.status_code == 403
        assert "Referatet er godkendt" in response.content.decode()


def test_who_was_there_and_who_sent_apologies_is_recorded(as_secretariat: Client, meeting: Meeting) -> None:
    person = PersonFactory(owner=meeting.body.owner, name="Mads Ærø")
    assert as_secretariat.get(f"/meetings/{meeting.pk}/attendance/").status_code == 200
    response = as_secretariat.post(f"/meetings/{meeting.pk}/attendance/", {"person": person.pk, "kind": "absent"})
    assert response["Location"] == f"/meetings/{meeting.pk}/"
    page = as_secretariat.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Mads Ærø" in page
    assert "Fraværende" in page
    response = as_secretariat.post(f"/meetings/{meeting.pk}/attendance/", {"person": person.pk, "kind": "present"})
    assert response.status_code == 422
    assert "Personen står allerede på listen." in response.content.decode()
    attendance = Attendance.objects.get()
    as_secretariat.post(f"/trash/strategy.attendance/{attendance.pk}/", {"version": 1})
    assert not Attendance.objects.exists()


def test_a_person_is_on_the_list_of_a_meeting_once(meeting: Meeting) -> None:
    person = PersonFactory(owner=meeting.body.owner)
    Attendance.objects.create(meeting=meeting, person=person, kind="present")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=meeting, person=person, kind="absent")


@pytest.mark.parametrize("role", ["reader", "editor", "director"])
def test_those_who_do_not_conduct_meetings_read_only(
    client: Client, meeting: Meeting, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    for path in ["", f"{meeting.pk}/", f"{meeting.pk}/agenda/", f"{meeting.pk}/agenda.pdf"]:
        assert client.get(f"/meetings/{path}").status_code == 200
    for path in ["new/", f"{meeting.pk}/edit/", f"{meeting.pk}/attendance/"]:
        assert client.get(f"/meetings/{path}").status_code == 403
    for path in ["state/", "take/", "edit/", "attendance/"]:
        assert client.post(f"/meetings/{meeting.pk}/{path}", {"version": 1, "state": "locked"}).status_code == 403


def test_another_owners_meeting_and_an_unknown_one_are_not_found(
    client: Client, stranger: User, meeting: Meeting
) -> None:
    client.force_login(stranger)
    for path in ["", "edit/", "attendance/", "agenda/", "agenda.pdf"]:
        assert client.get(f"/meetings/{meeting.pk}/{path}").status_code == 404
        assert client.get(f"/meetings/987654/{path}").status_code == 404
    for path in ["state/", "take/"]:
        assert client.post(f"/meetings/{meeting.pk}/{path}", {"version": 1, "state": "locked"}).status_code == 404


def test_a_closed_item_keeps_its_number_and_shows_nothing_else(
    client: Client,
    meeting: Meeting,
    put_on: Callable[..., AgendaItem],
    reader: User,
    director: User,
    secretariat: User,
) -> None:
    put_on("Godkendelse af dagsorden")
    closed = put_on(
        "Fortroligt lejemål", is_closed=True, case_number="2026-999", summary="<p>Hemmelig</p>", annexes=["Kontrakt"]
    )
    put_on("Eventuelt")
    DecisionFactory(item=closed, text="<p>Lejemålet opsiges</p>")
    for address in [f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/agenda/"]:
        client.force_login(reader)
        page = client.get(address).content.decode()
        for secret in ["Fortroligt", "2026-999", "Hemmelig", "Kontrakt", "opsiges", f"/items/{closed.pk}/"]:
            assert secret not in page
        assert "Lukket punkt" in page
        assert "Dagsordenen har 3 punkter" in page
        for trusted in [director, secretariat]:
            client.force_login(trusted)
            assert "Fortroligt lejemål" in client.get(address).content.decode()
    client.force_login(reader)
    page = client.get(f"/meetings/{meeting.pk}/agenda/").content.decode()
    assert page.index("1. Godkendelse af dagsorden") < page.index("2. Lukket punkt") < page.index("3. Eventuelt")


def test_a_closed_item_without_a_recommendation_is_not_counted_for_those_who_may_not_read_it(
    as_editor: Client, meeting: Meeting, put_on: Callable[..., AgendaItem]
) -> None:
    put_on("Fortroligt", is_closed=True)
    assert "uden indstilling" not in as_editor.get(f"/meetings/{meeting.pk}/").content.decode()


def test_a_closed_item_in_the_pool_is_seen_nowhere(
    client: Client, meeting: Meeting, reader: User, director: User
) -> None:
    AgendaItemFactory(body=meeting.body, title="Fortroligt", is_closed=True)
    client.force_login(reader)
    assert "Fortroligt" not in client.get(f"/bodies/{meeting.body_id}/").content.decode()
    client.force_login(director)
    assert "Fortroligt" in client.get(f"/bodies/{meeting.body_id}/").content.decode()


def test_earlier_treatment_of_the_case_is_told(
    as_editor: Client, meeting: Meeting, put_on: Callable[..., AgendaItem]
) -> None:
    board = BodyFactory(owner=meeting.body.owner, name="Direktørgruppen")
    before = AgendaItemFactory(body=board, case_number="2026-1")
    DecisionFactory(item=before, decided_on="2026-01-12", outcome="discussed")
    foreign = AgendaItemFactory(body=BodyFactory(name="Andres råd"), case_number="2026-1")
    DecisionFactory(item=foreign, decided_on="2026-01-12")
    put_on("Sagen igen", case_number="2026-1")
    Meeting.objects.update(starts_at="2026-02-02T09:00+01:00")
    page = as_editor.get(f"/meetings/{meeting.pk}/agenda/").content.decode()
    assert "Direktørgruppen, 12. januar 2026: Drøftet." in page
    assert "Andres råd" not in page


def test_the_page_asks_no_more_of_the_database_for_ten_items_than_for_one(
    as_secretariat: Client, meeting: Meeting, put_on: Callable[..., AgendaItem]
) -> None:
    def rows(number: int) -> None:
        item = put_on(f"Sag {number}", case_number="2026-1")
        DecisionFactory(item=item)
        AgendaItemFactory(body=meeting.body)
        Attendance.objects.create(meeting=meeting, person=PersonFactory(owner=meeting.body.owner), kind="present")

    rows(1)
    for address in [f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/agenda/"]:
        as_secretariat.get(address)
        with CaptureQueriesContext(connection) as few:
            as_secretariat.get(address)
        for number in range(9):
            rows(number)
        with CaptureQueriesContext(connection) as many:
            as_secretariat.get(address)
        assert len(many) == len(few) <= 14


@pytest.mark.parametrize("path", ["/meetings/", "/decisions/", "/bodies/"])
def test_the_lists_ask_no_more_of_the_database_for_ten_rows_than_for_one(
    as_editor: Client, owner: Organisation, path: str
) -> None:
    def row() -> None:
        meeting = MeetingFactory(body=BodyFactory(owner=owner))
        DecisionFactory(item=AgendaItemFactory(body=meeting.body, meeting=meeting))

    row()
    as_editor.get(path)
    with CaptureQueriesContext(connection) as one:
        as_editor.get(path)
    for _ in range(9):
        row()
    with CaptureQueriesContext(connection) as ten:
        as_editor.get(path)
    assert len(ten) == len(one) <= 8


def test_an_organisations_page_shows_its_seats_and_the_meetings_it_hosts(
    as_editor: Client, owner: Organisation
) -> None:
    host = OrganisationFactory(name="Viborg Kommune")
    body = BodyFactory(owner=owner, name="Fællessekretariatet")
    body.seats.create(organisation=host, function="Kulturchef")
    MeetingFactory(body=body, host=host, place="Viborg Rådhus")
    MeetingFactory(host=host, place="Et fremmed sted")
    page = as_editor.get(f"/organisations/{host.pk}/").content.decode()
    assert "Kulturchef" in page
    assert "Viborg Rådhus" in page
    assert "Et fremmed sted" not in page


def test_the_secretariat_gets_from_the_overview_to_the_agenda_in_three_clicks(
    as_secretariat: Client, meeting: Meeting
) -> None:
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=4))
    overview = as_secretariat.get("/").content.decode()
    assert f'href="/meetings/{meeting.pk}/agenda.pdf"' in overview
    assert f'href="/meetings/{meeting.pk}/"' in overview
    assert (
        f'href="/meetings/{meeting.pk}/agenda.pdf"' in as_secretariat.get(f"/meetings/{meeting.pk}/").content.decode()
    )


def test_the_overview_of_others_has_the_next_meetings_without_other_owners(
    as_editor: Client, meeting: Meeting
) -> None:
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=4))
    MeetingFactory(body__name="Fremmed råd", starts_at=timezone.now() + timedelta(days=4))
    overview = as_editor.get("/").content.decode()
    assert f'href="/meetings/{meeting.pk}/"' in overview
    assert "agenda.pdf" not in overview
    assert "Fremmed råd" not in overview


def test_a_meeting_with_items_is_not_put_in_the_trash(
    as_secretariat: Client, meeting: Meeting, put_on: Callable[..., AgendaItem]
) -> None:
    put_on("Eventuelt")
    assert as_secretariat.post(f"/trash/strategy.meeting/{meeting.pk}/", {"version": 1}).status_code == 409
    assert Meeting.objects.filter(pk=meeting.pk).exists()
