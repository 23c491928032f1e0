"""The pages of memberships, through HTTP."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.models import Membership
from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import (
    AssessmentFactory,
    DepartmentFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    ReviewRoundFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_shows_our_own_memberships_and_on_request_all_that_are_known(
    as_editor: Client, owner: Organisation
) -> None:
    network = NetworkFactory(name="EUniverCities")
    MembershipFactory(
        network=network,
        organisation=owner,
        status="founding",
        joined="2012",
        responsible=PersonFactory(owner=owner, name="Anne Holm"),
        department=DepartmentFactory(owner=owner, name="Borgmesterens Forvaltning"),
    )
    MembershipFactory(network=network, organisation=OrganisationFactory(name="Tampere"))
    MembershipFactory(network=network, organisation=OwnerFactory(name="Region Midtjylland"))
    page = as_editor.get("/networks/memberships/").content.decode()
    for text in ["EUniverCities", "Aalborg Kommune", "Founding member", "2012", "Anne Holm", "Borgmesterens"]:
        assert text in page
    assert "Tampere" not in page
    page = as_editor.get("/networks/memberships/?all=on").content.decode()
    assert "Tampere" in page
    assert "Region Midtjylland" not in page


def test_a_membership_is_found_by_any_spelling_of_network_or_member(as_editor: Client, owner: Organisation) -> None:
    MembershipFactory(organisation=OrganisationFactory(name="Łódź"))
    MembershipFactory(organisation=owner, network=NetworkFactory(name="Østersøkommissionen"))
    page = as_editor.get("/networks/memberships/?q=lodz&all=on").content.decode()
    assert "Łódź" in page
    assert "Østersøkommissionen" not in page
    assert "Østersøkommissionen" in as_editor.get("/networks/memberships/?q=oestersoe").content.decode()


def test_the_list_is_narrowed_by_status_and_kind(as_editor: Client, owner: Organisation) -> None:
    political = NetworkFactory(name="Vores", kind="political")
    MembershipFactory(network=political, organisation=owner, status="considered")
    MembershipFactory(network=NetworkFactory(name="Andet", kind="informal"), organisation=owner)
    for query in ["status=considered", "kind=political"]:
        page = as_editor.get(f"/networks/memberships/?{query}").content.decode()
        assert ">Vores</a>" in page
        assert ">Andet</a>" not in page


def test_the_number_of_queries_does_not_grow_with_the_rows(as_editor: Client, owner: Organisation) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            MembershipFactory(
                organisation=owner,
                responsible=PersonFactory(owner=owner),
                department=DepartmentFactory(owner=owner),
                tandem_partner=OrganisationFactory(),
            )

    fill(1)
    as_editor.get("/networks/memberships/")
    before = queries(as_editor, "/networks/memberships/")
    fill(9)
    assert queries(as_editor, "/networks/memberships/") == before <= 6


def test_a_membership_has_a_page(as_editor: Client, owner: Organisation) -> None:
    membership = MembershipFactory(
        organisation=owner,
        status="exit_recommended",
        joined="2007",
        benefit="<p>Ringe <script>alert(1)</script>udbytte</p>",
        role="Plads i bestyrelsen",
        is_illustration=True,
    )
    page = as_editor.get(f"/networks/memberships/{membership.pk}/").content.decode()
    assert "Aalborg Kommune has been a member since 2007, but is recommended to leave." in page
    assert "Plads i bestyrelsen" in page
    assert ">Illustration<" in page
    assert "<script>alert" not in page


def test_the_form_knows_which_network_it_was_opened_from(as_editor: Client) -> None:
    network = NetworkFactory(name="ENCORE")
    page = as_editor.get(f"/networks/memberships/new/?network={network.pk}").content.decode()
    assert f'<option value="{network.pk}" selected>ENCORE</option>' in page


def test_an_editor_creates_and_changes_a_membership(as_editor: Client, owner: Organisation) -> None:
    network = NetworkFactory()
    form = {
        "network": network.pk,
        "organisation": owner.pk,
        "status": "considered",
        "reason": "<p>At lære af andre byer</p>",
        "creation_key": uuid.uuid4(),
    }
    response = as_editor.post("/networks/memberships/new/", form)
    membership = Membership.objects.get()
    assert response["Location"] == f"/networks/memberships/{membership.pk}/"
    assert as_editor.post("/networks/memberships/new/", form)["Location"] == f"/networks/memberships/{membership.pk}/"
    address = f"/networks/memberships/{membership.pk}/edit/"
    assert as_editor.get(address).status_code == 200
    change = {"status": "member", "joined": "4.8.2026", "version": 1, "change_reason": "Optaget i august"}
    assert as_editor.post(address, form | change).status_code == 302
    membership.refresh_from_db()
    assert (membership.status, membership.joined, membership.version) == ("member", "2026-08-04", 2)


def test_why_we_are_a_member_is_kept_apart_from_why_the_record_was_changed(
    as_editor: Client, owner: Organisation
) -> None:
    membership = MembershipFactory(organisation=owner, reason="<p>Før</p>")
    form = {
        "network": membership.network.pk,
        "organisation": owner.pk,
        "status": "member",
        "reason": "<p>At lære af andre byer</p>",
        "change_reason": "Skrevet om efter mødet",
        "version": 1,
    }
    as_editor.post(f"/networks/memberships/{membership.pk}/edit/", form)
    membership.refresh_from_db()
    assert membership.reason == "<p>At lære af andre byer</p>"
    history = as_editor.get(f"/history/networks.membership/{membership.pk}/").content.decode()
    assert "Skrevet om efter mødet" in history


def test_any_editor_records_members_that_keep_no_records_here(as_editor: Client) -> None:
    form = {"network": NetworkFactory().pk, "organisation": OrganisationFactory().pk, "status": "member"}
    assert as_editor.post("/networks/memberships/new/", form).status_code == 302
    membership = Membership.objects.get()
    response = as_editor.post(f"/networks/memberships/{membership.pk}/edit/", form | {"joined": "1991", "version": 1})
    assert response.status_code == 302


def test_nobody_records_the_memberships_of_another_owner(as_editor: Client, owner: Organisation) -> None:
    other = OwnerFactory(name="Region Midtjylland")
    form = {"network": NetworkFactory().pk, "organisation": other.pk, "status": "member"}
    response = as_editor.post("/networks/memberships/new/", form)
    assert response.status_code == 422
    assert "Region Midtjylland keeps its own memberships." in response.content.decode()
    membership = MembershipFactory(organisation=owner)
    response = as_editor.post(f"/networks/memberships/{membership.pk}/edit/", form | {"version": 1})
    assert response.status_code == 422
    assert not other.memberships.exists()


def test_whoever_only_reads_at_an_owner_does_not_record_its_memberships(
    as_editor: Client, editor: User, owner: Organisation
) -> None:
    other = RoleFactory(user=editor, kind=RoleKind.READER, owner=OwnerFactory()).owner
    form = {"network": NetworkFactory().pk, "organisation": other.pk, "status": "member"}
    assert as_editor.post("/networks/memberships/new/", form).status_code == 422
    theirs = MembershipFactory(organisation=other)
    assert as_editor.get(f"/networks/memberships/{theirs.pk}/").status_code == 200
    assert as_editor.get(f"/networks/memberships/{theirs.pk}/edit/").status_code == 403


def test_responsible_people_come_from_the_organisation_itself(as_editor: Client, owner: Organisation) -> None:
    form = {
        "network": NetworkFactory().pk,
        "organisation": OrganisationFactory().pk,
        "status": "member",
        "responsible": PersonFactory(owner=owner).pk,
    }
    response = as_editor.post("/networks/memberships/new/", form)
    assert response.status_code == 422
    assert "This belongs to another owner." in response.content.decode()


def test_an_invalid_form_comes_back_with_what_was_typed(as_editor: Client, owner: Organisation) -> None:
    member = MembershipFactory(organisation=owner)
    form = {"network": member.network.pk, "organisation": owner.pk, "status": "member", "role": "Plads i bestyrelsen"}
    response = as_editor.post("/networks/memberships/new/", form)
    assert response.status_code == 422
    assert "The organisation is already a member of this network." in response.content.decode()
    assert "Plads i bestyrelsen" in response.content.decode()
    response = as_editor.post(
        "/networks/memberships/new/", form | {"status": "left", "joined": "2012", "left": "2011"}
    )
    assert response.status_code == 422
    assert "The end lies before the start." in response.content.decode()


def test_a_form_without_a_version_or_with_an_old_one_saves_nothing(as_editor: Client, owner: Organisation) -> None:
    membership = MembershipFactory(organisation=owner)
    Membership.objects.filter(pk=membership.pk).update(role="Plads i bestyrelsen")
    form = {"network": membership.network.pk, "organisation": owner.pk, "status": "left", "role": "Suppleant"}
    address = f"/networks/memberships/{membership.pk}/edit/"
    assert as_editor.post(address, form).status_code == 400
    response = as_editor.post(address, form | {"version": 1})
    assert response.status_code == 409
    assert "Plads i bestyrelsen" in response.content.decode()
    membership.refresh_from_db()
    assert membership.status == "member"


@pytest.mark.parametrize("role", ["reader", "director"])
def test_who_only_reads_sees_memberships_but_does_not_change_them(
    client: Client, owner: Organisation, role: str, request: pytest.FixtureRequest
) -> None:
    membership = MembershipFactory(organisation=owner)
    client.force_login(request.getfixturevalue(role))
    assert client.get(f"/networks/memberships/{membership.pk}/").status_code == 200
    assert "/networks/memberships/new/" not in client.get("/networks/memberships/").content.decode()
    assert client.get("/networks/memberships/new/").status_code == 403
    assert client.post("/networks/memberships/new/", {}).status_code == 403
    assert client.get(f"/networks/memberships/{membership.pk}/edit/").status_code == 403
    assert client.post(f"/networks/memberships/{membership.pk}/edit/", {"version": 1}).status_code == 403


def test_the_memberships_of_an_owner_do_not_exist_for_others(
    client: Client, owner: Organisation, stranger: User
) -> None:
    membership = MembershipFactory(organisation=owner)
    client.force_login(stranger)
    assert client.get(f"/networks/memberships/{membership.pk}/").status_code == 404
    assert client.get(f"/networks/memberships/{membership.pk}/edit/").status_code == 404
    assert client.post(f"/networks/memberships/{membership.pk}/edit/", {"version": 1}).status_code == 404


def test_a_membership_that_does_not_exist_is_not_found(as_editor: Client) -> None:
    assert as_editor.get("/networks/memberships/999999/").status_code == 404
    assert as_editor.get("/networks/memberships/999999/edit/").status_code == 404


@pytest.mark.parametrize("address", ["", "new/", "1/", "1/edit/"])
def test_nobody_comes_in_without_logging_in(client: Client, address: str, db: None) -> None:
    response = client.get(f"/networks/memberships/{address}")
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")


def test_its_page_shows_what_each_review_has_said_of_it(as_editor: Client, owner: Organisation) -> None:
    membership = MembershipFactory(organisation=owner)
    old, new = (ReviewRoundFactory(owner=owner, day=date(year, 5, 4)) for year in (2016, 2026))
    AssessmentFactory(about=membership, review=old, recommendation="continue")
    latest = AssessmentFactory(about=membership, review=new)
    AssessmentFactory(about=MembershipFactory(organisation=owner), review=new)
    AssessmentFactory(about=PartnershipFactory(pk=membership.pk, owner=owner), review=new)  # of another kind
    page = as_editor.get(f"/networks/memberships/{membership.pk}/")
    (section,) = [section for section in page.context["sections"] if section.id == "assessments"]
    assert [line.title for line in section.lines] == [new.title, old.title]
    assert section.lines[0].url == latest.get_absolute_url()
    assert [bool(line.badge) for line in section.lines] == [False, True]
