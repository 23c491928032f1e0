"""Two towns become one: their partnerships come along, and the old names still lead there."""

import re
from datetime import date

import pytest
from django.test import Client

from portal.models import Organisation
from portal.records.merging import merge
from tests.factories import CountryFactory, OrganisationFactory, PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def successor(owner: Organisation) -> Organisation:
    """Sipoo has gone into Porvoo, with its partnership."""
    country = CountryFactory(code="FI", name_da="Finland", name_en="Finland")
    kept, gone = (OrganisationFactory(name=name, country=country) for name in ("Porvoo", "Sipoo"))
    PartnershipFactory(owner=owner, partner=gone)
    merge(kept=kept, gone=gone, chosen=set(), user=UserFactory(), merged_on=date(2020, 1, 1))
    return kept


def test_the_old_town_says_what_became_of_it_and_when(as_editor: Client, successor: Organisation) -> None:
    gone = successor.merged_from.get()
    html = as_editor.get(f"/organisations/{gone.pk}/").content.decode()
    assert f'<a href="/organisations/{successor.pk}/">Porvoo</a> 1. januar 2020' in html
    assert "Sipoo" in as_editor.get(f"/organisations/{successor.pk}/").content.decode()


def test_the_partnership_goes_on_with_the_new_one(as_editor: Client, successor: Organisation) -> None:
    partnership = successor.partnerships_as_partner.get()
    html = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert "<h1>Porvoo</h1>" in html
    assert "Sipoo" in html
    assert f"/partnerships/{partnership.pk}/" in as_editor.get("/partnerships/?q=sipoo").content.decode()


@pytest.mark.parametrize("address", ["/search/?q=sipoo", "/search/suggestions/?q=sip"])
def test_a_search_for_the_old_name_finds_the_new_one_and_says_why(
    as_editor: Client, successor: Organisation, address: str
) -> None:
    partnership = successor.partnerships_as_partner.get()
    html = as_editor.get(address).content.decode()
    for link in (f"/organisations/{successor.pk}/", f"/partnerships/{partnership.pk}/"):
        (result,) = re.findall(rf'<li>\s*<a href="{link}">.*?</li>', html, re.DOTALL)
        assert "Porvoo" in result
        assert "Finland · " in result
        assert "<mark>Sipoo</mark>" in result


def test_a_search_for_the_name_in_use_does_not_tell_the_others(as_editor: Client, successor: Organisation) -> None:
    assert "Sipoo" not in as_editor.get("/search/?q=porvoo").content.decode()
