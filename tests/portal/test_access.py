"""Who may do what, as the pages tell it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from partnerships.models import Partnership
from portal import access
from portal.access import RIGHTS, Action, RoleKind
from portal.models import Organisation, User
from portal.views.record import record_models
from tests.factories import (
    AgendaItemFactory,
    AgreementFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

type MakeUser = Callable[..., User]


def test_every_role_may_view_and_only_the_administrator_everything() -> None:
    assert set(RIGHTS) == set(RoleKind)
    assert all(Action.VIEW in rights for rights in RIGHTS.values())
    assert [kind for kind, rights in RIGHTS.items() if rights == frozenset(Action)] == [RoleKind.ADMINISTRATOR]


@pytest.mark.parametrize(
    ("kind", "code"),
    [("reader", 403), ("editor", 302), ("secretariat", 302), ("director", 403), ("administrator", 302)],
)
def test_a_role_changes_records_or_only_reads_them(
    kind: RoleKind, code: int, client: Client, user_with: MakeUser, owner: Organisation
) -> None:
    partnership = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))
    client.force_login(user_with(kind))
    form = {"owner": owner.pk, "partner": "Gdynia", "kind": "twin_city", "status": "ended", "version": 1}
    assert client.get(f"/partnerships/{partnership.pk}/").status_code == 200
    assert client.post(f"/partnerships/{partnership.pk}/edit/", form).status_code == code
    assert Partnership.objects.get().status == ("ended" if code == 302 else "active")


@pytest.mark.parametrize("kind", list(RoleKind))
def test_a_page_offers_only_what_its_reader_may_do(
    kind: RoleKind, client: Client, user_with: MakeUser, owner: Organisation
) -> None:
    partnership = PartnershipFactory(owner=owner)
    client.force_login(user_with(kind))
    may_edit = Action.EDIT in RIGHTS[kind]
    page = client.get(f"/partnerships/{partnership.pk}/").content.decode()
    for address in [f"/partnerships/{partnership.pk}/edit/", f"/trash/partnerships.partnership/{partnership.pk}/"]:
        assert (f'href="{address}"' in page) == may_edit
    assert f'href="/history/partnerships.partnership/{partnership.pk}/"' in page
    assert ('href="/partnerships/new/"' in client.get("/partnerships/").content.decode()) == may_edit


def test_a_role_at_one_owner_is_no_right_at_another(client: Client, user_with: MakeUser, owner: Organisation) -> None:
    other = OwnerFactory()
    user = user_with(RoleKind.EDITOR)
    user.roles.create(owner=other, kind=RoleKind.READER)
    client.force_login(user)
    mine, theirs = PartnershipFactory(owner=owner), PartnershipFactory(owner=other)
    assert client.get(f"/partnerships/{mine.pk}/edit/").status_code == 200
    assert client.get(f"/partnerships/{theirs.pk}/").status_code == 200
    assert client.get(f"/partnerships/{theirs.pk}/edit/").status_code == 403
    form = {"owner": other.pk, "partner": OrganisationFactory().pk, "kind": "twin_city", "status": "active"}
    response = client.post("/partnerships/new/", form)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"owner"}


def test_a_role_that_is_taken_away_is_gone_at_once(client: Client, user_with: MakeUser, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    user = user_with(RoleKind.EDITOR)
    client.force_login(user)
    assert client.get(f"/partnerships/{partnership.pk}/").status_code == 200
    user.roles.all().delete()
    assert client.get(f"/partnerships/{partnership.pk}/").status_code == 404


def test_a_record_that_changes_owner_changes_readers(client: Client, editor: User, owner: Organisation) -> None:
    agreement = AgreementFactory(partnership__owner=owner)
    client.force_login(editor)
    assert client.get(f"/agreements/{agreement.pk}/").status_code == 200
    Partnership.objects.update(owner=OwnerFactory())
    assert client.get(f"/agreements/{agreement.pk}/").status_code == 404


def test_a_stranger_finds_nothing_anywhere(client: Client, stranger: User, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Gdynia")
    partnership = PartnershipFactory(owner=owner, partner=partner, description="<p>Hemmelig</p>")
    agreement = AgreementFactory(partnership=partnership, title="Hemmelig aftale", contractor=partner)
    client.force_login(stranger)
    for address in ["/", "/partnerships/", "/agreements/", "/trash/", f"/organisations/{partner.pk}/"]:
        page = client.get(address).content.decode()
        assert f"/partnerships/{partnership.pk}/" not in page
        assert "Hemmelig" not in page
    for address in [f"/partnerships/{partnership.pk}/", f"/agreements/{agreement.pk}/"]:
        assert client.get(address).status_code == 404
        assert client.get(f"{address}edit/").status_code == 404
        assert client.post(f"{address}edit/", {"version": 1}).status_code == 404
    for record in (partnership, agreement):
        assert client.get(f"/history/{record.label}/{record.pk}/").status_code == 404
    form = client.get("/agreements/new/").content.decode()
    assert f'<option value="{partnership.pk}"' not in form
    assert "Hemmelig" not in client.get(f"/agreements/new/?partnership={partnership.pk}").content.decode()


@pytest.mark.parametrize(
    ("kind", "code"),
    [("reader", 404), ("editor", 404), ("secretariat", 200), ("director", 200), ("administrator", 200)],
)
def test_a_closed_item_is_there_only_for_those_it_concerns(
    kind: RoleKind, code: int, client: Client, user_with: MakeUser, owner: Organisation
) -> None:
    item = AgendaItemFactory(body__owner=owner, is_closed=True)
    client.force_login(user_with(kind))
    assert client.get(f"/meetings/items/{item.pk}/").status_code == code
    assert client.get(f"/history/strategy.agendaitem/{item.pk}/").status_code == code


def test_nobody_and_somebody_without_a_role_see_no_rows() -> None:
    PartnershipFactory()
    for user in (AnonymousUser(), UserFactory()):
        assert not access.may(user, Action.VIEW)
        for model in record_models():
            assert not model.objects.visible_to(user).exists()


def test_every_record_says_whose_it_is() -> None:
    partnership = PartnershipFactory()
    assert partnership.owning_id() == partnership.owner_id
    assert AgreementFactory(partnership=partnership).owning_id() == partnership.owner_id
    assert partnership.partner.owning_id() is None
    assert partnership.owner.owning_id() == partnership.owner_id
