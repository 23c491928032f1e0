"""Recording what was decided on an item: when it can be done, by the form of the item, and what follows from it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from portal.models import Organisation, User
from strategy.models import AgendaItem, Body, Decision, Meeting, MeetingState
from tests.factories import ActionPlanFactory, AgendaItemFactory, DecisionFactory, InitiativeFactory

pytestmark = pytest.mark.django_db


def test_a_decision_is_recorded_with_the_day_of_the_meeting_and_changed(
    as_secretariat: Client, items: list[AgendaItem]
) -> None:
    Meeting.objects.update(state=MeetingState.HELD)
    address = f"/meetings/items/{items[0].pk}/decision/"
    assert 'value="2025-12-08"' in as_secretariat.get(address).content.decode()
    data = {"outcome": "approved", "text": "<p>Godkendt</p>", "decided_on": "2025-12-08"}
    response = as_secretariat.post(address, data)
    assert response["Location"] == f"/meetings/items/{items[0].pk}/"
    assert "Godkendt" in as_secretariat.get(f"/meetings/{items[0].meeting_id}/").content.decode()
    assert as_secretariat.get(address).status_code == 200
    assert as_secretariat.post(address, data | {"outcome": "postponed", "version": 1}).status_code == 302
    decision = Decision.objects.get()
    assert (decision.outcome, decision.version) == ("postponed", 2)
    assert as_secretariat.post(address, data).status_code == 400
    assert as_secretariat.post(address, data | {"outcome": "noted", "version": 1}).status_code == 409


def test_an_invalid_decision_keeps_what_was_typed(as_secretariat: Client, items: list[AgendaItem]) -> None:
    Meeting.objects.update(state=MeetingState.HELD)
    response = as_secretariat.post(f"/meetings/items/{items[0].pk}/decision/", {"text": "<p>Åse var imod</p>"})
    assert response.status_code == 422
    assert "Åse var imod" in response.content.decode()


def test_two_who_record_the_same_decision_at_once_do_not_overwrite_each_other(
    as_secretariat: Client, items: list[AgendaItem]
) -> None:
    Meeting.objects.update(state=MeetingState.HELD)
    DecisionFactory(item=items[0])
    data = {"outcome": "rejected", "text": "<p>Mine ord</p>", "decided_on": "2025-12-08"}
    data["creation_key"] = "5f0c2f4e-8a9d-4a36-9f2d-0a6c1f0f2b11"
    response = as_secretariat.post(f"/meetings/items/{items[0].pk}/decision/", data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Punktet er allerede besluttet." in page
    assert "Mine ord" in page


def test_nothing_is_decided_on_a_day_to_come(as_secretariat: Client, items: list[AgendaItem]) -> None:
    Meeting.objects.update(state=MeetingState.AGENDA_LOCKED)
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = as_secretariat.post(
        f"/meetings/items/{items[0].pk}/decision/", {"outcome": "approved", "decided_on": tomorrow}
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"decided_on"}


def test_an_item_is_decided_once(items: list[AgendaItem]) -> None:
    DecisionFactory(item=items[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(item=items[0])


@pytest.mark.parametrize(
    ("state", "reason"), [("planned", "Lås dagsordenen, før"), ("approved", "Referatet er godkendt")]
)
def test_decisions_are_recorded_between_locking_and_approval(
    as_secretariat: Client, items: list[AgendaItem], state: str, reason: str
) -> None:
    decision = DecisionFactory(item=items[1])
    Meeting.objects.update(state=state)
    for item in items[:2]:
        response = as_secretariat.get(f"/meetings/items/{item.pk}/decision/")
        assert response.status_code == 403
        assert reason in response.content.decode()
    assert as_secretariat.post(f"/trash/strategy.decision/{decision.pk}/", {"version": 1}).status_code == 403


def test_an_item_in_the_pool_is_not_decided(as_secretariat: Client, body: Body) -> None:
    item = AgendaItemFactory(body=body)
    assert as_secretariat.get(f"/meetings/items/{item.pk}/decision/").status_code == 403


def test_what_follows_from_a_decision_is_an_action_of_the_only_initiative_of_the_item(
    as_editor: Client, reader: User, owner: Organisation, items: list[AgendaItem]
) -> None:
    item, address = items[0], f"/meetings/items/{items[0].pk}/"
    assert "/strategies/actions/new/" not in as_editor.get(address).content.decode()
    decision = DecisionFactory(item=item)
    url = f"/strategies/actions/new/?decision={decision.pk}"
    assert f'href="{url}"' in as_editor.get(address).content.decode()
    plan = ActionPlanFactory(strategy__owner=owner)
    initiatives = InitiativeFactory.create_batch(2, perspective__strategy=plan.strategy)
    item.initiatives.add(initiatives[0])
    assert f'href="{url}&amp;initiative={initiatives[0].pk}"' in as_editor.get(address).content.decode()
    page = as_editor.get(f"{url}&initiative={initiatives[0].pk}").content.decode()
    for key in [decision.pk, initiatives[0].pk]:
        assert f'<option value="{key}" selected>' in page
    data = {"plan": plan.pk, "title": "Skriv til partneren", "decision": decision.pk, "initiative": initiatives[0].pk}
    assert as_editor.post(url, data).status_code == 302
    assert decision.action_items.get().initiative == initiatives[0]
    item.initiatives.add(initiatives[1])
    assert f'href="{url}"' in as_editor.get(address).content.decode()
    as_editor.force_login(reader)
    assert "/strategies/actions/new/" not in as_editor.get(address).content.decode()


def test_what_is_recommended_stands_above_the_form_of_the_decision(as_secretariat: Client, meeting: Meeting) -> None:
    item = AgendaItemFactory(
        body=meeting.body,
        meeting=meeting,
        recommender="Forvaltningen indstiller,",
        recommendations=["at aftalen siges op"],
    )
    meeting.state = MeetingState.HELD
    meeting.save()
    address = f"/meetings/items/{item.pk}/decision/"
    page = as_secretariat.get(address).content.decode()
    assert page.index("Forvaltningen indstiller,") < page.index("at aftalen siges op") < page.index('name="outcome"')
    refused = as_secretariat.post(address, {"outcome": "", "decided_on": "2025-12-08"})
    assert refused.status_code == 422
    assert "at aftalen siges op" in refused.content.decode()
    DecisionFactory(item=item)
    assert "at aftalen siges op" in as_secretariat.get(address).content.decode()
