"""The pages of a body and its seats, through HTTP."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Organisation, User
from strategy.models import Body, Seat
from tests.factories import (
    AgendaItemFactory,
    BodyFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(owner: Organisation) -> Body:
    return BodyFactory(owner=owner, name="Magistraten")


def test_the_list_shows_the_owners_bodies_only(as_editor: Client, body: Body) -> None:
    BodyFactory(name="Fremmed udvalg")
    page = as_editor.get("/bodies/").content.decode()
    assert "Magistraten" in page
    assert "Fremmed udvalg" not in page


def test_the_page_shows_rules_seats_meetings_and_the_pool(as_editor: Client, body: Body) -> None:
    Body.objects.filter(pk=body.pk).update(
        chair_rule="Borgmesteren", tasks="<p>Godkender <script>x</script>strategien</p>"
    )
    SeatFactory(body=body, function="Kulturdirektør", organisation=OrganisationFactory(name="Skive Kommune"))
    MeetingFactory(body=body, starts_at=timezone.now() + timedelta(days=9), place="Rådhuset")
    MeetingFactory(body=body, starts_at=timezone.now() - timedelta(days=9), place="Kulturforum")
    AgendaItemFactory(body=body, title="Aftalen med Győr")
    page = as_editor.get(f"/bodies/{body.pk}/").content.decode()
    for text in [
        "Borgmesteren",
        "strategien",
        "Kulturdirektør",
        "Skive Kommune",
        "Rådhuset",
        "Kulturforum",
        "Aftalen med Győr",
    ]:
        assert text in page
    assert "<script>x" not in page
    assert f"/bodies/{body.pk}/seats/new/" not in page


def test_the_secretariat_creates_and_changes_a_body(as_secretariat: Client, owner: Organisation) -> None:
    form = {"owner": owner.pk, "name": "Direktørgruppen", "kind": "steering", "meetings_a_year": 4}
    response = as_secretariat.post("/bodies/new/", form)
    body = Body.objects.get()
    assert response["Location"] == f"/bodies/{body.pk}/"
    response = as_secretariat.post(f"/bodies/{body.pk}/edit/", form | {"name": "Direktionen", "version": 1})
    assert response.status_code == 302
    body.refresh_from_db()
    assert (body.name, body.version) == ("Direktionen", 2)


def test_an_invalid_body_keeps_what_was_typed(as_secretariat: Client, body: Body) -> None:
    response = as_secretariat.post(
        "/bodies/new/", {"owner": body.owner_id, "name": "Magistraten", "host_rule": "På skift"}
    )
    assert response.status_code == 422
    assert "På skift" in response.content.decode()


def test_a_body_is_named_once_per_owner(as_secretariat: Client, body: Body) -> None:
    form = {"owner": body.owner_id, "name": "Magistraten", "kind": "board"}
    assert as_secretariat.post("/bodies/new/", form).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyFactory(owner=body.owner, name="Magistraten")


def test_a_body_form_without_its_version_is_refused_and_an_old_one_clashes(as_secretariat: Client, body: Body) -> None:
    form = {"owner": body.owner_id, "name": "Rådet", "kind": "board", "chair_rule": "Regionen"}
    assert as_secretariat.post(f"/bodies/{body.pk}/edit/", form).status_code == 400
    Body.objects.filter(pk=body.pk).update(chair_rule="Værten")
    response = as_secretariat.post(f"/bodies/{body.pk}/edit/", form | {"version": 1})
    assert response.status_code == 409
    assert "Rådet" in response.content.decode()


def test_a_seat_is_added_changed_and_put_in_the_trash(as_secretariat: Client, body: Body) -> None:
    assert as_secretariat.get(f"/bodies/{body.pk}/seats/new/").status_code == 200
    response = as_secretariat.post(f"/bodies/{body.pk}/seats/new/", {"function": "Formand", "has_mandate": "on"})
    assert response["Location"] == f"/bodies/{body.pk}/"
    seat = Seat.objects.get(body=body, has_mandate=True)
    person = PersonFactory(owner=body.owner, name="Åse Højbjerg")
    response = as_secretariat.post(f"/bodies/seats/{seat.pk}/edit/", {"person": person.pk, "version": 1})
    assert response["Location"] == f"/bodies/{body.pk}/"
    assert "Åse Højbjerg" in as_secretariat.get(f"/bodies/{body.pk}/").content.decode()
    as_secretariat.post(f"/trash/strategy.seat/{seat.pk}/", {"version": 2})
    assert not body.seats.exists()


def test_a_seat_must_be_somebodys(as_secretariat: Client, body: Body) -> None:
    response = as_secretariat.post(f"/bodies/{body.pk}/seats/new/", {"function": "", "holders": "en eller to"})
    assert response.status_code == 422
    assert "en eller to" in response.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatFactory(body=body, function="")


def test_a_seat_ends_after_it_starts(body: Body) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatFactory(body=body, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))


def test_a_seat_form_needs_its_version_and_clashes_when_old(as_secretariat: Client, body: Body) -> None:
    seat = SeatFactory(body=body)
    assert as_secretariat.post(f"/bodies/seats/{seat.pk}/edit/", {"function": "Vært"}).status_code == 400
    Seat.objects.filter(pk=seat.pk).update(holders="to")
    response = as_secretariat.post(
        f"/bodies/seats/{seat.pk}/edit/", {"holders": "en", "function": "Vært", "version": 1}
    )
    assert response.status_code == 409


@pytest.mark.parametrize("role", ["reader", "editor", "director"])
def test_those_who_do_not_conduct_meetings_read_only(
    client: Client, body: Body, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    seat = SeatFactory(body=body)
    assert client.get("/bodies/").status_code == client.get(f"/bodies/{body.pk}/").status_code == 200
    for path in ["new/", f"{body.pk}/edit/", f"{body.pk}/seats/new/", f"seats/{seat.pk}/edit/"]:
        assert client.get(f"/bodies/{path}").status_code == 403
        assert client.post(f"/bodies/{path}", {"version": 1}).status_code == 403


def test_another_owners_body_and_an_unknown_one_are_not_found(client: Client, stranger: User, body: Body) -> None:
    client.force_login(stranger)
    seat = SeatFactory(body=body)
    for path in [f"{body.pk}/", f"{body.pk}/edit/", f"{body.pk}/seats/new/", f"seats/{seat.pk}/edit/", "987654/"]:
        assert client.get(f"/bodies/{path}").status_code == 404


def test_the_page_asks_no_more_of_the_database_for_ten_rows_than_for_one(as_editor: Client, body: Body) -> None:
    def rows() -> None:
        SeatFactory(body=body, organisation=OrganisationFactory(), person=PersonFactory(owner=body.owner))
        MeetingFactory(body=body)
        AgendaItemFactory(body=body)

    rows()
    as_editor.get(f"/bodies/{body.pk}/")
    with CaptureQueriesContext(connection) as one:
        as_editor.get(f"/bodies/{body.pk}/")
    for _ in range(9):
        rows()
    with CaptureQueriesContext(connection) as ten:
        as_editor.get(f"/bodies/{body.pk}/")
    assert len(ten) == len(one) <= 10
