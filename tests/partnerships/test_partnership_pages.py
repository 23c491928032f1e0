"""The pages of a partnership, through HTTP."""

import pytest
from django.test import Client

from partnerships.models import Partnership
from portal.models import Organisation
from tests.factories import OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_owners_partnerships_in_danish_order(as_editor: Client, owner: Organisation) -> None:
    for name in ["Århus", "Zürich", "Ærø", "Aabenraa"]:
        PartnershipFactory(owner=owner, partner=OrganisationFactory(name=name))
    PartnershipFactory(partner=OrganisationFactory(name="Fremmed"))
    page = as_editor.get("/partnerships/").content.decode()
    places = [page.index(f">{name}</a>") for name in ["Zürich", "Ærø", "Aabenraa", "Århus"]]
    assert places == sorted(places)
    assert "Fremmed" not in page


def test_a_partnership_has_a_page(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, description="<p>God <script>alert(1)</script>gang</p>")
    response = as_editor.get(f"/partnerships/{partnership.pk}/")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_editor_creates_and_changes_a_partnership(as_editor: Client, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Gdynia")
    form = {"owner": owner.pk, "partner": partner.pk, "kind": "twin_city", "status": "active", "since": "4.8.1987"}
    response = as_editor.post("/partnerships/new/", form)
    partnership = Partnership.objects.get()
    assert response["Location"] == f"/partnerships/{partnership.pk}/"
    assert partnership.since == "1987-08-04"
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | {"since": "1988", "version": 1})
    assert response.status_code == 302
    partnership.refresh_from_db()
    assert (partnership.since, partnership.version) == ("1988", 2)
