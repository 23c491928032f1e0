"""What a person is responsible for, given to somebody else in one go."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.models import Partnership
from portal.lists.bulk import Result, Row, change_rows
from portal.models import Organisation, Person
from tests.factories import (
    ActionItemFactory,
    InitiativeFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(owner: Organisation) -> Person:
    return PersonFactory(owner=owner, name="Mette Lindholm")


@pytest.fixture
def successor(owner: Organisation) -> Person:
    return PersonFactory(owner=owner, name="Signe Nørgaard")


def value(record: Any) -> str:
    return f"{record.label}:{record.pk}:{record.version}"


def test_all_that_a_person_has_in_hand_is_ticked_and_passed_on_in_one_go(
    as_editor: Client, owner: Organisation, leaver: Person, successor: Person
) -> None:
    partner = OrganisationFactory(name="Gdynia")
    mine = [
        PartnershipFactory(owner=owner, partner=partner, responsible=leaver),
        MembershipFactory(organisation=owner, responsible=leaver),
        InitiativeFactory(perspective__strategy__owner=owner, responsible=leaver),
        ActionItemFactory(plan__strategy__owner=owner, responsible=leaver),
    ]
    done = ActionItemFactory(plan__strategy__owner=owner, responsible=leaver, progress="done")
    others = PartnershipFactory(owner=owner, responsible=PersonFactory(owner=owner))
    address = f"/persons/{leaver.pk}/succession/"
    assert address in as_editor.get(f"/persons/{leaver.pk}/").content.decode()
    page = as_editor.get(address).content.decode()
    assert all(f'value="{value(one)}"' in page for one in mine)
    assert page.count(" checked") == len(mine)

    form = {"successor": successor.pk, "records": [value(one) for one in mine]}
    response = as_editor.post(address, form, follow=True)
    assert "Signe Nørgaard har overtaget 4 poster." in response.content.decode()
    for one in [*mine, done, others]:
        one.refresh_from_db()
    assert {one.responsible for one in mine} == {successor}
    assert (done.responsible, others.responsible) != (successor, successor)
    assert done.responsible == leaver
    history = as_editor.get(f"/history/partnerships.partnership/{mine[0].pk}/").content.decode()
    assert "Overtaget fra Mette Lindholm" in history


def test_what_is_not_ticked_stays(as_editor: Client, owner: Organisation, leaver: Person, successor: Person) -> None:
    kept, given = (PartnershipFactory(owner=owner, responsible=leaver) for _ in range(2))
    form = {"successor": successor.pk, "records": [value(given)], "change_reason": "Barsel"}
    assert as_editor.post(f"/persons/{leaver.pk}/succession/", form).status_code == 302
    assert list(Partnership.objects.filter(responsible=leaver)) == [kept]
    assert "Barsel" in as_editor.get(f"/history/partnerships.partnership/{given.pk}/").content.decode()


def test_all_or_nothing(as_editor: Client, owner: Organisation, leaver: Person, successor: Person) -> None:
    first, second = (PartnershipFactory(owner=owner, responsible=leaver) for _ in range(2))
    records = [value(first), value(second)]
    Partnership.objects.filter(pk=second.pk).update(source="Andre", updated_at=timezone.now())  # a newer version
    address = f"/persons/{leaver.pk}/succession/"
    response = as_editor.post(address, {"successor": successor.pk, "records": records})
    assert response.status_code == 422
    assert "ændret imens" in response.content.decode()
    assert not Partnership.objects.filter(responsible=successor).exists()
    for wrong in ({}, {"successor": successor.pk}, {"records": records}, {"successor": leaver.pk, "records": records}):
        assert as_editor.post(address, wrong).status_code == 422
    assert Partnership.objects.filter(responsible=leaver).count() == 2


def test_if_one_is_refused_after_all_none_is_passed_on(
    as_editor: Client, owner: Organisation, leaver: Person, successor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = PartnershipFactory(owner=owner, responsible=leaver)
    second = ActionItemFactory(plan__strategy__owner=owner, responsible=leaver)

    def change_or_refuse(**asked: Any) -> Result:
        is_first = asked["model"] is Partnership
        return change_rows(**asked) if is_first else Result([Row(second, refusal="Den er låst.")])

    monkeypatch.setattr("portal.forms.succession.change_rows", change_or_refuse)
    form = {"successor": successor.pk, "records": [value(first), value(second)]}
    response = as_editor.post(f"/persons/{leaver.pk}/succession/", form)
    assert response.status_code == 422
    assert "Den er låst." in response.content.decode()
    first.refresh_from_db()
    assert first.responsible == leaver


def test_it_stays_within_the_owner(as_editor: Client, owner: Organisation, leaver: Person) -> None:
    mine, foreign = PartnershipFactory(owner=owner, responsible=leaver), PartnershipFactory()
    stranger = PersonFactory()
    address = f"/persons/{leaver.pk}/succession/"
    assert as_editor.post(address, {"successor": stranger.pk, "records": [value(mine)]}).status_code == 422
    colleague = PersonFactory(owner=owner)
    assert as_editor.post(address, {"successor": colleague.pk, "records": [value(foreign)]}).status_code == 422
    assert as_editor.get(f"/persons/{stranger.pk}/succession/").status_code == 404


def test_who_has_nothing_in_hand_is_told_so(as_editor: Client, leaver: Person) -> None:
    page = as_editor.get(f"/persons/{leaver.pk}/succession/").content.decode()
    assert "ikke ansvarlig for noget" in page
    assert 'name="successor"' not in page
