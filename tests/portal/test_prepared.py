"""Queries kept by the process find what is there now, for whoever asks."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Agreement, Partnership
from portal.models import Organisation, User
from portal.records.prepared import Prepared, together
from tests.factories import AgreementFactory, InitiativeFactory, OwnerFactory, PartnershipFactory, RoleFactory

pytestmark = pytest.mark.django_db


@Prepared
def agreements(partnership: Partnership, user: User) -> models.QuerySet[Agreement]:
    return Agreement.objects.visible_to(user).filter(partnership=partnership).order_by("title")


def test_a_kept_query_finds_what_each_user_may_see_now() -> None:
    ours, theirs = PartnershipFactory(), PartnershipFactory()
    agreement = AgreementFactory(partnership=ours)
    us, them = RoleFactory(owner=ours.owner, kind="reader"), RoleFactory(owner=theirs.owner, kind="reader")
    assert agreements(ours, us.user) == [agreement]
    assert agreements(ours, them.user) == []
    both = RoleFactory(owner=ours.owner, user=them.user, kind="editor")
    assert agreements(ours, User.objects.get(pk=both.user.pk)) == [agreement]
    both.delete()
    assert agreements(ours, User.objects.get(pk=both.user.pk)) == []
    us.delete()
    assert agreements(ours, User.objects.get(pk=us.user.pk)) == []
    added = AgreementFactory(partnership=theirs)
    assert agreements(theirs, them.user) == [added]
    added.move_to_trash()
    assert agreements(theirs, them.user) == []


def test_a_kept_query_reads_what_a_written_one_reads(editor: User, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    for title in ["A", "B"]:
        AgreementFactory(partnership=partnership, title=title)
    with CaptureQueriesContext(connection) as first:
        agreements(partnership, editor)
    with CaptureQueriesContext(connection) as second:
        agreements(partnership, editor)
    with CaptureQueriesContext(connection) as written:
        list(agreements.make(partnership, editor))
    assert first.captured_queries[-1]["sql"] == second.captured_queries[0]["sql"] == written.captured_queries[0]["sql"]


def test_a_kept_query_needs_every_key_and_no_day(owner: Organisation) -> None:
    @Prepared
    def without_its_key(pk: int) -> models.QuerySet[Organisation]:
        return Organisation.objects.filter(pk=pk + 1)

    @Prepared
    def of_the_first_day(owner: Organisation) -> models.QuerySet[Agreement]:
        return Agreement.objects.filter(partnership__owner=owner, ends_on__gte=date(2026, 1, 1))

    with pytest.raises(TypeError):
        without_its_key(owner.pk)
    with pytest.raises(TypeError):
        of_the_first_day(owner)


@Prepared
def titles(partnership: Partnership, user: User) -> models.QuerySet[Agreement, str]:
    """Told once each, in an order that is none of the columns."""
    rows = Agreement.objects.visible_to(user).filter(partnership=partnership).order_by("-pk").distinct()
    return rows.values_list("title", flat=True)


def test_kept_queries_can_be_asked_together(editor: User, owner: Organisation) -> None:
    first, second = (AgreementFactory(partnership__owner=owner, title=f"100 % {name}") for name in "AB")
    stranger = RoleFactory(owner=OwnerFactory(), kind="reader").user
    one, other = first.partnership, second.partnership
    calls = [
        (agreements, (one, editor)),
        (titles, (other, editor)),
        (agreements, (other, User())),
        (titles, (one, stranger)),
    ]
    for _ in range(2):  # as they are written, and as they are kept
        with CaptureQueriesContext(connection) as queries:
            assert together(calls) == [[first], [second.title], [], []]
    assert len(queries) == 1
    assert together([]) == together([(agreements, (one, User()))])[0] == []


@pytest.mark.django_db(transaction=True)
def test_a_kept_query_runs_on_the_connection_of_its_thread(editor: User, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    AgreementFactory(partnership=partnership)
    found = [agreements(partnership, editor)]

    def in_thread() -> None:
        found.append(agreements(partnership, editor))
        used.append(connection.connection is not None)
        connection.close()

    used: list[bool] = []
    thread = Thread(target=in_thread)
    thread.start()
    thread.join()
    assert used == [True]
    assert found[0] == found[1] != []


def test_sections_of_a_page_follow_the_reader_and_the_day_s_changes(
    client: Client, editor: User, owner: Organisation
) -> None:
    partnership = PartnershipFactory(owner=owner)
    initiative = InitiativeFactory(perspective__strategy__owner=owner, title="Nordlyset")
    initiative.partnerships.add(partnership)
    client.force_login(editor)
    assert "Nordlyset" in client.get(f"/partnerships/{partnership.pk}/").content.decode()
    initiative.partnerships.clear()
    assert "Nordlyset" not in client.get(f"/partnerships/{partnership.pk}/").content.decode()
    client.force_login(RoleFactory(owner=OwnerFactory(), kind="editor").user)
    assert client.get(f"/partnerships/{partnership.pk}/").status_code == 404
    assert client.get(f"/partnerships/{10**30}/").status_code == 404


def test_only_numbers_are_put_into_a_kept_query(editor: User, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    agreements(partnership, editor)
    with pytest.raises(ValueError, match="format code 'd'"):
        agreements(Partnership(pk="0 OR true"), editor)
