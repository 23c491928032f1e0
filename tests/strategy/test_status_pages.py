"""The annual status: what the board reads, on the page and on paper."""

import io
import re
from datetime import date
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from networks.models import MembershipStatus
from portal.access import RoleKind
from portal.models import Organisation, User
from portal.printing.typst import PrintError
from strategy.models import Initiative, Progress, Strategy
from strategy.services import report_progress
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    AgendaItemFactory,
    AgreementFactory,
    BodyFactory,
    DecisionFactory,
    InitiativeFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PerspectiveFactory,
    RoleFactory,
    StrategyFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_june")]


@pytest.fixture
def _june() -> object:
    with time_machine.travel("2026-06-20", tick=False):
        yield


@pytest.fixture
def strategy(owner: Organisation) -> Strategy:
    return StrategyFactory(
        owner=owner, title="Ud i verden", status="adopted", starts_year=2024, vision="<p>Verden ind</p>",
        financing="<p>En krone pr. indbygger</p>",
    )  # fmt: skip


@pytest.fixture
def house(strategy: Strategy) -> Initiative:
    perspective = PerspectiveFactory(strategy=strategy, number=1, name="Det globale")
    return InitiativeFactory(perspective=perspective, code="1.a", title="Internationalt hus")


@pytest.fixture
def as_director(client: Client, director: User) -> Client:
    client.force_login(director)
    return client


def say(initiative: Initiative, progress: Progress, note: str, user: User, on: date) -> None:
    report_progress(record=initiative, progress=progress, note=note, user=user, on=on)


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_the_page_has_the_order_the_board_knows(
    as_director: Client, owner: Organisation, strategy: Strategy, house: Initiative, editor: User
) -> None:
    say(house, Progress.ON_TRACK, "Åbnet i marts", editor, date(2026, 4, 1))
    MembershipFactory(network=NetworkFactory(name="EuroCities"), organisation=owner, joined="2001")
    fredrikstad = PartnershipFactory(
        owner=owner, partner=OrganisationFactory(name="Fredrikstad"), priority="high", since="1951",
        last_activity_on=date(2026, 5, 17),
    )  # fmt: skip
    AgreementFactory(partnership=fredrikstad, title="Venskabsaftalen", starts="1951")
    plan = ActionPlanFactory(strategy=strategy, starts_year=2026, title="Katalog 2026")
    ActionItemFactory(plan=plan, title="Find lokaler", due_on=date(2026, 6, 1))
    item = AgendaItemFactory(body=BodyFactory(owner=owner, name="Magistraten"), title="Status til orientering")
    DecisionFactory(item=item, decided_on=date(2026, 2, 3))
    page = main_of(as_director.get(f"/status/{owner.pk}/2026/").content.decode())
    in_order = [
        'id="in-brief"', "Verden ind", "Ud i verden", "Katalog 2026", "1. Det globale", "1.a Internationalt hus",
        "Åbnet i marts", "1. april 2026", "EuroCities", "Fredrikstad", "1951", "17. maj 2026", "Venskabsaftalen",
        "Find lokaler", "Status til orientering", "Magistraten, 3. februar 2026", "En krone pr. indbygger",
    ]  # fmt: skip
    assert [text for text in in_order if text not in page] == []
    places = [page.index(text) for text in in_order]
    assert places == sorted(places)
    for link in [house, fredrikstad, item, strategy]:
        assert f'href="{link.get_absolute_url()}"' in page
    assert 'data-strength="overdue"' in page


def test_states_are_counted_and_never_averaged(
    as_director: Client, owner: Organisation, house: Initiative, editor: User
) -> None:
    others = [InitiativeFactory(perspective=house.perspective) for _each in range(4)]
    for initiative in [house, others[0]]:
        say(initiative, Progress.ON_TRACK, "Godt", editor, date(2026, 4, 1))
    say(others[1], Progress.OFF_TRACK, "Skidt", editor, date(2026, 4, 1))
    page = main_of(as_director.get(f"/status/{owner.pk}/2026/").content.decode())
    tally = page.partition('class="tally"')[2].partition("</dl>")[0]
    found = re.findall(r'data-tone="(\w+)">[^<]+</span></dt><dd>(\d+)</dd>', tally)
    assert found == [("good", "2"), ("danger", "1"), ("neutral", "2")]
    assert "%" not in page


