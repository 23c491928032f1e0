"""The pages of a strategy, through HTTP."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Organisation, User
from strategy.models import Progress, Strategy
from strategy.services import report_progress
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    AgendaItemFactory,
    BodyFactory,
    DecisionFactory,
    InitiativeFactory,
    PerspectiveFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_owners_strategies_the_newest_first(as_editor: Client, owner: Organisation) -> None:
    StrategyFactory(owner=owner, title="Den gamle", starts_year=2014)
    StrategyFactory(owner=owner, title="Den nye", starts_year=2026)
    StrategyFactory(title="Den fremmede")
    page = as_editor.get("/strategies/").content.decode()
    assert page.index("Den nye") < page.index("Den gamle")
    assert "Den fremmede" not in page


def test_the_list_is_searched_in_any_spelling(as_editor: Client, owner: Organisation) -> None:
    StrategyFactory(owner=owner, title="Ærø og Århus")
    StrategyFactory(owner=owner, title="Noget andet")
    page = as_editor.get("/strategies/?q=aarhus").content.decode()
    assert "Ærø og Århus" in page
    assert "Noget andet" not in page


def test_a_strategy_reads_like_the_document(as_editor: Client, owner: Organisation) -> None:
    item = AgendaItemFactory(body=BodyFactory(owner=owner, name="Magistraten"), title="Strategien")
    strategy = StrategyFactory(
        owner=owner,
        title="Strategi 2026",
        starts_year=2026,
        ends_year=2029,
        revises=StrategyFactory(owner=owner, title="Forgængeren", starts_year=2014),
        adopted_by=DecisionFactory(item=item, decided_on=date(2026, 1, 12)),
        vision="<p>Verden ind</p>",
        background="<p>Bestilt i januar</p>",
        text="<p>Fire retninger</p>",
        organisation="<p>Følges af en gruppe</p>",
        financing="<p>En krone</p>",
        timetable="<p>Høring i maj</p>",
    )
    StrategyFactory(owner=owner, title="Efterfølgeren", starts_year=2030, revises=strategy)
    perspective = PerspectiveFactory(
        strategy=strategy, number=2, name="EU-perspektivet", purpose="<p>Vi søger midler</p>", target_groups="Borgere"
    )
    InitiativeFactory(perspective=perspective, code="2.c", title="EUniverCities", progress=Progress.ON_TRACK)
    plan = ActionPlanFactory(strategy=strategy, title="Handlingskatalog", text="<p>Ni indsatser</p>")
    ActionItemFactory(plan=plan)
    page = as_editor.get(f"/strategies/{strategy.pk}/").content.decode()
    in_order = [
        "Verden ind", "Bestilt i januar", "Fire retninger", "2. EU-perspektivet", "Vi søger midler", "Borgere",
        "2.c EUniverCities", "Følges af en gruppe", "En krone", "Høring i maj", "Handlingskatalog", "Ni indsatser",
    ]  # fmt: skip
    main = page[page.index("</figure>") :]
    assert [text for text in in_order if text not in main] == []
    places = [main.index(text) for text in in_order]
    assert places == sorted(places)
    for text in ["2026–2029", "Forgængeren", "Efterfølgeren", "Magistraten", "12. januar 2026"]:
        assert text in main


def test_the_figure_of_the_elements_has_a_name_and_a_description(as_editor: Client, owner: Organisation) -> None:
    perspective = PerspectiveFactory(strategy=StrategyFactory(owner=owner), number=1, name="Det globale")
    InitiativeFactory(perspective=perspective, code="1.a")
    page = as_editor.get(f"/strategies/{perspective.strategy_id}/").content.decode()
    figure = page[page.index("<svg") : page.index("</svg>")]
    for part in ['role="img"', "<title", "<desc", "Det globale", "1.a"]:
        assert part in figure


def test_queries_do_not_grow_with_perspectives_initiatives_and_reports(
    as_editor: Client, owner: Organisation, editor: User
) -> None:
    strategy = StrategyFactory(owner=owner)

    def add(count: int) -> None:
        for _each in range(count):
            initiative = InitiativeFactory(perspective=PerspectiveFactory(strategy=strategy))
            report_progress(record=initiative, progress=Progress.DONE, note="Færdig", user=editor, on=date(2026, 5, 1))
            ActionItemFactory(plan=ActionPlanFactory(strategy=strategy))

    add(1)
    with CaptureQueriesContext(connection) as one:
        as_editor.get(f"/strategies/{strategy.pk}/")
    add(9)
    with CaptureQueriesContext(connection) as ten:
        as_editor.get(f"/strategies/{strategy.pk}/")
    assert len(ten) == len(one)


def test_an_editor_creates_and_changes_a_strategy(as_editor: Client, owner: Organisation) -> None:
    form = {"owner": owner.pk, "title": "Vision 2030", "starts_year": 2026, "status": "draft"}
    response = as_editor.post("/strategies/new/", form)
    strategy = Strategy.objects.get()
    assert response["Location"] == f"/strategies/{strategy.pk}/"
    response = as_editor.post(f"/strategies/{strategy.pk}/edit/", form | {"status": "adopted", "version": 1})
    assert response.status_code == 302
    strategy.refresh_from_db()
    assert (strategy.status, strategy.version) == ("adopted", 2)


def test_a_strategy_that_ends_before_it_starts_is_refused_and_the_text_kept(
    as_editor: Client, owner: Organisation
) -> None:
    form = {"owner": owner.pk, "title": "Baglæns", "starts_year": 2026, "ends_year": 2025, "status": "draft"}
    response = as_editor.post("/strategies/new/", form)
    assert response.status_code == 422
    assert "Baglæns" in response.content.decode()
    assert not Strategy.objects.exists()


def test_a_form_without_version_is_refused_and_a_stale_one_shown_again(as_editor: Client, owner: Organisation) -> None:
    strategy = StrategyFactory(owner=owner)
    form = {"owner": owner.pk, "title": "Min titel", "starts_year": 2026, "status": "draft"}
    assert as_editor.post(f"/strategies/{strategy.pk}/edit/", form).status_code == 400
    Strategy.objects.update(title="En andens titel")
    response = as_editor.post(f"/strategies/{strategy.pk}/edit/", form | {"version": 1})
    assert response.status_code == 409
    assert "Min titel" in response.content.decode()
    assert "En andens titel" in response.content.decode()


@pytest.mark.parametrize("role", ["reader", "director"])
def test_those_who_only_read_see_the_page_without_buttons(
    client: Client, role: str, owner: Organisation, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    initiative = InitiativeFactory(perspective=PerspectiveFactory(strategy=StrategyFactory(owner=owner)))
    response = client.get(f"/strategies/{initiative.strategy_id}/")
    assert response.status_code == 200
    for address in ["/edit/", "/new/", "/trash/", f"/strategies/initiatives/{initiative.pk}/status/"]:
        assert f'{address}"' not in response.content.decode().partition("<main")[2]
    for address in ["new/", f"{initiative.strategy_id}/edit/", "perspectives/new/", "action-plans/new/"]:
        assert client.get(f"/strategies/{address}").status_code == 403


def test_other_owners_strategies_and_unknown_ones_are_not_found(
    client: Client, stranger: User, owner: Organisation
) -> None:
    client.force_login(stranger)
    strategy = StrategyFactory(owner=owner)
    for address in [f"{strategy.pk}/", f"{strategy.pk}/edit/", "999999/", "999999/edit/"]:
        assert client.get(f"/strategies/{address}").status_code == 404


def test_the_decision_of_a_closed_item_is_hidden_from_a_reader(
    client: Client, reader: User, director: User, owner: Organisation
) -> None:
    item = AgendaItemFactory(body=BodyFactory(owner=owner), title="Lukket sag", is_closed=True)
    strategy = StrategyFactory(owner=owner, adopted_by=DecisionFactory(item=item))
    client.force_login(reader)
    assert "Lukket sag" not in client.get(f"/strategies/{strategy.pk}/").content.decode()
    client.force_login(director)
    assert "Lukket sag" in client.get(f"/strategies/{strategy.pk}/").content.decode()


def test_an_editor_adds_an_action_plan_and_lands_at_its_place(as_editor: Client, owner: Organisation) -> None:
    strategy = StrategyFactory(owner=owner)
    form = {"strategy": strategy.pk, "title": "Katalog", "starts_year": 2026, "ends_year": 2027}
    response = as_editor.post("/strategies/action-plans/new/", form)
    plan = strategy.action_plans.get()
    assert response["Location"] == f"/strategies/{strategy.pk}/#action-plan-{plan.pk}"
    response = as_editor.post(f"/strategies/action-plans/{plan.pk}/edit/", form | {"ends_year": 2025, "version": 1})
    assert response.status_code == 422


def test_the_database_itself_refuses_a_period_that_runs_backwards(owner: Organisation) -> None:
    with pytest.raises(IntegrityError, match="strategy_ends_after_it_starts"), transaction.atomic():
        StrategyFactory(owner=owner, starts_year=2026, ends_year=2025)
    with pytest.raises(IntegrityError, match="action_plan_ends_after_it_starts"), transaction.atomic():
        ActionPlanFactory(starts_year=2026, ends_year=2025)


def test_the_database_itself_refuses_a_strategy_that_revises_itself(owner: Organisation) -> None:
    strategy = StrategyFactory(owner=owner)
    with pytest.raises(IntegrityError, match="strategy_does_not_revise_itself"), transaction.atomic():
        Strategy.objects.filter(pk=strategy.pk).update(revises=strategy)
