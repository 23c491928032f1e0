from networks.models import Membership, Network
from portal.search.registry import register

register(
    Network,
    names=["name", "short_name", "other_names"],
    text=[
        "description", "policy_areas", "topics__name_da", "topics__name_en", "size", "secretariat__name",
        "secretariat_note", "website", "source",
    ],
    detail="short_name",
    is_shared=True,
)  # fmt: skip
register(
    Membership,
    names=["network__name", "network__short_name", "network__other_names"],
    text=[
        "organisation__name", "role", "policy_areas", "tracks", "tandem_partner__name", "department__name",
        "responsible__name", "reason", "benefit", "outlook", "source",
    ],
    title="network__name",
    detail="organisation__name",
    some_are_shared=True,
)  # fmt: skip
