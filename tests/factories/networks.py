import factory
from factory.django import DjangoModelFactory

from networks.models import Membership, Network, NetworkKind
from tests.factories.portal import OwnerFactory


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = Network

    name = factory.Sequence(lambda number: f"Netværk {number}")
    kind = NetworkKind.THEMATIC


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(OwnerFactory)