def test_the_latest_note_of_the_asked_year_counts_and_no_other(
    as_director: Client, owner: Organisation, house: Initiative, editor: User
) -> None:
    say(house, Progress.OFF_TRACK, "Fra sidste år", editor, date(2025, 11, 1))
    say(house, Progress.NEEDS_ATTENTION, "Fra foråret", editor, date(2026, 3, 1))
    say(house, Progress.DONE, "Fra sommeren", editor, date(2026, 6, 1))
    this_year = main_of(as_director.get(f"/status/{owner.pk}/2026/").content.decode())
    last_year = main_of(as_director.get(f"/status/{owner.pk}/2025/").content.decode())
    assert "Fra sommeren" in this_year
    assert "Fra foråret" not in this_year
    assert "Fra sidste år" not in this_year
    assert "Fra sidste år" in last_year
    assert "Fra sommeren" not in last_year
    assert f'href="/status/{owner.pk}/2025/"' in this_year


def test_what_was_reported_another_year_is_not_shown_as_going_well(
    as_director: Client, owner: Organisation, house: Initiative, editor: User
) -> None:
    say(house, Progress.DONE, "Fra sidste år", editor, date(2025, 11, 1))
    page = main_of(as_director.get(f"/status/{owner.pk}/2026/").content.decode())
    assert 'data-tone="good"' not in page
    assert "1.a Internationalt hus" in page


def test_a_year_without_any_report_says_so(
    client: Client, owner: Organisation, house: Initiative, director: User
) -> None:
    client.force_login(director)
    client.cookies["django_language"] = "en"
    page = main_of(client.get(f"/status/{owner.pk}/2026/").content.decode())
    assert "Nothing has been reported in 2026." in page
    assert "1 of 1 have no report this year." in page


def test_an_owner_without_a_strategy_has_a_page_too(as_director: Client, owner: Organisation) -> None:
    response = as_director.get(f"/status/{owner.pk}/2026/")
    assert response.status_code == 200
    assert as_director.get(f"/status/{owner.pk}/2026/status.pdf").status_code == 200


def test_a_draft_does_not_replace_the_adopted_strategy(
    as_director: Client, owner: Organisation, strategy: Strategy
) -> None:
    StrategyFactory(owner=owner, title="Kladden", status="draft", starts_year=2026)
    page = main_of(as_director.get(f"/status/{owner.pk}/2026/").content.decode())
    assert "Ud i verden" in page
    assert "Kladden" not in page


def test_a_strategy_that_has_run_out_is_shown_and_said_to_have(
    as_director: Client, owner: Organisation, strategy: Strategy, house: Initiative
) -> None:
    strategy.ends_year = 2025
    strategy.save()
    as_director.cookies["django_language"] = "en"
    for year, is_covered in [(2026, False), (2025, True)]:
        page = main_of(as_director.get(f"/status/{owner.pk}/{year}/").content.decode())
        paper = text_of(as_director.get(f"/status/{owner.pk}/{year}/status.pdf").content)
        for text in [page, paper]:
            assert ("No adopted strategy covers this year." in text) != is_covered
            assert ("The latest, Ud i verden, ran 2024–2025 and has run out." in text) != is_covered
            for told in ["Verden ind", "Det globale", "Internationalt hus"]:
                assert told in text


def test_actions_of_a_strategy_that_was_never_adopted_are_explained(as_director: Client, owner: Organisation) -> None:
    draft = StrategyFactory(owner=owner, title="Kladden", status="draft", starts_year=2012, ends_year=2013)
    ActionItemFactory(plan=ActionPlanFactory(strategy=draft, starts_year=2012), title="Find lokaler")
    as_director.cookies["django_language"] = "en"
    for address in ["", "status.pdf"]:
        response = as_director.get(f"/status/{owner.pk}/2026/{address}")
        text = text_of(response.content) if address else response.content.decode()
        assert "No adopted strategy covers this year. Kladden, 2012–2013, has not been adopted (Draft)." in text
        assert "Find lokaler" in text


