"""The pages of an action, and what the overview says of actions, through HTTP."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Organisation, User
from strategy.models import ActionItem, Progress, StatusUpdate
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    AgendaItemFactory,
    BodyFactory,
    DecisionFactory,
    InitiativeFactory,
    PersonFactory,
    PerspectiveFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(owner: Organisation) -> ActionItem:
    strategy = StrategyFactory(owner=owner, status="adopted", starts_year=2026)
    initiative = InitiativeFactory(perspective=PerspectiveFactory(strategy=strategy), code="1.a", title="Huset")
    plan = ActionPlanFactory(strategy=strategy, title="Katalog 2026")
    return ActionItemFactory(plan=plan, initiative=initiative, title="Find lokaler", due_on=date(2026, 6, 15))


@time_machine.travel("2026-06-20")
def test_the_list_shows_the_most_urgent_first_and_how_urgent(as_editor: Client, action: ActionItem) -> None:
    ActionItemFactory(plan=action.plan, title="Senere", due_on=date(2027, 6, 15))
    ActionItemFactory(plan=action.plan, title="Gjort", due_on=date(2026, 1, 1), progress=Progress.DONE)
    ActionItemFactory(title="En fremmed handling")
    page = as_editor.get("/strategies/actions/").content.decode()
    assert page.index("Gjort") < page.index("Find lokaler") < page.index("Senere")
    assert page.count('data-strength="overdue"') == 1  # what is done is not overdue
    assert page.count('data-strength="far"') == 1
    assert "15. juni 2026" in page
    assert "Huset" in page
    assert "En fremmed handling" not in page
    assert "Gjort" not in as_editor.get("/strategies/actions/?unfinished=on").content.decode()


def test_lists_do_not_ask_more_often_for_more_rows(as_editor: Client, action: ActionItem) -> None:
    as_editor.get("/strategies/actions/")  # options of the filters are kept from here on
    with CaptureQueriesContext(connection) as one:
        as_editor.get("/strategies/actions/")
    for _each in range(9):
        ActionItemFactory(plan=action.plan, initiative=action.initiative)
    with CaptureQueriesContext(connection) as ten:
        as_editor.get("/strategies/actions/")
    assert len(ten) == len(one)


def test_the_page_shows_what_is_to_be_done_and_what_it_follows_from(
    as_editor: Client, action: ActionItem, owner: Organisation
) -> None:
    action.description = "<p>Tre adresser</p>"
    action.decision = DecisionFactory(item=AgendaItemFactory(body=BodyFactory(owner=owner), title="Lokalesagen"))
    action.save()
    page = as_editor.get(f"/strategies/actions/{action.pk}/").content.decode()
    for text in ["Tre adresser", "Lokalesagen", "1.a Huset", "Katalog 2026", "15. juni 2026"]:
        assert text in page


def test_the_decision_of_a_closed_item_is_hidden_from_a_reader(
    client: Client, reader: User, action: ActionItem, owner: Organisation
) -> None:
    item = AgendaItemFactory(body=BodyFactory(owner=owner), title="Lukket sag", is_closed=True)
    ActionItem.objects.update(decision=DecisionFactory(item=item))
    client.force_login(reader)
    assert "Lukket sag" not in client.get(f"/strategies/actions/{action.pk}/").content.decode()


def test_an_editor_creates_and_changes_an_action(as_editor: Client, action: ActionItem) -> None:
    form = {"plan": action.plan_id, "title": "Skriv notat", "due_on": "2026-10-01"}
    page = as_editor.get(f"/strategies/actions/new/?plan={action.plan_id}&initiative={action.initiative_id}")
    for chosen in [action.plan_id, action.initiative_id]:
        assert f'value="{chosen}" selected' in page.content.decode()
    response = as_editor.post("/strategies/actions/new/", form)
    made = ActionItem.objects.get(title="Skriv notat")
    assert response["Location"] == f"/strategies/actions/{made.pk}/"
    as_editor.post(f"/strategies/actions/{made.pk}/edit/", form | {"due_on": "2026-11-01", "version": 1})
    made.refresh_from_db()
    assert (made.due_on, made.progress) == (date(2026, 11, 1), Progress.NOT_STARTED)


def test_an_invalid_form_keeps_what_was_typed(as_editor: Client, action: ActionItem) -> None:
    response = as_editor.post("/strategies/actions/new/", {"title": "Skriv notat", "due_on": "2026-02-30"})
    assert response.status_code == 422
    assert "Skriv notat" in response.content.decode()
    foreign = ActionPlanFactory()
    response = as_editor.post("/strategies/actions/new/", {"plan": foreign.pk, "title": "Smuglet ind"})
    assert response.status_code == 422


def test_a_form_without_version_is_refused_and_a_stale_one_shown_again(as_editor: Client, action: ActionItem) -> None:
    form = {"plan": action.plan_id, "title": "Min titel"}
    assert as_editor.post(f"/strategies/actions/{action.pk}/edit/", form).status_code == 400
    ActionItem.objects.update(title="En andens titel")
    response = as_editor.post(f"/strategies/actions/{action.pk}/edit/", form | {"version": 1})
    assert response.status_code == 409
    assert "Min titel" in response.content.decode()


def test_an_actions_status_is_reported_with_a_note(as_editor: Client, action: ActionItem) -> None:
    address = f"/strategies/actions/{action.pk}/status/"
    assert as_editor.get(address).status_code == 200
    assert as_editor.post(address, {"progress": "done", "note": "", "version": 1}).status_code == 422
    assert as_editor.post(address, {"progress": "done", "note": "Fundet"}).status_code == 400
    assert as_editor.post(address, {"progress": "done", "note": "Fundet", "version": 1}).status_code == 302
    assert StatusUpdate.objects.get().action_item == action
    response = as_editor.post(address, {"progress": "stopped", "note": "Min note", "version": 1})
    assert response.status_code == 409
    assert "Min note" in response.content.decode()
    page = as_editor.get(f"/strategies/actions/{action.pk}/").content.decode()
    assert "Fundet" in page
    assert 'data-strength="' not in page


@pytest.mark.parametrize("role", ["reader", "director"])
def test_those_who_only_read_can_neither_edit_nor_report(
    client: Client, role: str, action: ActionItem, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    page = client.get(f"/strategies/actions/{action.pk}/")
    assert page.status_code == 200
    assert '/status/"' not in page.content.decode().partition("<main")[2]
    for address in ["new/", f"{action.pk}/edit/", f"{action.pk}/status/"]:
        assert client.get(f"/strategies/actions/{address}").status_code == 403


def test_other_owners_actions_and_unknown_ones_are_not_found(
    client: Client, stranger: User, action: ActionItem
) -> None:
    client.force_login(stranger)
    for pk in [action.pk, 999999]:
        for act in ["", "edit/", "status/"]:
            assert client.get(f"/strategies/actions/{pk}/{act}").status_code == 404


@time_machine.travel("2026-06-20")
def test_the_overview_tells_an_editor_what_waits(as_editor: Client, action: ActionItem) -> None:
    ActionItemFactory(plan=action.plan, title="Om lidt", due_on=date(2026, 7, 1))
    ActionItemFactory(plan=action.plan, title="Om længe", due_on=date(2026, 9, 1))
    ActionItemFactory(plan=action.plan, title="Gjort", due_on=date(2026, 6, 1), progress=Progress.DONE)
    ActionItemFactory(title="En fremmed handling", due_on=date(2026, 6, 1))
    page = as_editor.get("/").content.decode()
    panel = page.partition('id="work-that-waits"')[2].partition("</section>")[0]
    assert panel.index("Find lokaler") < panel.index("Om lidt")
    assert f"?strategy={action.plan.strategy_id}&amp;unreported_in=2026" in panel
    for text in ["Om længe", "Gjort", "En fremmed handling"]:
        assert text not in panel
    due = page.partition('id="due"')[2].partition("</section>")[0]
    assert "Find lokaler" in due
    assert "Om længe" in due
    assert "Gjort" not in due


@time_machine.travel("2026-06-20")
def test_what_waits_for_the_user_comes_before_what_waits_for_colleagues(
    as_editor: Client, editor: User, action: ActionItem
) -> None:
    owner, strategy = action.owning_id(), action.plan.strategy
    me = PersonFactory(owner_id=owner, email=editor.email.upper())
    colleague = PersonFactory(owner_id=owner, name="Signe Nørgaard", email="signe@example.dk")
    ActionItemFactory(plan=action.plan, title="Min egen", due_on=date(2026, 7, 1), responsible=me)
    ActionItemFactory(plan=action.plan, title="En kollegas", due_on=date(2026, 6, 1), responsible=colleague)
    perspective = PerspectiveFactory(strategy=strategy)
    for title, responsible in [("Min indsats", me), ("Hendes indsats", colleague)]:
        InitiativeFactory(perspective=perspective, title=title, responsible=responsible)
    panel = as_editor.get("/").content.decode().partition('id="work-that-waits"')[2].partition("</section>")[0]
    mine, others = panel.split("<h3>")[1:]
    assert "Min egen" in mine
    assert "Min indsats" in mine
    for text in ["En kollegas", "Signe Nørgaard", "Find lokaler", "unreported_in=2026"]:
        assert text in others
        assert text not in mine
    assert "Hendes indsats" not in panel


def test_the_overview_of_a_reader_has_nothing_that_waits(client: Client, reader: User, action: ActionItem) -> None:
    client.force_login(reader)
    page = client.get("/").content.decode()
    assert "work-that-waits" not in page
    assert "annual-status" not in page


@time_machine.travel("2026-06-20")
def test_the_overview_leads_a_director_to_the_annual_status(
    client: Client, director: User, action: ActionItem, owner: Organisation
) -> None:
    client.force_login(director)
    page = client.get("/").content.decode()
    panel = page.partition('id="annual-status"')[2].partition("</section>")[0]
    assert f'href="/status/{owner.pk}/2026/"' in panel
    assert "work-that-waits" not in page
