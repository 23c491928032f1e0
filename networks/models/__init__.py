from networks.models.membership import Membership, MembershipStatus
from networks.models.network import Network, NetworkKind

__all__ = ["Membership", "MembershipStatus", "Network", "NetworkKind"]