def test_partners_and_networks_are_those_of_the_year(as_director: Client, owner: Organisation) -> None:
    for name, since, ended, status in [
        ("Gammel", "1951", "1990-05", "ended"),
        ("Nuværende", "1996", "", "active"),
        ("Ny", "2026-03", "", "active"),
    ]:
        PartnershipFactory(
            owner=owner, partner=OrganisationFactory(name=name), since=since, ended=ended, status=status
        )
    MembershipFactory(
        network=NetworkFactory(name="Forladt"), organisation=owner, left="2019", status=MembershipStatus.LEFT
    )
    this_year = main_of(as_director.get(f"/status/{owner.pk}/2026/").content.decode())
    earlier = main_of(as_director.get(f"/status/{owner.pk}/2025/").content.decode())
    for name, now, then in [("Gammel", False, False), ("Nuværende", True, True), ("Ny<", True, False)]:
        assert (name in this_year, name in earlier) == (now, then)
    assert "Forladt" not in this_year


def test_closed_items_stay_out_whoever_asks(as_director: Client, owner: Organisation) -> None:
    item = AgendaItemFactory(body=BodyFactory(owner=owner), title="Lukket sag", is_closed=True)
    DecisionFactory(item=item, decided_on=date(2026, 2, 3))
    assert "Lukket sag" not in as_director.get(f"/status/{owner.pk}/2026/").content.decode()


def test_fixed_items_of_agendas_are_no_decisions_of_the_year(as_director: Client, owner: Organisation) -> None:
    body = BodyFactory(owner=owner)
    fixed = ["Godkendelse af dagsorden", "Godkendelse af referat fra 3. maj", "EVENTUELT"]
    cases = ["Eventuelt besøg i Győr", "Godkendelse af aftalen"]
    for title in [*fixed, *cases]:
        DecisionFactory(item=AgendaItemFactory(body=body, title=title), decided_on=date(2026, 2, 3))
    as_director.cookies["django_language"] = "en"
    page = main_of(as_director.get(f"/status/{owner.pk}/2026/").content.decode())
    paper = text_of(as_director.get(f"/status/{owner.pk}/2026/status.pdf").content)
    for text in [page, paper]:
        assert "2 decisions were made." in text
        assert [title for title in [*fixed, *cases] if title in text] == cases


