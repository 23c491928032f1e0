"""A list is what its address says: sorted, filtered, with these columns, on this page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.lists import listing
from portal.models import Organisation, User
from tests.factories import (
    AgreementFactory,
    CountryFactory,
    DepartmentFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def names(client: Client, address: str) -> list[str]:
    """The first cell of each row, in the order of the page."""
    page = client.get(address).content.decode()
    return re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', page)


def headings(client: Client, address: str) -> list[str]:
    return re.findall(r'<a id="sort-(\w+)"', client.get(address).content.decode())


@pytest.fixture
def cities(owner: Organisation) -> None:
    """Partnerships with cities whose names are hard to sort and to find."""
    for name in ["Århus", "Győr", "Łódź", "Ærø", "Østerås", "Aabenraa", "Zürich", "Agder"]:
        PartnershipFactory(owner=owner, partner=OrganisationFactory(name=name))


@pytest.mark.usefixtures("cities")
def test_the_order_is_danish(as_editor: Client) -> None:
    found = ["Agder", "Győr", "Łódź", "Zürich", "Ærø", "Østerås", "Aabenraa", "Århus"]
    assert names(as_editor, "/partnerships/") == found
    assert names(as_editor, "/partnerships/?sort=partner") == found
    assert names(as_editor, "/partnerships/?sort=-partner") == found[::-1]


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gyor", ["Győr"]),
        ("GYŐR", ["Győr"]),
        ("arhus", ["Århus"]),
        ("aarhus", ["Århus"]),
        ("Århus", ["Århus"]),
        ("lodz", ["Łódź"]),
        ("oester", ["Østerås"]),
        ("øster", ["Østerås"]),
        ("aero", ["Ærø"]),
        ("zuerich", ["Zürich"]),
        ("åbenrå", ["Aabenraa"]),
        ("rich", ["Zürich"]),
        ("findes ikke", []),
    ],
)
def test_search_finds_a_name_in_any_spelling(typed: str, found: list[str], as_editor: Client) -> None:
    assert names(as_editor, f"/partnerships/?q={typed}") == found


def test_former_and_local_names_are_found_too(as_editor: Client) -> None:
    OrganisationFactory(name="Gdańsk", local_name="Gdańsk", other_names="Danzig")
    assert names(as_editor, "/organisations/?q=danzig") == ["Gdańsk"]


def test_filters_narrow_the_list_together(as_editor: Client, owner: Organisation) -> None:
    topic = TopicFactory()
    poland = CountryFactory(code="PL", name_da="Polen", name_en="Poland")
    for name, kind, status in [
        ("A", "twin_city", "active"),
        ("B", "twin_city", "ended"),
        ("C", "cooperation", "ended"),
    ]:
        partnership = PartnershipFactory(
            owner=owner, partner=OrganisationFactory(name=name, country=poland), kind=kind, status=status
        )
    partnership.topics.add(topic)
    assert names(as_editor, "/partnerships/?kind=twin_city") == ["A", "B"]
    assert names(as_editor, "/partnerships/?kind=twin_city&status=ended") == ["B"]
    assert names(as_editor, f"/partnerships/?topic={topic.pk}") == ["C"]
    assert names(as_editor, "/partnerships/?country=PL") == ["A", "B", "C"]
    assert names(as_editor, "/partnerships/?kind=nonsense") == ["A", "B", "C"]


def test_whoever_works_for_several_owners_can_choose_one(
    as_editor: Client, editor: object, owner: Organisation
) -> None:
    other = OwnerFactory()
    page = as_editor.get("/partnerships/").content.decode()
    assert 'name="owner"' not in page
    editor.roles.create(owner=other, kind="reader")
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Min"))
    PartnershipFactory(owner=other, partner=OrganisationFactory(name="Din"))
    assert names(as_editor, "/partnerships/") == ["Din", "Min"]
    assert names(as_editor, f"/partnerships/?owner={other.pk}") == ["Din"]


def test_a_row_that_matches_twice_is_listed_once(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    partnership.topics.add(TopicFactory(), TopicFactory())
    assert len(names(as_editor, "/partnerships/")) == 1


def test_columns_are_those_of_the_address_in_the_lists_own_order(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner)
    assert headings(as_editor, "/partnerships/?columns=since,partner") == ["partner", "since"]
    assert headings(as_editor, "/partnerships/?columns=since&columns=partner") == ["partner", "since"]
    usual = headings(as_editor, "/partnerships/")
    assert headings(as_editor, "/partnerships/?columns=nonsense") == usual
    assert "owner" not in usual


@pytest.mark.parametrize("address", ["/partnerships/", "/agreements/", "/organisations/"])
def test_every_column_can_be_shown_and_sorted_by(address: str, as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(
        owner=owner, since="1987-08", responsible=PersonFactory(owner=owner), department=DepartmentFactory(owner=owner)
    )
    AgreementFactory(partnership=partnership)
    PartnershipFactory(owner=owner)  # with everything left empty
    for column in as_editor.get(address).context["listing"].columns:
        for sign in ("", "-"):
            response = as_editor.get(f"{address}?columns={column.name}&sort={sign}{column.name}")
            assert response.status_code == 200
            assert response.context["listing"].page.paginator.count >= 1


def test_heads_say_how_the_list_is_sorted_and_turn_it(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner)
    page = as_editor.get("/partnerships/?sort=since&kind=twin_city&page=1").content.decode()
    assert 'aria-sort="ascending"><a id="sort-since" href="/partnerships/?kind=twin_city&amp;sort=-since"' in page
    assert 'aria-sort="none"><a id="sort-partner"' in page
    page = as_editor.get("/partnerships/?sort=-since").content.decode()
    assert 'aria-sort="descending"><a id="sort-since" href="/partnerships/?sort=since"' in page


def test_pages_keep_the_rest_of_the_address(as_editor: Client, owner: Organisation) -> None:
    for _ in range(51):
        PartnershipFactory(owner=owner)
    first = as_editor.get("/partnerships/?kind=twin_city&sort=-partner").content.decode()
    assert 'rel="next" href="/partnerships/?kind=twin_city&amp;sort=-partner&amp;page=2"' in first
    assert 'rel="prev"' not in first
    assert len(names(as_editor, "/partnerships/")) == 50
    assert len(names(as_editor, "/partnerships/?page=2")) == 1
    assert names(as_editor, "/partnerships/?page=9") == names(as_editor, "/partnerships/?page=2")
    assert names(as_editor, "/partnerships/?page=x") == names(as_editor, "/partnerships/?page=1")
    both = names(as_editor, "/partnerships/?page=1") + names(as_editor, "/partnerships/?page=2")
    assert len(set(both)) == 51


def test_htmx_gets_the_results_only(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner)
    fragment = as_editor.get("/partnerships/?sort=since", headers=PARTIAL).content.decode()
    assert fragment.strip().startswith('<section id="results">')
    assert "<html" not in fragment
    assert "data-announce" in fragment
    whole = as_editor.get("/partnerships/", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert "<html" in whole.content.decode()


def test_nothing_found_and_nothing_there_are_told_apart(as_editor: Client, owner: Organisation) -> None:
    empty = as_editor.get("/partnerships/").content.decode()
    PartnershipFactory(owner=owner)
    nothing = as_editor.get("/partnerships/?q=findesikke").content.decode()
    assert '<a class="ds-button" data-variant="secondary" href="/partnerships/?view=all">' in nothing
    assert '<a class="ds-button" data-variant="secondary" href="/partnerships/?view=all">' not in empty


def test_the_count_is_told_up_to_a_limit(
    as_editor: Client, owner: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        PartnershipFactory(owner=owner)
    assert as_editor.get("/partnerships/").context["listing"].count_text.startswith("3 ")
    monkeypatch.setattr(listing, "COUNT_LIMIT", 2)
    assert as_editor.get("/partnerships/").context["listing"].count_text.startswith("Over 2 ")
    assert as_editor.get("/partnerships/?page=2").status_code == 200


@pytest.mark.parametrize("address", ["/partnerships/", "/agreements/", "/organisations/"])
def test_a_list_of_sixty_takes_as_many_queries_as_a_list_of_one(
    address: str, as_editor: Client, owner: Organisation
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert as_editor.get(address).status_code == 200
        return len(captured)

    AgreementFactory(partnership__owner=owner)
    as_editor.get(address)  # options of the filters are kept from here on
    one = queries()
    for _ in range(59):
        AgreementFactory(partnership__owner=owner, partnership__responsible=PersonFactory(owner=owner))
    assert queries() == one
    assert one <= 8


def test_a_list_as_it_opens_is_each_reader_s_own(as_editor: Client, owner: Organisation) -> None:
    """Its query is kept for all who have such roles."""
    denmark = CountryFactory(name_da="Danmark", name_en="Denmark")
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Vores", country=denmark))
    elsewhere, client = OwnerFactory(), Client()
    PartnershipFactory(owner=elsewhere, partner=OrganisationFactory(name="Deres", country=denmark))
    for _ in range(2):
        assert names(as_editor, "/partnerships/") == ["Vores"]
        client.force_login(RoleFactory(owner=elsewhere, kind="editor").user)
        assert names(client, "/partnerships/") == ["Deres"]
        client.force_login(RoleFactory(owner=elsewhere, kind="reader").user)
        assert names(client, "/partnerships/") == ["Deres"]
        RoleFactory(owner=owner, kind="reader", user=User.objects.latest("pk"))
        assert names(client, "/partnerships/") == ["Deres", "Vores"]
        assert "<td>Danmark</td>" in client.get("/partnerships/").content.decode()
        client.cookies["django_language"] = "en"
        assert "<td>Denmark</td>" in client.get("/partnerships/").content.decode()
        assert "<h1>Partnerships</h1>" in client.get("/partnerships/").content.decode()
        client.cookies["django_language"] = "da"
        assert "<h1>Samarbejder</h1>" in client.get("/partnerships/").content.decode()
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Ny", country=denmark))
    assert names(as_editor, "/partnerships/") == ["Ny", "Vores"]
    assert "2 samarbejder" in as_editor.get("/partnerships/").content.decode()
    assert names(as_editor, "/partnerships/?sort=-partner") == ["Vores", "Ny"]


def test_the_choices_of_a_filter_are_each_reader_s_own(client: Client) -> None:
    owners = [OwnerFactory() for _ in range(4)]
    DepartmentFactory(owner=owners[0], name="Kultur")
    for mine, others in ((owners[:2], owners[2:]), (owners[2:], owners[:2])):
        user = RoleFactory(owner=mine[0], kind="reader").user
        RoleFactory(owner=mine[1], kind="reader", user=user)
        client.force_login(user)
        page = client.get("/partnerships/").content.decode()
        for owner in mine:
            assert f'<option value="{owner.pk}">' in page
        for owner in others:
            assert f'<option value="{owner.pk}">' not in page
        assert ("Kultur" in page) == (owners[0] in mine)
