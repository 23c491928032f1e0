"""Pages about agreements as they stood on another day."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.models import Agreement, Partnership, Stage
from partnerships.terms import State, TermKind
from portal.models import Organisation
from tests.factories import (
    ActivityFactory,
    AgreementFactory,
    ExtensionFactory,
    JournalEntryFactory,
    OrganisationFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))


@pytest.fixture
def agreements(partnership: Partnership) -> None:
    fixed = {"partnership": partnership, "term_kind": TermKind.FIXED, "starts": "2008"}
    AgreementFactory(title="Udløbet", ends_on=date(2012, 9, 30), **fixed)
    extended = AgreementFactory(title="Forlænget", ends_on=date(2012, 12, 31), **fixed)
    ExtensionFactory(agreement=extended, agreed_on=date(2012, 11, 1), ends_on=date(2014, 12, 31))
    renewing = {"renewal_months": 24, "notice_count": 3, "term_kind": TermKind.AUTO_RENEWING, "starts": "2009"}
    AgreementFactory(partnership=partnership, title="Fornyes", ends_on=date(2011, 6, 30), **renewing)
    AgreementFactory(partnership=partnership, title="Senere", signed="2012-09", starts="2013-05")
    AgreementFactory(partnership=partnership, title="Ukendt", signed="2013-05")
    AgreementFactory(partnership=partnership, title="Løbende", starts="2003")
    AgreementFactory(partnership=partnership, title="Forslag", stage="proposed")


def listed(client: Client, query: str) -> list[str]:
    listing = client.get(f"/agreements/?{query}").context["listing"]
    return [row[0] for row in listing.page.object_list]


def test_the_list_knows_states_and_days_of_any_day(as_editor: Client, agreements: None) -> None:
    page = as_editor.get("/agreements/?on=2012-10-01&sort=title").context["listing"]
    rows = {row[0]: row for row in page.page.object_list}
    state, notice, end = (page._places[number][1].start for number in (2, 3, 4))
    assert {name: (row[state], row[notice], row[end]) for name, row in rows.items()} == {
        "Udløbet": ("expired", None, date(2012, 9, 30)),
        "Forlænget": ("in_force", None, date(2012, 12, 31)),
        "Fornyes": ("in_force", date(2013, 3, 31), None),
        "Senere": ("not_started", None, None),
        "Løbende": ("in_force", None, None),
        "Forslag": ("proposed", None, None),
    }
    assert "expired" in [row[state] for row in as_editor.get("/agreements/").context["listing"].page.object_list]


@given(
    signed=st.sampled_from(["", "2012", "2012-10", "2012-11", "2012-10-01", "2012-10-02", "2013"]),
    starts=st.sampled_from(["", "2012", "2012-10-01", "2012-10-02", "2013-01"]),
    stage=st.sampled_from(Stage.values),
)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_the_list_and_the_pages_agree_on_what_was_known(
    partnership: Partnership, signed: str, starts: str, stage: str
) -> None:
    agreement = AgreementFactory(partnership=partnership, signed=signed, starts=starts, stage=stage)
    day = date(2012, 10, 1)
    assert Agreement.objects.known_on(day).filter(pk=agreement.pk).exists() == agreement.was_known(day)


def test_the_list_of_today_is_another_one_tomorrow(as_editor: Client, partnership: Partnership) -> None:
    AgreementFactory(partnership=partnership, term_kind=TermKind.FIXED, starts="2020", ends_on=date(2026, 3, 31))
    for day, state in ((date(2026, 3, 31), State.IN_FORCE), (date(2026, 4, 1), State.EXPIRED)):
        with time_machine.travel(day):
            (row,) = as_editor.get("/agreements/").context["listing"].page.object_list
            assert state in row


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=in_force&sort=title", ["Forlænget", "Fornyes", "Løbende"]),
        ("state=expired", ["Udløbet"]),
        ("state=proposed", ["Forslag"]),
        ("notice_by=2013-03-31", ["Fornyes"]),
        ("notice_by=2013-03-30", []),
        ("ends_by=2012-12-31&sort=effective_end", ["Udløbet", "Forlænget"]),
        ("ends_this_year=1&sort=-effective_end", ["Forlænget", "Udløbet"]),
        ("notice_soon=1", ["Fornyes"]),
        ("sort=effective_end", ["Udløbet", "Forlænget", "Fornyes", "Senere", "Løbende", "Forslag"]),
        ("sort=-state", ["Udløbet", "Forlænget", "Fornyes", "Løbende", "Senere", "Forslag"]),
        ("sort=latest_notice_date", ["Fornyes", "Udløbet", "Forlænget", "Senere", "Løbende", "Forslag"]),
    ],
)
def test_it_narrows_and_sorts_by_them(query: str, names: list[str], as_editor: Client, agreements: None) -> None:
    assert listed(as_editor, f"on=2012-10-01&{query}") == names


def test_it_says_which_day_it_is_and_leads_back_to_today(as_editor: Client, agreements: None) -> None:
    listing = as_editor.get("/agreements/?on=2012-10-01&kind=friendship").context["listing"]
    (day, back), *_others = listing.chips()
    assert "1. oktober 2012" in day
    assert back == "/agreements/?kind=friendship"
    today = timezone.localdate().isoformat()
    assert not as_editor.get(f"/agreements/?on={today}").context["listing"].chips()
    assert "on=2012-10-01" in listing.csv()
    assert '/?on=2012-10-01">Fornyes</a>' in listing.rows()
    assert '/">Fornyes</a>' in as_editor.get("/agreements/").context["listing"].rows()
    assert as_editor.get(listing.csv()).status_code == 200


def test_the_past_is_not_edited_in_its_cells(as_editor: Client, agreements: None) -> None:
    assert as_editor.get("/agreements/").context["listing"].may_edit
    assert not as_editor.get("/agreements/?on=2012-10-01").context["listing"].may_edit


def test_the_page_of_an_agreement_tells_what_was_known(as_editor: Client, partnership: Partnership) -> None:
    agreement = AgreementFactory(
        partnership=partnership, starts="2008", term_kind=TermKind.FIXED, ends_on=date(2012, 12, 31)
    )
    ExtensionFactory(agreement=agreement, agreed_on=date(2012, 11, 1), ends_on=date(2014, 12, 31))

    def shown(query: str) -> Any:
        return as_editor.get(f"/agreements/{agreement.pk}/{query}")

    then = shown("?on=2012-10-01")
    assert then.context["standing"].effective_end == date(2012, 12, 31)
    page = then.content.decode()
    assert "1. oktober 2012" in page
    assert f'href="/agreements/{agreement.pk}/"' in page
    assert "/notice/" not in page  # the past is for reading
    assert shown("?on=2012-11-01").context["standing"].effective_end == date(2014, 12, 31)


def test_so_does_the_page_of_a_partnership(as_editor: Client, partnership: Partnership, agreements: None) -> None:
    address = f"/partnerships/{partnership.pk}/"
    standings = {
        one.agreement.title: one for one, _bar in as_editor.get(f"{address}?on=2012-10-01").context["agreements"]
    }
    assert standings["Fornyes"].latest_notice_date == date(2013, 3, 31)
    assert standings["Udløbet"].effective_end == date(2012, 9, 30)
    assert "Senere" in standings
    assert "Ukendt" not in standings  # to anybody on that day
    assert "?on=2012-10-01" in as_editor.get(f"{address}?on=2012-10-01").content.decode()
    assert "?on=" not in as_editor.get(address).content.decode()


def test_what_is_known_of_today_alone_is_not_passed_off_as_the_past(
    as_editor: Client, partnership: Partnership
) -> None:
    activity = ActivityFactory(owner=partnership.owner, title="Besøget i år")
    activity.partnerships.add(partnership)
    JournalEntryFactory(about=partnership, title="Notatet i år")
    Partnership.objects.filter(pk=partnership.pk).update(description="<p>Som det går nu</p>")
    agreement = AgreementFactory(partnership=partnership, starts="2003")
    JournalEntryFactory(about=agreement, title="Notatet i år")
    told = {"Besøget i år", "Notatet i år", "Som det går nu", "/edit/"}
    for path, said in ((f"/partnerships/{partnership.pk}/", told), (f"/agreements/{agreement.pk}/", {"Notatet i år"})):
        now, then = as_editor.get(path).content.decode(), as_editor.get(f"{path}?on=2012-10-01").content.decode()
        assert [text for text in said if text not in now] == []
        assert [text for text in told if text in then] == []


@pytest.mark.parametrize("day", ["i+går", "2012-13-01", "2012", "0001-01-01", "9999-12-31", "2012-10-01%00"])
def test_what_is_no_day_is_refused_in_words(day: str, as_editor: Client, partnership: Partnership) -> None:
    agreement = AgreementFactory(partnership=partnership)
    for path in ("/agreements/", f"/agreements/{agreement.pk}/", f"/partnerships/{partnership.pk}/"):
        response = as_editor.get(f"{path}?on={day}")
        assert response.status_code == 400
        assert "2012-10-01" in response.content.decode()


@pytest.mark.parametrize("query", ["", "?on=2012-10-01&sort=latest_notice_date&state=in_force"])
def test_as_many_queries_for_ten_rows_as_for_one(query: str, as_editor: Client, partnership: Partnership) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/agreements/{query}").status_code == 200
        return len(captured)

    AgreementFactory(partnership=partnership)
    queries()  # what is looked up once a minute
    one = queries()
    for _ in range(9):
        AgreementFactory(partnership=partnership)
    assert queries() == one <= 8


@pytest.mark.parametrize(
    ("since", "ended", "existed"),
    [
        ("", "", True),
        ("2012", "", True),
        ("2012-10-01", "", True),
        ("2012-10-02", "", False),
        ("2012-11", "", False),
        ("2003", "2012", True),
        ("2003", "2012-10", True),
        ("2003", "2012-10-01", True),
        ("2003", "2012-09", False),
        ("2003", "2011", False),
    ],
)
def test_the_list_of_partnerships_knows_which_existed(
    since: str, ended: str, existed: bool, as_editor: Client, owner: Organisation
) -> None:
    PartnershipFactory(owner=owner, since=since, ended=ended, partner=OrganisationFactory(name="Gdynia"))
    assert (">Gdynia</a>" in as_editor.get("/partnerships/?on=2012-10-01").content.decode()) == existed
