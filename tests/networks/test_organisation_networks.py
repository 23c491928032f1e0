"""What an organisation's page tells of networks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.related import shared_networks
from portal.models import Organisation, User
from tests.factories import MembershipFactory, NetworkFactory, OrganisationFactory, OwnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def test_networks_that_both_are_members_of_are_shared(editor: User, owner: Organisation) -> None:
    tampere = OrganisationFactory(name="Tampere")
    eunivercities, ubc, eurocities, encore = [
        NetworkFactory(name=name) for name in ["EUniverCities", "UBC", "EuroCities", "ENCORE"]
    ]
    for network in [eunivercities, ubc, eurocities]:
        MembershipFactory(network=network, organisation=tampere)
    MembershipFactory(network=eunivercities, organisation=owner, status="founding")
    MembershipFactory(network=ubc, organisation=owner, status="left")
    MembershipFactory(network=encore, organisation=owner)
    MembershipFactory(network=eurocities, organisation=OwnerFactory())
    section = shared_networks(tampere, editor)
    assert [(line.title, line.detail) for line in section.lines] == [("EUniverCities", "Aalborg Kommune")]
    assert shared_networks(owner, editor).lines == []


def test_the_page_shows_memberships_tandems_and_secretariats(as_editor: Client, owner: Organisation) -> None:
    university = OrganisationFactory(name="Aalborg Universitet")
    membership = MembershipFactory(
        network=NetworkFactory(name="EUniverCities"), organisation=owner, tandem_partner=university
    )
    MembershipFactory(network=NetworkFactory(name="ECIU"), organisation=university, role="Formand")
    NetworkFactory(name="Byer i tandem", secretariat=university, secretariat_note="Går på skift")
    page = as_editor.get(f"/organisations/{university.pk}/").content.decode()
    for text in ["ECIU", "Formand", "EUniverCities", "Tandem partner of Aalborg Kommune", "Byer i tandem", "skift"]:
        assert text in page
    assert f"/networks/memberships/{membership.pk}/" in page


def test_memberships_of_another_owner_do_not_show_on_its_page(as_editor: Client) -> None:
    other = OwnerFactory()
    MembershipFactory(network=NetworkFactory(name="EUniverCities"), organisation=other)
    assert "EUniverCities" not in as_editor.get(f"/organisations/{other.pk}/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(as_editor: Client, owner: Organisation) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            network = NetworkFactory(secretariat=tampere)
            MembershipFactory(network=network, organisation=tampere)
            MembershipFactory(network=network, organisation=owner, tandem_partner=tampere)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/organisations/{tampere.pk}/").status_code == 200
        return len(captured)

    tampere = OrganisationFactory()
    fill(1)
    before = queries()
    fill(9)
    assert queries() == before
