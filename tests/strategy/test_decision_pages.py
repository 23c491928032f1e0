"""The register of decisions, and the items and decisions on the pages of whom they are about."""

import pytest
from django.test import Client

from portal.models import Organisation, User
from strategy.models import AgendaItem
from tests.factories import AgendaItemFactory, BodyFactory, DecisionFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def test_the_register_of_decisions_is_searched_and_filtered(as_editor: Client, owner: Organisation) -> None:
    board, council = BodyFactory(owner=owner), BodyFactory(owner=owner)
    DecisionFactory(
        item=AgendaItemFactory(body=board, title="Aftalen med Győr"), decided_on="2025-05-05", outcome="approved"
    )
    DecisionFactory(
        item=AgendaItemFactory(body=council, title="Kulturaftalen"),
        decided_on="2026-05-05",
        outcome="noted",
        text="Ærø",
    )
    for query, found, other in [
        ("q=gyor", "Aftalen med Győr", "Kulturaftalen"),
        ("q=aeroe", "Kulturaftalen", "Aftalen med Győr"),
        ("year=2025", "Aftalen med Győr", "Kulturaftalen"),
        ("outcome=noted", "Kulturaftalen", "Aftalen med Győr"),
        (f"body={council.pk}", "Kulturaftalen", "Aftalen med Győr"),
    ]:
        page = as_editor.get(f"/decisions/?{query}").content.decode()
        assert found in page
        assert other not in page


def test_decisions_on_closed_items_are_missing_from_the_register_and_from_pages_about_the_partner(
    client: Client, owner: Organisation, reader: User, director: User
) -> None:
    partnership = PartnershipFactory(owner=owner)
    for title in ["Fortrolig opsigelse", "Fortrolig genforhandling"]:
        item = AgendaItemFactory(body=BodyFactory(owner=owner), title=title, is_closed=True)
        item.partnerships.add(partnership)
    decision = DecisionFactory(item=AgendaItem.objects.get(title="Fortrolig opsigelse"))
    addresses = ["/decisions/", f"/partnerships/{partnership.pk}/", f"/organisations/{partnership.partner_id}/", "/"]
    client.force_login(reader)
    for address in [*addresses, "/decisions/?q=fortrolig"]:
        assert "Fortrolig " not in client.get(address).content.decode()
    assert client.get(f"/history/strategy.decision/{decision.pk}/").status_code == 404
    client.force_login(director)
    for address in addresses:
        assert "Fortrolig opsigelse" in client.get(address).content.decode()


def test_a_partners_pages_show_items_and_decisions_about_it(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    body = BodyFactory(owner=owner)
    for title in ["Fornyelse", "Opsigelse"]:
        AgendaItemFactory(body=body, title=title).partnerships.add(partnership)
    DecisionFactory(item=AgendaItem.objects.get(title="Opsigelse"))
    foreign = DecisionFactory(item=AgendaItemFactory(title="Andres sag"))
    foreign.item.partnerships.add(partnership)
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert "Fornyelse" in page
    assert "Opsigelse" in page
    assert "Andres sag" not in page
    assert "Opsigelse" in as_editor.get(f"/organisations/{partnership.partner_id}/").content.decode()