@pytest.mark.parametrize("role", ["director", "editor", "reader", "secretariat"])
def test_nobody_edits_on_the_page(
    client: Client, role: str, owner: Organisation, house: Initiative, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    response = client.get(f"/status/{owner.pk}/2026/")
    assert response.status_code == 200
    page = main_of(response.content.decode())
    for mark in ["<form", "/edit/", "/new/", "/trash/", "hx-post", "hx-get"]:
        assert mark not in page


def test_strangers_unknown_owners_and_years_to_come_are_not_found(
    client: Client, stranger: User, director: User, owner: Organisation
) -> None:
    client.force_login(stranger)
    assert client.get(f"/status/{owner.pk}/2026/").status_code == 404
    assert client.get(f"/status/{owner.pk}/2026/status.pdf").status_code == 404
    client.force_login(director)
    for address in ["999999/2026/", f"{owner.pk}/2027/", f"{owner.pk}/0/", f"{owner.pk}/2027/status.pdf"]:
        assert client.get(f"/status/{address}").status_code == 404


def test_one_owner_leads_straight_to_this_year_and_several_to_a_choice(
    client: Client, owner: Organisation, house: Initiative, editor: User
) -> None:
    client.force_login(editor)
    assert client.get("/status/")["Location"] == f"/status/{owner.pk}/2026/"
    say(house, Progress.DONE, "Færdig", editor, date(2024, 5, 1))
    other = RoleFactory(user=editor, kind=RoleKind.READER).owner
    page = client.get("/status/").content.decode()
    for address in [f"{owner.pk}/2026", f"{owner.pk}/2024", f"{other.pk}/2026"]:
        assert f'href="/status/{address}/"' in page
    assert f'href="/status/{other.pk}/2024/"' not in page


def test_queries_do_not_grow_with_what_there_is_to_tell(
    as_director: Client, owner: Organisation, strategy: Strategy, editor: User
) -> None:
    plan = ActionPlanFactory(strategy=strategy, starts_year=2026)
    body = BodyFactory(owner=owner)

    def add(count: int) -> None:
        for _each in range(count):
            initiative = InitiativeFactory(perspective=PerspectiveFactory(strategy=strategy))
            say(initiative, Progress.ON_TRACK, "Godt", editor, date(2026, 4, 1))
            ActionItemFactory(plan=plan, initiative=initiative)
            MembershipFactory(organisation=owner)
            AgreementFactory(partnership=PartnershipFactory(owner=owner))
            DecisionFactory(item=AgendaItemFactory(body=body), decided_on=date(2026, 4, 1))

    add(1)
    with CaptureQueriesContext(connection) as one:
        as_director.get(f"/status/{owner.pk}/2026/")
    add(9)
    with CaptureQueriesContext(connection) as ten:
        as_director.get(f"/status/{owner.pk}/2026/")
    assert len(ten) == len(one)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_paper_says_of_each_agreement_by_its_name_how_it_stands(as_director: Client, owner: Organisation) -> None:
    shanghai = PartnershipFactory(
        owner=owner, partner=OrganisationFactory(name="Shanghai"), last_activity_on=date(2026, 5, 17)
    )
    AgreementFactory(partnership=shanghai, title="Hensigtserklæring", term_kind="open", starts="2003")
    AgreementFactory(partnership=shanghai, title="Driftsaftale", stage="proposed")
    text = text_of(as_director.get(f"/status/{owner.pk}/2026/status.pdf").content)
    first, second = text.index("Hensigtserklæring: "), text.index("Driftsaftale: ")
    sentences = text[min(first, second) :].partition("Driftsaftale: " if first < second else "Hensigtserklæring: ")
    assert "17. maj 2026" not in "".join(sentences)
    assert "17. maj 2026" in text


def test_the_paper_says_too_that_no_strategy_covers_the_year(as_director: Client, owner: Organisation) -> None:
    as_director.cookies["django_language"] = "en"
    text = text_of(as_director.get(f"/status/{owner.pk}/2026/status.pdf").content)
    assert "Vision and plan No adopted strategy covers this year." in text


def test_the_paper_says_what_the_page_says(
    as_director: Client, owner: Organisation, strategy: Strategy, house: Initiative, editor: User
) -> None:
    say(house, Progress.ON_TRACK, "Åbnet for borgere fra Győr", editor, date(2026, 4, 1))
    MembershipFactory(network=NetworkFactory(name="EuroCities"), organisation=owner)
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Ærøskøbing"), priority="high")
    plan = ActionPlanFactory(strategy=strategy, starts_year=2026)
    ActionItemFactory(plan=plan, title="Find lokaler", due_on=date(2026, 6, 1))
    DecisionFactory(
        item=AgendaItemFactory(body=BodyFactory(owner=owner), title="Orientering"), decided_on=date(2026, 2, 3)
    )
    response = as_director.get(f"/status/{owner.pk}/2026/status.pdf")
    assert response["Content-Type"] == "application/pdf"
    paper = PdfReader(io.BytesIO(response.content))
    text = "\n".join(page.extract_text() for page in paper.pages)
    for words in [
        "Aalborg Kommune", "Ud i verden", "Verden ind", "Internationalt hus", "Åbnet for borgere fra Győr",
        "1. april 2026", "EuroCities", "Ærøskøbing", "Find lokaler", "Orientering", "En krone pr. indbygger",
    ]:  # fmt: skip
        assert words in text, words
    for number, page in enumerate(paper.pages, start=1):
        assert re.search(rf"\b{number} \w+ {len(paper.pages)}\b", page.extract_text())


def test_a_paper_that_cannot_be_set_says_so_and_shows_the_way_on(as_director: Client, owner: Organisation) -> None:
    with patch("portal.printing.answer.render_pdf", side_effect=PrintError("status: not set within 30 seconds")):
        response = as_director.get(f"/status/{owner.pk}/2026/status.pdf")
    assert response.status_code == 503
    assert f'href="/status/{owner.pk}/2026/"' in response.content.decode()
