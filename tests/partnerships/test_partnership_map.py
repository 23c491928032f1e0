"""The map of the partners, through HTTP."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from portal.models import Organisation, User
from tests.factories import CountryFactory, OrganisationFactory, OwnerFactory, PartnershipFactory, TopicFactory

pytestmark = pytest.mark.django_db


def partner(name: str, place: tuple[float, float] | None, **fields: object) -> Organisation:
    latitude, longitude = place or (None, None)
    return OrganisationFactory(name=name, latitude=latitude, longitude=longitude, **fields)


@pytest.fixture
def gdynia(owner: Organisation) -> Partnership:
    country = CountryFactory(code="PL", name_da="Polen", name_en="Poland")
    return PartnershipFactory(owner=owner, partner=partner("Gdynia", (54.52, 18.53), country=country))


@pytest.fixture
def hefei(owner: Organisation) -> Partnership:
    country = CountryFactory(code="CN", name_da="Kina", name_en="China")
    partnership = PartnershipFactory(
        owner=owner, partner=partner("Hefei", (31.86, 117.28), country=country), kind="cooperation", status="dormant"
    )
    partnership.topics.add(TopicFactory())
    return partnership


def test_every_partner_is_a_link_on_the_map_and_a_row_of_the_table(
    as_editor: Client, gdynia: Partnership, hefei: Partnership
) -> None:
    page = as_editor.get("/partnerships/map/").content.decode()
    for partnership, title, tone in (
        (gdynia, "Gdynia, Polen (Aktivt)", "good"),
        (hefei, "Hefei, Kina (I dvale)", "warning"),
    ):
        address = f'href="/partnerships/{partnership.pk}/"'
        assert f'<a {address} data-holds="{partnership.pk}" data-tone="{tone}"><title>{title}</title>' in page
        assert f"<a {address}>{partnership.partner}</a>" in page


def test_no_mark_is_without_length_as_printers_leave_such_out(as_editor: Client, gdynia: Partnership) -> None:
    page = as_editor.get("/partnerships/map/").content.decode()
    assert "h.01" in page
    assert 'h0"' not in page


def test_the_partners_of_others_are_not_on_it(as_editor: Client, gdynia: Partnership) -> None:
    PartnershipFactory(owner=OwnerFactory(), partner=partner("Fremmed", (50, 10)))
    page = as_editor.get("/partnerships/map/").content.decode()
    assert "Fremmed" not in page


@pytest.mark.parametrize("query", ["kind=cooperation", "status=dormant", "country=CN", "q=hef", "topic={topic}"])
def test_map_and_table_follow_the_filters_of_the_list(
    as_editor: Client, gdynia: Partnership, hefei: Partnership, query: str
) -> None:
    asked = query.format(topic=hefei.topics.get().pk)
    page = as_editor.get(f"/partnerships/map/?{asked}").content.decode()
    results = page[page.index('id="results"') :]
    assert results.count("Hefei") == 2
    assert "Gdynia" not in results
    assert f'href="/partnerships/?{asked}"' in results
    assert f'href="/partnerships/map/?{asked}"' in as_editor.get(f"/partnerships/?{asked}").content.decode()


def test_htmx_gets_the_results_alone(as_editor: Client, gdynia: Partnership) -> None:
    answer = as_editor.get("/partnerships/map/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert answer.content.decode().strip().startswith('<section id="results">')


def test_a_mark_of_several_leads_to_those_alone(as_editor: Client, owner: Organisation, hefei: Partnership) -> None:
    for name, place in (("Rendsburg", (54.31, 9.66)), ("Büdelsdorf", (54.32, 9.68))):
        PartnershipFactory(owner=owner, partner=partner(name, place))
    page = as_editor.get("/partnerships/map/").content.decode()
    (address,) = re.findall(r'<a href="([^"]*near=[^"]*)" data-holds="\d+ \d+" data-tone="several"', page)
    narrowed = as_editor.get(address.replace("&amp;", "&")).content.decode()
    results = narrowed[narrowed.index('id="results"') :]
    assert "Rendsburg</a>" in results
    assert "Büdelsdorf</a>" in results
    assert "Hefei" not in results
    assert re.findall(r'<ul class="chips"><li><a href="([^"]*)"', results) == ["/partnerships/map/"]


def test_an_area_of_nobody_says_so_and_leads_back(as_editor: Client, hefei: Partnership) -> None:
    page = as_editor.get("/partnerships/map/?near=0,1,0,1&kind=twin_city").content.decode()
    assert "Hefei</a>" not in page
    assert '<ul class="chips"><li><a href="/partnerships/map/?kind=twin_city"' in page
    assert 'href="/partnerships/map/?view=all"' in page


@pytest.mark.parametrize(
    "query", ["near=1,2,3", "near=a,b,c,d", "near=9999,0,0,0", "zoom=moon", "by=colour", "page=0"]
)
def test_what_makes_no_sense_narrows_nothing(as_editor: Client, gdynia: Partnership, query: str) -> None:
    answer = as_editor.get(f"/partnerships/map/?{query}")
    assert answer.status_code == 200
    assert "Gdynia</a>" in answer.content.decode()


def test_who_has_no_coordinates_is_listed_below_it_with_the_way_to_give_it_some(
    as_editor: Client, reader: User, owner: Organisation
) -> None:
    consensus = partner("Arctic Consensus", None)
    PartnershipFactory(owner=owner, partner=consensus)
    edit = f'href="/organisations/{consensus.pk}/edit/"'
    page = as_editor.get("/partnerships/map/")
    assert edit in page.content.decode()
    assert [one.name for one in page.context["listing"].unplaced] == ["Arctic Consensus"]
    as_editor.force_login(reader)
    page = as_editor.get("/partnerships/map/").content.decode()
    assert "Arctic Consensus" in page
    assert edit not in page


def test_the_map_can_show_more_than_its_dots_and_counts_what_lies_outside(
    as_editor: Client, gdynia: Partnership, hefei: Partnership
) -> None:
    europe = as_editor.get("/partnerships/map/?zoom=europe").context["listing"]
    assert (europe.count_outside, europe.drawing.shown) == (1, 1)
    world = as_editor.get("/partnerships/map/?zoom=world").context["listing"]
    assert (world.count_outside, world.view.width) == (0, 960)


@pytest.mark.parametrize(("by", "expected"), [("country", ["Kina", "Polen"]), ("kind", ["Samarbejde", "Venskabsby"])])
def test_it_prints_by_country_and_by_kind(
    as_editor: Client, gdynia: Partnership, hefei: Partnership, by: str, expected: list[str]
) -> None:
    page = as_editor.get(f"/partnerships/map/?by={by}").content.decode()
    assert re.findall(r'<th scope="rowgroup" colspan="4">([^<]+)', page) == expected


def test_a_map_of_ten_takes_as_many_queries_as_a_map_of_one(
    as_editor: Client, owner: Organisation, gdynia: Partnership
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get("/partnerships/map/").status_code == 200
        return len(captured)

    PartnershipFactory(owner=owner, partner=partner("Uden sted", None))
    as_editor.get("/partnerships/map/")
    one = queries()
    for number in range(9):
        PartnershipFactory(owner=owner, partner=partner(f"By {number}", (40 + number, 10) if number % 2 else None))
    assert queries() == one <= 8
