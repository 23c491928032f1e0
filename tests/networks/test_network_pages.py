"""The pages of networks, through HTTP."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.models import Network
from portal.models import Organisation, User
from tests.factories import MembershipFactory, NetworkFactory, OrganisationFactory, OwnerFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_tells_where_we_stand_and_how_many_members_are_known(as_editor: Client, owner: Organisation) -> None:
    cpmr = NetworkFactory(name="CPMR", kind="political", founded="1973")
    NetworkFactory(name="Nordsøkommissionen", parent=cpmr)
    MembershipFactory(network=cpmr, organisation=owner, status="exit_recommended")
    MembershipFactory(network=cpmr, organisation=OrganisationFactory())
    MembershipFactory(network=cpmr, organisation=OrganisationFactory(), status="left")
    MembershipFactory(network=cpmr, organisation=OwnerFactory(), status="considered")
    page = as_editor.get("/networks/?columns=name,our_statuses,known_members,founded,parent").content.decode()
    row = page[page.index(">CPMR</a>") : page.index(">Nordsøkommissionen</a>")]
    assert '<span class="badge" data-tone="warning">Exit recommended</span>' in row
    assert row.count('class="badge"') == 1
    assert '<td class="number">2</td>' in row
    assert "1973" in row
    assert "<td>CPMR</td>" in page


def test_a_network_is_found_by_any_spelling_of_any_of_its_names(as_editor: Client) -> None:
    NetworkFactory(name="Østersøkommissionen", short_name="BSC")
    NetworkFactory(name="EuroCities", other_names="Związek Łódź")
    assert ">Østersøkommissionen</a>" in as_editor.get("/networks/?q=ostersokom").content.decode()
    page = as_editor.get("/networks/?q=lodz").content.decode()
    assert ">EuroCities</a>" in page
    assert "Østersøkommissionen" not in page


def test_the_list_is_narrowed_by_kind_topic_and_our_membership(as_editor: Client, owner: Organisation) -> None:
    topic = TopicFactory()
    ours, theirs = NetworkFactory(name="Vores", kind="political"), NetworkFactory(name="Deres", kind="informal")
    former = NetworkFactory(name="Forhenværende", kind="informal")
    ours.topics.add(topic)
    MembershipFactory(network=ours, organisation=owner)
    MembershipFactory(network=former, organisation=owner, status="left")
    MembershipFactory(network=theirs, organisation=OwnerFactory())
    for query in ["kind=political", f"topic={topic.pk}", "ours=on"]:
        page = as_editor.get(f"/networks/?{query}").content.decode()
        assert ">Vores</a>" in page
        assert ">Deres</a>" not in page
        assert ">Forhenværende</a>" not in page


def test_a_part_of_the_list_is_answered_alone(as_editor: Client) -> None:
    NetworkFactory(name="ENCORE")
    page = as_editor.get("/networks/", headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert page.lstrip().startswith('<section id="results">')
    assert ">ENCORE</a>" in page


def test_a_network_has_a_page(as_editor: Client, owner: Organisation) -> None:
    network = NetworkFactory(
        name="EUniverCities",
        description="<p>Byer <script>alert(1)</script>og universiteter</p>",
        secretariat=OrganisationFactory(name="Delft"),
        secretariat_note="Skal gå på skift",
        policy_areas="Kultur\nMiljø",
        parent=NetworkFactory(name="CPMR"),
    )
    NetworkFactory(name="Nordsøkommissionen", parent=network)
    MembershipFactory(
        network=network,
        organisation=owner,
        status="founding",
        joined="2012",
        tracks="Den frie del",
        tandem_partner=OrganisationFactory(name="Aalborg Universitet"),
        reason="<p>At lære af andre</p>",
    )
    MembershipFactory(network=network, organisation=OrganisationFactory(name="Tampere"))
    page = as_editor.get(f"/networks/{network.pk}/").content.decode()
    for text in [
        "Aalborg Kommune has been a founding member since 2012.", "Delft", "Skal gå på skift", "Kultur<br>Miljø",
        "Nordsøkommissionen", "CPMR", "Den frie del", "Aalborg Universitet", "At lære af andre", ">Tampere</a>",
    ]:  # fmt: skip
        assert text in page
    assert "<script>alert" not in page
    assert f'href="/networks/memberships/new/?network={network.pk}"' in page


def test_a_network_we_have_nothing_to_do_with_says_so(as_editor: Client) -> None:
    network = NetworkFactory()
    MembershipFactory(network=network, organisation=OwnerFactory(name="Region Midtjylland"))
    page = as_editor.get(f"/networks/{network.pk}/").content.decode()
    assert "Aalborg Kommune is not a member." in page
    assert "Region Midtjylland" not in page
    assert "No members are recorded yet." in page


def test_an_illustration_is_marked_as_one(as_editor: Client, owner: Organisation) -> None:
    membership = MembershipFactory(organisation=owner, is_illustration=True)
    assert ">Illustration<" in as_editor.get(f"/networks/{membership.network.pk}/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(as_editor: Client, owner: Organisation) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            member = NetworkFactory(parent=network)
            MembershipFactory(network=member, organisation=owner, tandem_partner=OrganisationFactory())
            MembershipFactory(network=network, organisation=OrganisationFactory())
            MembershipFactory(network=network, organisation=owner, status="left", joined="1990")

    network = NetworkFactory(parent=NetworkFactory(), secretariat=OrganisationFactory())
    fill(1)
    addresses = ["/networks/", f"/networks/{network.pk}/"]
    for address in addresses:
        as_editor.get(address)
    before = [queries(as_editor, address) for address in addresses]
    fill(9)
    assert [queries(as_editor, address) for address in addresses] == before
    assert before[0] <= 6
    assert before[1] <= 10


def test_an_editor_creates_and_changes_a_network(as_editor: Client) -> None:
    form = {"name": "ENCORE", "kind": "informal", "founded": "1993", "creation_key": uuid.uuid4()}
    assert as_editor.get("/networks/new/").status_code == 200
    response = as_editor.post("/networks/new/", form)
    network = Network.objects.get()
    assert response["Location"] == f"/networks/{network.pk}/"
    assert as_editor.post("/networks/new/", form)["Location"] == f"/networks/{network.pk}/"
    assert as_editor.get(f"/networks/{network.pk}/edit/").status_code == 200
    response = as_editor.post(f"/networks/{network.pk}/edit/", form | {"kind": "thematic", "version": 1})
    assert response.status_code == 302
    network.refresh_from_db()
    assert (network.kind, network.founded, network.version) == ("thematic", "1993", 2)


def test_an_invalid_form_comes_back_with_what_was_typed(as_editor: Client) -> None:
    NetworkFactory(name="ENCORE")
    response = as_editor.post("/networks/new/", {"name": "ENCORE", "kind": "informal", "size": "Otte regioner"})
    assert response.status_code == 422
    assert "There is already a network of this name." in response.content.decode()
    assert "Otte regioner" in response.content.decode()
    assert Network.objects.count() == 1


def test_a_network_cannot_become_part_of_its_own_commission(as_editor: Client) -> None:
    network = NetworkFactory(name="CPMR")
    commission = NetworkFactory(parent=network)
    form = {"name": "CPMR", "kind": "political", "parent": commission.pk, "version": 1}
    assert as_editor.post(f"/networks/{network.pk}/edit/", form).status_code == 422


def test_a_form_without_a_version_or_with_an_old_one_saves_nothing(as_editor: Client) -> None:
    network = NetworkFactory(name="ENCORE", kind="informal")
    Network.objects.filter(pk=network.pk).update(size="Otte regioner")
    form = {"name": "Encore", "kind": "informal", "size": "Ti regioner"}
    assert as_editor.post(f"/networks/{network.pk}/edit/", form).status_code == 400
    response = as_editor.post(f"/networks/{network.pk}/edit/", form | {"version": 1})
    assert response.status_code == 409
    assert "Otte regioner" in response.content.decode()
    network.refresh_from_db()
    assert network.name == "ENCORE"


@pytest.mark.parametrize("role", ["reader", "director"])
def test_who_only_reads_sees_networks_but_does_not_change_them(
    client: Client, role: str, request: pytest.FixtureRequest
) -> None:
    network = NetworkFactory()
    client.force_login(request.getfixturevalue(role))
    page = client.get(f"/networks/{network.pk}/")
    assert page.status_code == 200
    assert f"/networks/{network.pk}/edit/" not in page.content.decode()
    assert "/networks/new/" not in client.get("/networks/").content.decode()
    assert client.get("/networks/new/").status_code == 403
    assert client.post("/networks/new/", {"name": "ENCORE", "kind": "informal"}).status_code == 403
    assert client.get(f"/networks/{network.pk}/edit/").status_code == 403
    assert client.post(f"/networks/{network.pk}/edit/", {"name": "X", "version": 1}).status_code == 403


def test_networks_are_shared_by_all_owners(client: Client, stranger: User) -> None:
    network = NetworkFactory(name="ENCORE")
    client.force_login(stranger)
    assert client.get(f"/networks/{network.pk}/").status_code == 200
    form = {"name": "ENCORE", "kind": "informal", "version": 1}
    assert client.post(f"/networks/{network.pk}/edit/", form).status_code == 302


def test_a_network_that_does_not_exist_is_not_found(as_editor: Client) -> None:
    assert as_editor.get("/networks/999999/").status_code == 404
    assert as_editor.get("/networks/999999/edit/").status_code == 404
    assert as_editor.post("/networks/999999/edit/", {"version": 1}).status_code == 404


@pytest.mark.parametrize("address", ["/networks/", "/networks/new/", "/networks/1/", "/networks/1/edit/"])
def test_nobody_comes_in_without_logging_in(client: Client, address: str, db: None) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")
