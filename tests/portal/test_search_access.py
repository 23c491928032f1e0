"""Nobody finds what they may not read: not by a title, a text, a suggestion or a count."""

import re
from itertools import product

import pytest
from django.test import Client

from portal.access import RoleKind
from portal.models import (
    Affiliation,
    Attachment,
    Contact,
    JournalEntry,
    Organisation,
    OrganisationMember,
    Population,
    Role,
    User,
)
from portal.records.versioned import VersionedModel
from portal.search.results import Results
from portal.search.suggestions import suggestions
from portal.views.record import record_models
from strategy.models import Attendance, StatusUpdate
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AgreementFactory,
    DecisionFactory,
    DepartmentFactory,
    InitiativeFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    SeatFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WORD = "kodeord"  # in some text of every record


def fill(owner: Organisation) -> None:
    """A record of each type, most of them twice: open and closed where it can be closed."""
    country = {"country": owner.country}
    person = PersonFactory(owner=owner, name=f"Kodeord {owner}")
    DepartmentFactory(owner=owner, name=f"Kodeord {owner}")
    Affiliation.objects.create(person=person, organisation=owner, role="Kodeord")
    partnership = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Kodeord by", **country))
    agreement = AgreementFactory(partnership=partnership, title="Kodeord")
    membership = MembershipFactory(organisation=owner, network=NetworkFactory(name=f"Kodeord {owner}"))
    other = MembershipFactory(organisation=OrganisationFactory(name="Kodeord"), network=membership.network)
    Population.objects.create(organisation=owner, counted_on="2026-01-01", inhabitants=1, source="Kodeord")
    OrganisationMember.objects.create(partnership=owner, member=partnership.partner, note="Kodeord")
    initiative = InitiativeFactory(
        perspective__strategy__owner=owner,
        title="Kodeord",
        perspective__name="Kodeord",
        perspective__strategy__title="Kodeord",
    )
    action = ActionItemFactory(plan__strategy=initiative.strategy, plan__title="Kodeord", title="Kodeord")
    StatusUpdate.objects.create(initiative=initiative, progress="done", note="Kodeord", made_on="2026-01-01")
    StatusUpdate.objects.create(action_item=action, progress="done", note="Kodeord", made_on="2026-01-01")
    seat = SeatFactory(body__owner=owner, body__name="Kodeord", function="Kodeord")
    meeting = MeetingFactory(body=seat.body)
    Attendance.objects.create(meeting=meeting, person=person, kind="present")
    about: list[VersionedModel] = [owner, partnership, agreement, other, action]
    for is_closed in (False, True):
        item = AgendaItemFactory(body=seat.body, title="Kodeord", is_closed=is_closed)
        about += [item, DecisionFactory(item=item, text="Kodeord")]
    for record in about:
        place = {"owner": owner, "about_kind": record.label, "about_id": record.pk}
        Attachment.objects.create(**place, name="Kodeord.pdf", size=1)
        JournalEntry.objects.create(**place, title="Kodeord", day="2026-01-01")
        Contact.objects.create(**place, person=person, role="Kodeord")


@pytest.fixture
def owners(db: None) -> list[Organisation]:
    owners = [OwnerFactory(name=f"Kodeord kommune {number}") for number in range(6)]
    for owner in owners:
        fill(owner)
    return owners


@pytest.fixture
def users(owners: list[Organisation]) -> list[User]:
    """One for each role or none at each of two owners; and a stranger to all."""
    users = []
    for first, second in product([None, *RoleKind], repeat=2):
        user = UserFactory()
        for owner, kind in zip(owners, (first, second), strict=False):
            if kind is not None:
                Role.objects.create(user=user, owner=owner, kind=kind)
        users.append(user)
    return users


def test_exactly_what_may_be_read_is_found_by_everybody(users: list[User]) -> None:
    pairs = 0
    for user in users:
        results = Results(user, WORD)
        found = set(results._found.values_list("kind", "record_id"))
        for model in record_models():
            kind = model._meta.label_lower
            rows = model.objects.all()
            readable = set(model.objects.visible_to(user).values_list("pk", flat=True))
            for pk in rows.values_list("pk", flat=True):
                pairs += 1
                assert ((kind, pk) in found) == (pk in readable), (user.rights, kind, pk)
            counted = {one.label: one.total for one in results.kinds}.get(kind, 0)
            assert counted == len(readable)
    assert pairs >= 10_000


def test_suggestions_come_from_what_may_be_read(users: list[User]) -> None:
    for user in users:
        readable = {
            record.get_absolute_url()
            for model in record_models()
            if hasattr(model, "get_absolute_url")
            for record in model.objects.visible_to(user)
        }
        for text in ("kodeord", "ko", "kodeord by", "kommune kod"):
            found = suggestions(user, text) or []
            assert {one.address for one in found} <= readable
            assert bool(found) == bool(user.rights)


def test_the_page_of_results_shows_no_count_of_what_is_closed(owners: list[Organisation], client: Client) -> None:
    def counts(kind: RoleKind) -> dict[str, int]:
        client.force_login(RoleFactory(owner=owners[0], kind=kind).user)
        html = client.get("/search/?q=kodeord").content.decode()
        return {kind: int(count) for kind, count in re.findall(r"kind=([\w.]+)\".*?class=\"count\">(\d+)", html)}

    reader, secretariat = counts(RoleKind.READER), counts(RoleKind.SECRETARIAT)
    assert (reader["strategy.agendaitem"], secretariat["strategy.agendaitem"]) == (1, 2)
    assert (reader["strategy.decision"], secretariat["strategy.decision"]) == (1, 2)
    assert (reader["portal.attachment"], secretariat["portal.attachment"]) == (7, 9)


def test_asking_for_a_kind_shows_nothing_of_other_owners(owners: list[Organisation], client: Client) -> None:
    client.force_login(RoleFactory(owner=owners[2], kind=RoleKind.READER).user)
    html = client.get("/search/?q=kodeord&kind=portal.person").content.decode()
    assert "kommune 2" in html
    assert "kommune 0" not in html
