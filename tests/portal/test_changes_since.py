"""What is other than it was: the sum of all changes since a day or a meeting."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from partnerships.models import Partnership
from portal.models import Organisation
from portal.records.events import event_model
from strategy.models import MeetingState
from tests.factories import MeetingFactory, OrganisationFactory, OwnerFactory, PartnershipFactory, TopicFactory

pytestmark = pytest.mark.django_db


def today() -> str:
    return f"since={timezone.localdate():%Y-%m-%d}"


@pytest.fixture
def long_ago() -> Callable[..., Partnership]:
    """Makes a partnership whose making lies years back. Only the owner of the tables can rewrite history."""

    def make(**fields: object) -> Partnership:
        partnership = PartnershipFactory(**fields)
        table = event_model(Partnership)._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            event_model(Partnership).objects.filter(pgh_obj=partnership).update(
                pgh_created_at=datetime(2020, 1, 1, tzinfo=UTC)
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return partnership

    return make


def found(client: Client, query: str = "") -> dict[str, tuple[str, list[tuple[str, str]]]]:
    kinds = client.get(f"/changes/?{query or today()}").context["kinds"]
    return {
        str(entry.record): (entry.change.act, [(field.before, field.after) for field in entry.change.fields])
        for kind in kinds
        if kind.model is Partnership
        for entry in kind.entries
    }


def test_the_first_and_the_last_value_are_told_and_none_between(
    as_editor: Client, owner: Organisation, long_ago: Callable[..., Partnership]
) -> None:
    partnership = long_ago(owner=owner, partner__name="Gdynia", source="Først")
    partnership.topics.add(TopicFactory(name_da="Kultur"))
    for source in ("Midt", "Sidst"):
        Partnership.objects.update(source=source)
    assert found(as_editor) == {"Gdynia": ("changed", [("Først", "Sidst"), ("", "Kultur")])}


def test_what_came_back_to_what_it_was_is_left_out(
    as_editor: Client, owner: Organisation, long_ago: Callable[..., Partnership]
) -> None:
    partnership, topic = long_ago(owner=owner, source="A"), TopicFactory()
    for source in ("B", "A"):
        Partnership.objects.update(source=source)
    partnership.topics.add(topic)
    partnership.topics.remove(topic)
    PartnershipFactory(owner=owner).move_to_trash()
    assert found(as_editor) == {}


def test_new_trashed_and_restored_records_are_told(
    as_editor: Client, owner: Organisation, long_ago: Callable[..., Partnership]
) -> None:
    PartnershipFactory(owner=owner, partner__name="Ny")
    long_ago(owner=owner, partner__name="Væk").move_to_trash()
    back = long_ago(owner=owner, partner__name="Tilbage", deleted_at=datetime(2020, 1, 1, tzinfo=UTC))
    back.restore()
    assert {name: act for name, (act, _fields) in found(as_editor).items()} == {
        "Ny": "created",
        "Væk": "trashed",
        "Tilbage": "restored",
    }


def test_nothing_of_other_owners_is_told(as_editor: Client) -> None:
    PartnershipFactory(owner=OwnerFactory(), partner=OrganisationFactory(name="Skjult"))
    assert found(as_editor) == {}


def test_since_the_meeting_before(as_editor: Client, owner: Organisation) -> None:
    now = timezone.now()
    held = MeetingFactory(body__owner=owner, starts_at=now - timedelta(days=3), state=MeetingState.HELD)
    MeetingFactory(body__owner=owner, starts_at=now - timedelta(days=1), state=MeetingState.HELD)  # of another body
    MeetingFactory(body=held.body, starts_at=now - timedelta(days=2))  # never held
    coming = MeetingFactory(body=held.body, starts_at=now + timedelta(days=3))
    start = as_editor.get(f"/changes/?meeting={coming.pk}").context["start"]
    assert (start.moment, start.title) == (held.starts_at, str(held))
    assert as_editor.get(f"/changes/?meeting={held.pk}").context["start"] is None
    assert f'href="/changes/?meeting={coming.pk}"' in as_editor.get(f"/meetings/{coming.pk}/").content.decode()


def test_the_overview_leads_to_what_changed_since_the_last_meeting(as_editor: Client, owner: Organisation) -> None:
    assert "/changes/" not in as_editor.get("/").content.decode()
    MeetingFactory(body__owner=owner, starts_at="2026-03-04T10:00Z", state=MeetingState.HELD)
    assert 'href="/changes/?since=2026-03-04"' in as_editor.get("/").content.decode()


def test_a_wrong_question_is_refused(as_editor: Client) -> None:
    foreign = MeetingFactory()
    for query, code in [
        ("since=i+gaar", 422),
        ("meeting=x", 400),
        ("meeting=0", 404),
        ("meeting=999999999999999999", 404),
        (f"meeting={'9' * 5000}", 400),
        ("since=9999-12-31", 422),
        (f"meeting={foreign.pk}", 404),
        ("", 200),
    ]:
        assert (query, as_editor.get(f"/changes/?{query}").status_code) == (query, code)
