"""Two people change different things in one record: both changes stand, and the later one is told."""

from collections.abc import Callable

import pytest
from django.test import Client

from partnerships.models import Partnership
from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import AgreementFactory, PartnershipFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, since="1951", priority="low", description="<p>Som før</p>")


@pytest.fixture
def form(partnership: Partnership) -> dict[str, object]:
    return {
        "owner": partnership.owner_id, "partner": partnership.partner_id, "kind": "twin_city", "status": "active",
        "since": "1951", "priority": "low", "description": "<p>Som før</p>", "version": 1,
    }  # fmt: skip


@pytest.fixture
def colleague(client: Client, user_with: Callable[..., User]) -> Client:
    colleague = Client()
    colleague.force_login(user_with(RoleKind.SECRETARIAT))
    return colleague


def test_changes_of_different_fields_are_both_kept(
    as_editor: Client, colleague: Client, partnership: Partnership, form: dict[str, object]
) -> None:
    address = f"/partnerships/{partnership.pk}/edit/"
    colleague.post(address, form | {"priority": "high", "last_activity_on": "2026-05-01"})
    answer = as_editor.post(
        address, form | {"description": "<p>Ny tekst</p>", "change_reason": "Efter besøget"}, follow=True
    )
    partnership.refresh_from_db()
    assert (partnership.priority, partnership.description) == ("high", "<p>Ny tekst</p>")
    assert str(partnership.last_activity_on) == "2026-05-01"
    assert partnership.version == 3
    page = answer.content.decode()
    assert "som også er bevaret" in page
    assert "Prioritet" in page
    assert partnership.events.get(version=3).pgh_context["reason"] == "Efter besøget"


def test_a_change_of_the_same_field_is_asked_about(
    as_editor: Client, colleague: Client, partnership: Partnership, form: dict[str, object]
) -> None:
    address = f"/partnerships/{partnership.pk}/edit/"
    colleague.post(address, form | {"priority": "high"})
    answer = as_editor.post(address, form | {"priority": "normal", "description": "<p>Ny tekst</p>"})
    assert answer.status_code == 409
    partnership.refresh_from_db()
    assert (partnership.priority, partnership.description) == ("high", "<p>Som før</p>")


def test_a_merge_that_would_make_nonsense_is_asked_about(as_editor: Client, owner: Organisation) -> None:
    agreement = AgreementFactory(partnership__owner=owner, term_kind="fixed", starts="2020", ends_on="2030-12-31")
    address = f"/agreements/{agreement.pk}/edit/"
    form = {
        "partnership": agreement.partnership_id, "title": agreement.title, "kind": agreement.kind, "stage": "signed",
        "term_kind": "fixed", "starts": "2020", "ends_on": "2030-12-31", "notice_unit": "months",
        "notice_boundary": "day", "version": 1,
    }  # fmt: skip
    assert as_editor.post(address, form | {"starts": "2029"}).status_code == 302
    answer = as_editor.post(address, form | {"ends_on": "2025-12-31"})
    assert answer.status_code == 422
    assert "Aftalen slutter, før den begynder" in answer.content.decode()
    agreement.refresh_from_db()
    assert str(agreement.ends_on) == "2030-12-31"


def test_changed_topics_are_kept(
    as_editor: Client, colleague: Client, partnership: Partnership, form: dict[str, object]
) -> None:
    topic = TopicFactory()
    address = f"/partnerships/{partnership.pk}/edit/"
    colleague.post(address, form | {"topics": [topic.pk]})
    answer = as_editor.post(address, form | {"priority": "high"}, follow=True)
    assert "Fagområder" in answer.content.decode()
    partnership.refresh_from_db()
    assert partnership.priority == "high"
    assert list(partnership.topics.all()) == [topic]


def test_a_version_that_history_does_not_know_is_a_clash(
    as_editor: Client, partnership: Partnership, form: dict[str, object]
) -> None:
    answer = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | {"priority": "high", "version": 99})
    assert answer.status_code == 409
