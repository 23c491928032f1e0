"""The forms of a perspective, through HTTP; it is read on its strategy's page."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from portal.models import Organisation, User
from strategy.models import Perspective
from tests.factories import PerspectiveFactory, StrategyFactory

pytestmark = pytest.mark.django_db


def test_an_editor_adds_and_changes_a_perspective(as_editor: Client, owner: Organisation) -> None:
    strategy = StrategyFactory(owner=owner)
    form = {"strategy": strategy.pk, "kind": "track", "number": 1, "name": "Det første spor"}
    assert (
        f'value="{strategy.pk}" selected'
        in as_editor.get(f"/strategies/perspectives/new/?strategy={strategy.pk}").content.decode()
    )
    response = as_editor.post("/strategies/perspectives/new/", form)
    perspective = Perspective.objects.get()
    assert response["Location"] == f"/strategies/{strategy.pk}/#perspective-{perspective.pk}"
    as_editor.post(f"/strategies/perspectives/{perspective.pk}/edit/", form | {"name": "Nyt navn", "version": 1})
    perspective.refresh_from_db()
    assert perspective.name == "Nyt navn"


def test_a_number_is_used_once_for_each_kind(as_editor: Client, owner: Organisation) -> None:
    perspective = PerspectiveFactory(strategy=StrategyFactory(owner=owner), kind="track", number=1)
    form = {"strategy": perspective.strategy_id, "kind": "track", "number": 1, "name": "Endnu et"}
    response = as_editor.post("/strategies/perspectives/new/", form)
    assert response.status_code == 422
    assert "Endnu et" in response.content.decode()
    assert as_editor.post("/strategies/perspectives/new/", form | {"kind": "focus_area"}).status_code == 302
    with pytest.raises(IntegrityError, match="perspective_number_once"), transaction.atomic():
        PerspectiveFactory(strategy=perspective.strategy, kind="track", number=1)


def test_a_perspective_is_not_put_into_another_owners_strategy(as_editor: Client, owner: Organisation) -> None:
    foreign = StrategyFactory()
    form = {"strategy": foreign.pk, "kind": "track", "number": 1, "name": "Smuglet ind"}
    assert as_editor.post("/strategies/perspectives/new/", form).status_code == 422


def test_the_form_is_guarded_by_version_role_and_owner(
    client: Client, editor: User, reader: User, director: User, stranger: User, owner: Organisation
) -> None:
    perspective = PerspectiveFactory(strategy=StrategyFactory(owner=owner))
    address = f"/strategies/perspectives/{perspective.pk}/edit/"
    form = {"strategy": perspective.strategy_id, "kind": "perspective", "number": 1, "name": "Mit navn"}
    for user, code in [(reader, 403), (director, 403), (stranger, 404)]:
        client.force_login(user)
        assert client.get(address).status_code == code
        assert client.post(address, form | {"version": 1}).status_code == code
    client.force_login(editor)
    assert client.get("/strategies/perspectives/999999/edit/").status_code == 404
    assert client.post(address, form).status_code == 400
    Perspective.objects.update(name="En andens navn")
    response = client.post(address, form | {"version": 1})
    assert response.status_code == 409
    assert "Mit navn" in response.content.decode()
