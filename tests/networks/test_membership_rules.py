"""What the database itself says about memberships and networks, and who may see which."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import translation

from networks.models import Membership, MembershipStatus, Network
from networks.standing import not_a_member, sentence
from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import MembershipFactory, NetworkFactory, OrganisationFactory, OwnerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["founding", "member", "exit_recommended"])
def test_an_organisation_is_an_active_member_of_a_network_only_once(owner: Organisation, status: str) -> None:
    network = NetworkFactory()
    MembershipFactory(network=network, organisation=owner, status="member")
    with pytest.raises(IntegrityError, match="membership_one_active_per_network"), transaction.atomic():
        Membership.objects.bulk_create([Membership(network=network, organisation=owner, status=status)])


@pytest.mark.parametrize("status", ["considered", "applied", "left"])
def test_past_and_possible_memberships_stand_beside_the_active_one(owner: Organisation, status: str) -> None:
    network = NetworkFactory()
    MembershipFactory(network=network, organisation=owner, status="member")
    MembershipFactory(network=network, organisation=owner, status=status)
    assert network.memberships.count() == 2


def test_a_membership_in_the_trash_does_not_stand_in_the_way(owner: Organisation) -> None:
    network = NetworkFactory()
    MembershipFactory(network=network, organisation=owner).move_to_trash()
    MembershipFactory(network=network, organisation=owner)
    assert network.memberships.count() == 1


def test_a_membership_ends_after_it_starts() -> None:
    membership = MembershipFactory(joined="2012")
    with pytest.raises(IntegrityError, match="membership_ends_after_it_starts"), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(left="2011-12-31")


def test_a_network_is_not_part_of_itself() -> None:
    network = NetworkFactory()
    with pytest.raises(IntegrityError, match="network_not_part_of_itself"), transaction.atomic():
        Network.objects.filter(pk=network.pk).update(parent=network)


def test_the_name_of_a_network_is_taken_once() -> None:
    NetworkFactory(name="ENCORE")
    with pytest.raises(IntegrityError, match="network_name_once"), transaction.atomic():
        NetworkFactory(name="ENCORE")


def test_memberships_of_other_owners_are_hidden_and_those_of_other_organisations_shared(
    owner: Organisation, reader: User, user_with: Callable[..., User]
) -> None:
    other = OwnerFactory(name="Region Midtjylland")
    own, theirs, shared = [MembershipFactory(organisation=one) for one in (owner, other, OrganisationFactory())]
    assert set(Membership.objects.visible_to(reader)) == {own, shared}
    assert set(Membership.objects.visible_to(user_with(RoleKind.READER, at=other))) == {theirs, shared}
    assert set(Membership.objects.visible_to(reader).of_owners()) == {own}
    assert not Membership.objects.visible_to(UserFactory())
    assert not Membership.objects.visible_to(AnonymousUser())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "considered"}, "Aalborg Kommune is considering membership."),
        ({"status": "applied", "joined": "2014"}, "Aalborg Kommune has applied for membership."),
        ({"status": "founding", "joined": "2012"}, "Aalborg Kommune has been a founding member since 2012."),
        ({"status": "founding"}, "Aalborg Kommune is a founding member."),
        ({"status": "member", "joined": "2012-05"}, "Aalborg Kommune has been a member since May 2012."),
        ({"status": "member"}, "Aalborg Kommune is a member."),
        (
            {"status": "exit_recommended", "joined": "2010"},
            "Aalborg Kommune has been a member since 2010, but is recommended to leave.",
        ),
        ({"status": "exit_recommended"}, "Aalborg Kommune is a member, but is recommended to leave."),
        ({"status": "left", "joined": "1991", "left": "2017"}, "Aalborg Kommune was a member from 1991 to 2017."),
        ({"status": "left", "left": "2017"}, "Aalborg Kommune was a member until 2017."),
        ({"status": "left", "joined": "1991"}, "Aalborg Kommune is no longer a member."),
    ],
)
def test_a_membership_reads_as_a_sentence(owner: Organisation, facts: dict[str, str], said: str) -> None:
    with translation.override("en"):
        assert sentence(MembershipFactory(organisation=owner, **facts)) == said


def test_every_status_has_a_sentence(owner: Organisation) -> None:
    for status in MembershipStatus:
        assert "Aalborg Kommune" in sentence(MembershipFactory(organisation=owner, status=status))


def test_owners_outside_a_network_are_named_together(owner: Organisation) -> None:
    with translation.override("en"):
        assert not_a_member([owner]) == "Aalborg Kommune is not a member."
        assert not_a_member([owner, OwnerFactory(name="Region Midtjylland")]) == (
            "Aalborg Kommune and Region Midtjylland are not members."
        )
