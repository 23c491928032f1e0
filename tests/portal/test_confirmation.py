"""Saying that a record is still right: one click, apart from editing, and a panel of what nobody has said it of."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Partnership
from portal.access import RoleKind
from portal.models import Organisation, User
from portal.records.versioned import VersionedModel
from portal.views.record import record_models
from tests.factories import (
    AgreementFactory,
    DepartmentFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"), confirmed_on="2025-01-02")


def address_of(record: VersionedModel) -> str:
    return f"/confirmations/{record.label}/{record.pk}/"


def test_one_click_confirms_today_and_says_who(as_editor: Client, editor: User, partnership: Partnership) -> None:
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert f'action="{address_of(partnership)}"' in page
    response = as_editor.post(address_of(partnership))
    assert response["Location"] == f"/partnerships/{partnership.pk}/"
    partnership.refresh_from_db()
    assert partnership.confirmed_on == timezone.localdate()
    assert partnership.version == 2
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert editor.name in page
    assert f'action="{address_of(partnership)}"' not in page
    event = partnership.events.get(version=2)
    assert event.pgh_context["user"] == editor.pk
    assert event.pgh_context["reason"]


def test_every_kind_of_record_that_has_the_day_has_the_button(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    records = [
        partnership,
        AgreementFactory(partnership=partnership),
        MembershipFactory(organisation=owner),
        PersonFactory(owner=owner),
        OrganisationFactory(),
    ]
    kinds = {model for model in record_models() if any(one.name == "confirmed_on" for one in model._meta.fields)}
    assert {type(record) for record in records} == kinds
    for record in records:
        assert address_of(record) in as_editor.get(record.get_absolute_url()).content.decode()
        assert "confirmed_on" not in as_editor.get(f"{record.get_absolute_url()}edit/").content.decode()
        assert as_editor.post(address_of(record)).status_code == 302
        record.refresh_from_db()
        assert record.confirmed_on == timezone.localdate()


def test_a_form_that_is_open_elsewhere_merges_with_it(as_editor: Client, partnership: Partnership) -> None:
    as_editor.post(address_of(partnership))
    form = {"owner": partnership.owner_id, "partner": "Gdynia", "kind": "twin_city", "status": "active", "version": 1}
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | {"source": "Ny"}).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.confirmed_on) == ("Ny", timezone.localdate())


def test_htmx_gets_the_sentence_back(as_editor: Client, editor: User, partnership: Partnership) -> None:
    response = as_editor.post(address_of(partnership), headers={"HX-Request": "true"})
    assert response.status_code == 200
    page = response.content.decode()
    assert editor.name in page
    assert "<button" not in page
    assert "<html" not in page
    assert "Gdynia" in response["HX-Trigger"]


def test_only_those_who_may_change_it_confirm(
    client: Client, reader: User, stranger: User, partnership: Partnership
) -> None:
    for user, code in [(reader, 403), (stranger, 404)]:
        client.force_login(user)
        assert client.post(address_of(partnership)).status_code == code
    client.force_login(reader)
    assert address_of(partnership) not in client.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert client.get(address_of(partnership)).status_code == 405
    partnership.refresh_from_db()
    assert partnership.confirmed_on == date(2025, 1, 2)


def test_what_has_no_such_day_cannot_be_confirmed(as_editor: Client) -> None:
    for address in ["strategy.body/1", "no.such/1", "partnerships.partnership/0"]:
        assert as_editor.post(f"/confirmations/{address}/").status_code == 404


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def panel(client: Client) -> list[str]:
    return [str(one.record) for one in client.get("/").context["unconfirmed"]]


def test_the_overview_has_my_records_the_oldest_first(as_editor: Client, editor: User, owner: Organisation) -> None:
    me = PersonFactory(owner=owner, email=editor.email.upper())
    for name, confirmed_on, responsible in [
        ("To år", ago(730), me),
        ("Tre år", ago(1095), me),
        ("I går", ago(1), me),
        ("En andens", ago(730), PersonFactory(owner=owner)),
        ("Ny", None, me),
    ]:
        PartnershipFactory(owner=owner, partner__name=name, confirmed_on=confirmed_on, responsible=responsible)
    assert panel(as_editor) == ["Tre år", "To år"]
    page = as_editor.get("/").content.decode()
    assert page.index("Tre år") < page.index("To år")
    oldest = Partnership.objects.get(partner__name="Tre år")
    assert f'action="{address_of(oldest)}"' in page
    as_editor.post(address_of(oldest))
    assert panel(as_editor) == ["To år"]


@time_machine.travel("2026-11-22T23:30Z", tick=False)  # the 23rd in Denmark
def test_the_list_and_the_overview_mean_the_same_by_twelve_months(
    as_editor: Client, editor: User, owner: Organisation
) -> None:
    me = PersonFactory(owner=owner, email=editor.email)
    for name, confirmed_on, made_at in [
        ("Et år", "2025-11-23", "2026-01-01T12:00Z"),
        ("Ikke et år", "2025-11-24", "2020-01-01T12:00Z"),
        ("Lavet for et år siden", None, "2025-11-22T23:30Z"),
        ("Lavet dagen efter", None, "2025-11-23T23:30Z"),
    ]:
        partnership = PartnershipFactory(owner=owner, partner__name=name, confirmed_on=confirmed_on, responsible=me)
        Partnership.objects.filter(pk=partnership.pk).update(created_at=made_at)
    page = as_editor.get("/partnerships/?unconfirmed=1").content.decode()
    listed = re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', page)
    assert sorted(panel(as_editor)) == sorted(listed) == ["Et år", "Lavet for et år siden"]


def test_agreements_and_memberships_are_among_them(as_editor: Client, editor: User, owner: Organisation) -> None:
    me = PersonFactory(owner=owner, email=editor.email)
    partnership = PartnershipFactory(owner=owner, responsible=me, confirmed_on=ago(1))
    AgreementFactory(partnership=partnership, title="Aftalen", confirmed_on=ago(400))
    MembershipFactory(organisation=owner, network__name="CPMR", responsible=me, confirmed_on=ago(500))
    assert panel(as_editor) == [f"{owner} · CPMR", "Aftalen"]


def test_where_nobody_is_responsible_the_department_is(
    client: Client, user_with: Callable[..., User], owner: Organisation
) -> None:
    editor, department = user_with(RoleKind.EDITOR), DepartmentFactory(owner=owner)
    for name, of in [("Afdelingens", department), ("En andens", DepartmentFactory(owner=owner)), ("Ingens", None)]:
        PartnershipFactory(owner=owner, partner__name=name, department=of, confirmed_on=ago(400))
    client.force_login(editor)
    assert panel(client) == ["Ingens"]
    editor.roles.update(department=department)
    assert panel(client) == ["Afdelingens"]


def test_the_list_and_the_overview_count_the_twelve_months_alike(
    as_editor: Client, editor: User, owner: Organisation
) -> None:
    me = PersonFactory(owner=owner, email=editor.email)
    midnight = timezone.localtime().replace(hour=0, minute=30)  # still the day before in UTC
    for name, confirmed_on, made in [
        ("I dag et år siden", ago(365), 800),
        ("En dag senere", ago(364), 800),
        ("Lavet for et år siden", None, 365),
        ("Lavet en dag senere", None, 364),
        ("Ny", None, 0),
    ]:
        partnership = PartnershipFactory(owner=owner, partner__name=name, confirmed_on=confirmed_on, responsible=me)
        Partnership.objects.filter(pk=partnership.pk).update(created_at=midnight - timedelta(days=made))
    page = as_editor.get("/partnerships/?unconfirmed=1").content.decode()
    listed = re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', page)
    assert set(listed) == set(panel(as_editor)) == {"I dag et år siden", "Lavet for et år siden"}


def test_readers_and_strangers_have_no_such_panel(
    client: Client, reader: User, stranger: User, owner: Organisation
) -> None:
    PartnershipFactory(owner=owner, confirmed_on=ago(400))
    for user in [reader, stranger]:
        client.force_login(user)
        assert panel(client) == []


def test_the_overview_takes_as_many_queries_for_ten_as_for_one(as_editor: Client, owner: Organisation) -> None:
    def queries() -> int:
        partnership = PartnershipFactory(owner=owner, confirmed_on=ago(400))
        AgreementFactory(partnership=partnership, confirmed_on=ago(400))
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get("/").status_code == 200
        return len(captured)

    queries()
    one = queries()
    assert {queries() for _ in range(9)} == {one}
