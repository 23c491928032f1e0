"""The pages of an agenda item, its place on the agenda, and what a locked agenda refuses."""

import re
from collections.abc import Callable
from html import escape, unescape
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Organisation, User
from strategy.models import AgendaItem, Body, Meeting, MeetingState
from tests.factories import (
    AgendaItemFactory,
    AgreementFactory,
    BodyFactory,
    DecisionFactory,
    InitiativeFactory,
    MeetingFactory,
    MembershipFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def numbers(meeting: Meeting) -> Callable[[], list[tuple[int, str]]]:
    """The agenda as it is now: number and title."""
    return lambda: list(meeting.agenda_items.order_by("position").values_list("position", "title"))


def form(body: Body, **fields: object) -> dict[str, object]:
    return {"body": body.pk, "title": "Aftalen med Győr", "kind": "decision"} | fields


def test_an_item_has_a_page_with_all_its_parts(as_editor: Client, meeting: Meeting) -> None:
    item = AgendaItemFactory(
        body=meeting.body,
        meeting=meeting,
        position=6,
        recommender="Borgmesterens Forvaltning indstiller,",
        recommendations=["at aftalen fornyes", "at der følges op"],
        summary="<p>Kort <script>alert(1)</script>sagt</p>",
        case_text="<h3>Baggrund</h3>",
        economy="<p>145.000 kr.</p>",
        annexes=["Status for samarbejdet", "Udkast"],
    )
    DecisionFactory(item=item, text="<p>Godkendt med bemærkning</p>")
    page = as_editor.get(f"/meetings/items/{item.pk}/").content.decode()
    for text in [
        "Punkt 6 på dagsordenen for Magistraten, 8. december 2025.", "Borgmesterens Forvaltning indstiller,",
        "<li>at aftalen fornyes</li>", "sagt", "Baggrund", "145.000 kr.", "Bilag 1: Status for samarbejdet",
        "Bilag 2: Udkast", "Godkendt med bemærkning",
    ]:  # fmt: skip
        assert text in page
    assert "<script>alert" not in page


def test_a_new_item_waits_in_the_pool_unless_a_meeting_is_chosen(
    as_secretariat: Client, body: Body, meeting: Meeting, items: list[AgendaItem]
) -> None:
    as_secretariat.post("/meetings/items/new/", form(body, title="Senere"))
    assert AgendaItem.objects.get(title="Senere").meeting is None
    response = as_secretariat.post(f"/meetings/items/new/?meeting={meeting.pk}", form(body, meeting=meeting.pk))
    item = AgendaItem.objects.get(title="Aftalen med Győr")
    assert response["Location"] == f"/meetings/items/{item.pk}/"
    assert (item.meeting, item.position, item.version) == (meeting, 4, 1)


def test_the_address_of_a_new_item_names_the_meeting_or_the_body(
    as_secretariat: Client, body: Body, meeting: Meeting
) -> None:
    BodyFactory(owner=body.owner, name="Andet råd")
    page = as_secretariat.get(f"/meetings/items/new/?meeting={meeting.pk}").content.decode()
    assert f'<option value="{body.pk}" selected>' in page
    assert f'<option value="{meeting.pk}" selected>' in page
    page = as_secretariat.get(f"/meetings/items/new/?body={body.pk}").content.decode()
    assert f'<option value="{body.pk}" selected>' in page
    for key in ("x", "9" * 5000):
        assert as_secretariat.get(f"/meetings/items/new/?meeting={key}").status_code == 200


def test_recommendations_and_annexes_are_written_one_per_line(as_secretariat: Client, body: Body) -> None:
    lines = "aftalen fornyes\r\n\r\n  at der følges op\n"
    as_secretariat.post("/meetings/items/new/", form(body, recommendations=lines, annexes="Status\n\nUdkast"))
    item = AgendaItem.objects.get()
    assert item.recommendations == ["at aftalen fornyes", "at der følges op"]
    assert item.annexes == ["Status", "Udkast"]
    page = as_secretariat.get(f"/meetings/items/{item.pk}/edit/").content.decode()
    assert "\naftalen fornyes\nder følges op</textarea>" in page


def test_a_line_that_is_too_long_is_named(as_secretariat: Client, body: Body) -> None:
    response = as_secretariat.post("/meetings/items/new/", form(body, annexes="Status\n" + "x" * 301))
    assert response.status_code == 422
    assert "Linje 2 er længere end 300 tegn." in response.content.decode()


def test_an_invalid_item_keeps_what_was_typed(as_secretariat: Client, body: Body) -> None:
    response = as_secretariat.post("/meetings/items/new/", form(body, title="", summary="<p>Ærøs sag</p>"))
    assert response.status_code == 422
    assert "Ærøs sag" in response.content.decode()


def test_an_item_goes_on_the_agenda_of_its_own_body_only(as_secretariat: Client, body: Body) -> None:
    other = MeetingFactory(body=BodyFactory(owner=body.owner))
    foreign = MeetingFactory()
    for meeting in [other, foreign]:
        assert as_secretariat.post("/meetings/items/new/", form(body, meeting=meeting.pk)).status_code == 422
    assert not AgendaItem.objects.exists()


def test_an_item_form_needs_its_version_and_clashes_when_old(
    as_secretariat: Client, body: Body, items: list[AgendaItem]
) -> None:
    address = f"/meetings/items/{items[0].pk}/edit/"
    changed = form(body, meeting=items[0].meeting_id, annexes="Mit bilag")
    assert as_secretariat.post(address, changed).status_code == 400
    AgendaItem.objects.filter(pk=items[0].pk).update(annexes=["Andet bilag"])
    response = as_secretariat.post(address, changed | {"version": 1})
    assert response.status_code == 409
    assert "Mit bilag" in response.content.decode()


def test_changing_an_item_leaves_its_number_alone(
    as_secretariat: Client, body: Body, items: list[AgendaItem], numbers: Callable[[], list[tuple[int, str]]]
) -> None:
    changed = form(body, title="b2", meeting=items[1].meeting_id, version=1)
    assert as_secretariat.post(f"/meetings/items/{items[1].pk}/edit/", changed).status_code == 302
    assert numbers() == [(1, "a"), (2, "b2"), (3, "c")]


def test_an_item_taken_back_to_the_pool_leaves_no_gap(
    as_secretariat: Client, body: Body, items: list[AgendaItem], numbers: Callable[[], list[tuple[int, str]]]
) -> None:
    as_secretariat.post(f"/meetings/items/{items[0].pk}/edit/", form(body, title="a", version=1))
    assert numbers() == [(1, "b"), (2, "c")]
    assert AgendaItem.objects.in_pool().get().title == "a"


def test_an_item_on_an_agenda_goes_to_the_trash_only_by_way_of_the_pool(
    as_secretariat: Client, body: Body, items: list[AgendaItem]
) -> None:
    item = items[1]
    assert as_secretariat.post(f"/trash/strategy.agendaitem/{item.pk}/", {"version": 1}).status_code == 409
    as_secretariat.post(f"/meetings/items/{item.pk}/edit/", form(body, version=1))
    assert as_secretariat.post(f"/trash/strategy.agendaitem/{item.pk}/", {"version": 2}).status_code == 302
    assert not AgendaItem.objects.filter(pk=item.pk).exists()


def test_items_move_up_and_down_and_stop_at_the_ends(
    as_secretariat: Client, items: list[AgendaItem], numbers: Callable[[], list[tuple[int, str]]]
) -> None:
    a, b, c = (f"/meetings/items/{item.pk}/move/" for item in items)
    response = as_secretariat.post(c, {"direction": "up"})
    assert response["Location"] == f"/meetings/{items[0].meeting_id}/"
    assert numbers() == [(1, "a"), (2, "c"), (3, "b")]
    as_secretariat.post(a, {"direction": "down"})
    assert numbers() == [(1, "c"), (2, "a"), (3, "b")]
    as_secretariat.post(c, {"direction": "up"})
    as_secretariat.post(b, {"direction": "down"})
    assert numbers() == [(1, "c"), (2, "a"), (3, "b")]


def test_numbers_that_do_not_start_at_one_are_kept_and_equal_ones_told_apart(
    as_secretariat: Client, meeting: Meeting, numbers: Callable[[], list[tuple[int, str]]]
) -> None:
    first, _second = (
        AgendaItemFactory(body=meeting.body, meeting=meeting, position=6, title=title) for title in ["a", "b"]
    )
    as_secretariat.post(f"/meetings/items/{first.pk}/move/", {"direction": "down"})
    assert numbers() == [(6, "b"), (7, "a")]


def test_htmx_gets_the_agenda_back_and_the_new_number_is_read_aloud(
    as_secretariat: Client, items: list[AgendaItem]
) -> None:
    response = as_secretariat.post(f"/meetings/items/{items[1].pk}/move/", {"direction": "up"}, headers=HTMX)
    page = response.content.decode()
    assert page.lstrip().startswith('<section class="section" id="agenda">')
    assert page.index(">b</a>") < page.index(">a</a>")
    assert f'id="up-{items[1].pk}" aria-disabled="true"' in page
    assert response["HX-Trigger"] == '{"announce": "b er nummer 1."}'


def test_an_item_moves_only_up_or_down(as_secretariat: Client, items: list[AgendaItem]) -> None:
    assert as_secretariat.post(f"/meetings/items/{items[0].pk}/move/", {"direction": "away"}).status_code == 400
    assert as_secretariat.get(f"/meetings/items/{items[0].pk}/move/").status_code == 405


def test_an_item_in_the_pool_has_no_place_to_move_to(as_secretariat: Client, body: Body) -> None:
    item = AgendaItemFactory(body=body)
    assert as_secretariat.post(f"/meetings/items/{item.pk}/move/", {"direction": "up"}).status_code == 403


def test_an_item_that_leaves_the_agenda_meanwhile_is_not_moved(
    as_secretariat: Client, items: list[AgendaItem]
) -> None:
    def taken_off(_meeting: Meeting) -> None:
        AgendaItem.objects.filter(pk=items[1].pk).update(meeting=None)

    with patch("strategy.agenda._open_agenda", taken_off):
        address = f"/meetings/items/{items[1].pk}/move/"
        assert as_secretariat.post(address, {"direction": "up"}).status_code == 403
        items[1].save()
        refresh = as_secretariat.post(address, {"direction": "up"}, headers=HTMX)
    assert refresh["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("state", "reason"),
    [("locked", "Dagsordenen er låst"), ("held", "Dagsordenen er låst"), ("approved", "Referatet er godkendt")],
)
def test_a_locked_agenda_is_not_changed(
    as_secretariat: Client, meeting: Meeting, items: list[AgendaItem], state: str, reason: str
) -> None:
    Meeting.objects.update(state=state)
    item = f"/meetings/items/{items[1].pk}"
    for path, data in [
        (f"{item}/move/", {"direction": "up"}),
        (f"{item}/edit/", form(meeting.body, version=1)),
        (f"/trash/strategy.agendaitem/{items[1].pk}/", {"version": 1}),
    ]:
        response = as_secretariat.post(path, data)
        assert response.status_code == 403
        assert reason in response.content.decode()
    response = as_secretariat.post("/meetings/items/new/", form(meeting.body, meeting=meeting.pk))
    assert response.status_code == 422
    assert "Dagsordenen for det møde er låst." in response.content.decode()
    page = as_secretariat.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "/move/" not in page
    assert "/items/new/" not in page


def test_htmx_reloads_a_page_whose_agenda_has_been_locked_meanwhile(
    as_secretariat: Client, items: list[AgendaItem]
) -> None:
    Meeting.objects.update(state=MeetingState.AGENDA_LOCKED)
    response = as_secretariat.post(f"/meetings/items/{items[1].pk}/move/", {"direction": "up"}, headers=HTMX)
    assert response["HX-Refresh"] == "true"
    assert "Dagsordenen er låst" in as_secretariat.get(f"/meetings/{items[1].meeting_id}/").content.decode()


@pytest.mark.parametrize("role", ["reader", "editor", "director"])
def test_those_who_do_not_conduct_meetings_read_only(
    client: Client, items: list[AgendaItem], role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    Meeting.objects.update(state=MeetingState.HELD)
    item = f"/meetings/items/{items[0].pk}"
    assert client.get(f"{item}/").status_code == client.get("/decisions/").status_code == 200
    for path in ["/meetings/items/new/", f"{item}/edit/", f"{item}/decision/"]:
        assert client.get(path).status_code == 403
        assert client.post(path, {"version": 1}).status_code == 403
    assert client.post(f"{item}/move/", {"direction": "up"}).status_code == 403


def test_a_closed_item_does_not_exist_for_those_who_may_not_read_it(
    client: Client, items: list[AgendaItem], reader: User, editor: User, director: User, secretariat: User
) -> None:
    item = items[0]
    AgendaItem.objects.filter(pk=item.pk).update(is_closed=True)
    for user, code in [(reader, 404), (editor, 404), (director, 200), (secretariat, 200)]:
        client.force_login(user)
        assert client.get(f"/meetings/items/{item.pk}/").status_code == code
        assert client.get(f"/history/strategy.agendaitem/{item.pk}/").status_code == code


def test_another_owners_item_and_an_unknown_one_are_not_found(
    client: Client, stranger: User, items: list[AgendaItem]
) -> None:
    client.force_login(stranger)
    for pk in [items[0].pk, 987654]:
        for path in ["", "edit/", "decision/"]:
            assert client.get(f"/meetings/items/{pk}/{path}").status_code == 404
        assert client.post(f"/meetings/items/{pk}/move/", {"direction": "up"}).status_code == 404


def test_the_page_names_only_partnerships_that_the_reader_may_see(as_editor: Client, body: Body) -> None:
    own, foreign = PartnershipFactory(owner=body.owner), PartnershipFactory()
    item = AgendaItemFactory(body=body)
    item.partnerships.add(own, foreign)
    page = as_editor.get(f"/meetings/items/{item.pk}/").content.decode()
    assert f"/partnerships/{own.pk}/" in page
    assert f"/partnerships/{foreign.pk}/" not in page


def test_a_cell_keeps_item_and_meeting_in_one_body(as_secretariat: Client, body: Body, meeting: Meeting) -> None:
    other = BodyFactory(owner=body.owner)
    item = AgendaItemFactory(body=body, meeting=meeting)
    for name, target in (("meeting", MeetingFactory(body=other)), ("body", other)):
        address = f"/cells/strategy.agendaitem/{item.pk}/{name}/"
        answer = as_secretariat.post(address, {name: target.pk, "version": item.version}, headers=HTMX)
        assert answer.status_code == 422
        assert len(answer.context["form"].errors) == 1
        item.refresh_from_db()
        assert (item.body, item.meeting) == (body, meeting)
    next_one = MeetingFactory(body=body)
    address = f"/cells/strategy.agendaitem/{item.pk}/meeting/"
    assert as_secretariat.post(address, {"meeting": next_one.pk, "version": item.version}).status_code == 302


def test_an_agreement_is_put_on_an_agenda_from_its_page(
    as_secretariat: Client, reader: User, owner: Organisation, body: Body
) -> None:
    agreement = AgreementFactory(partnership__owner=owner, title="Aftale om havn & fjord")
    of_agreement = as_secretariat.get(f"/agreements/{agreement.pk}/").content.decode()
    link = re.search(r'href="(/meetings/items/new/[^"]+)"', of_agreement)
    assert link
    url = unescape(link[1])
    page = as_secretariat.get(url).content.decode()
    assert escape(f"<p>{agreement.sentence(timezone.localdate())}</p>") in page  # the case begins with where it stands
    for name, key in [("agreements", agreement.pk), ("partnerships", agreement.partnership_id)]:
        assert re.search(rf'<input[^>]*name="{name}" value="{key}"[^>]* checked', page)
    assert 'value="Aftale om havn &amp; fjord"' in page
    about = {"agreements": [agreement.pk], "partnerships": [agreement.partnership_id]}
    assert as_secretariat.post(url, form(body, title=agreement.title, **about)).status_code == 302
    assert AgendaItem.objects.get().agreements.get() == agreement
    item = as_secretariat.get(AgendaItem.objects.get().get_absolute_url()).content.decode()
    assert "Sagen er ikke skrevet endnu" in item  # the form that was posted says no more than its title
    as_secretariat.force_login(reader)
    assert "/meetings/items/new/" not in as_secretariat.get(f"/agreements/{agreement.pk}/").content.decode()


@pytest.mark.parametrize("query", ["agreements=x", "agreements=99999999999999999999", "partnerships=-1&title=%3Cb%3E"])
def test_an_address_that_names_no_agreement_is_passed_over(as_secretariat: Client, query: str) -> None:
    response = as_secretariat.get(f"/meetings/items/new/?{query}")
    assert response.status_code == 200
    assert " checked" not in response.content.decode()


def test_new_items_come_before_the_one_that_ends_every_agenda(
    as_secretariat: Client, items: list[AgendaItem], meeting: Meeting, numbers: Callable[[], list[tuple[int, str]]]
) -> None:
    AgendaItem.objects.filter(pk=items[2].pk).update(title="Eventuelt")
    as_secretariat.post("/meetings/items/new/", form(meeting.body, meeting=meeting.pk, title="Ny sag"))
    waiting = AgendaItemFactory(body=meeting.body, title="Ventende sag")
    as_secretariat.post(f"/meetings/{meeting.pk}/take/", {"item": waiting.pk})
    assert numbers() == [(1, "a"), (2, "b"), (3, "Ny sag"), (4, "Ventende sag"), (5, "Eventuelt")]


def test_what_was_moved_behind_the_closing_item_on_purpose_stays_there(
    as_secretariat: Client, items: list[AgendaItem], meeting: Meeting, numbers: Callable[[], list[tuple[int, str]]]
) -> None:
    AgendaItem.objects.filter(pk=items[1].pk).update(title="Eventuelt")
    as_secretariat.post("/meetings/items/new/", form(meeting.body, meeting=meeting.pk, title="Ny sag"))
    assert numbers() == [(1, "a"), (2, "Eventuelt"), (3, "c"), (4, "Ny sag")]


def test_an_item_names_all_that_it_concerns(as_editor: Client, owner: Organisation, body: Body) -> None:
    item, agreement = AgendaItemFactory(body=body), AgreementFactory(partnership__owner=owner)
    membership = MembershipFactory(organisation=owner)
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    foreign = AgreementFactory(title="Andres aftale")
    item.partnerships.add(agreement.partnership)
    item.agreements.add(agreement, foreign)
    item.memberships.add(membership)
    item.initiatives.add(initiative)
    page = as_editor.get(f"/meetings/items/{item.pk}/").content.decode()
    for record in [agreement.partnership, agreement, membership, initiative]:
        assert f'<a href="{record.get_absolute_url()}">' in page
    assert "Andres aftale" not in page
