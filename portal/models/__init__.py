from portal.models.organisation import (
    Continent,
    Country,
    Department,
    Organisation,
    OrganisationKind,
    OrganisationMember,
    Population,
)
from portal.models.person import Affiliation, Person
from portal.models.topic import Topic
from portal.models.user import Role, User

__all__ = [
    "Affiliation",
    "Continent",
    "Country",
    "Department",
    "Organisation",
    "OrganisationKind",
    "OrganisationMember",
    "Person",
    "Population",
    "Role",
    "Topic",
    "User",
]
