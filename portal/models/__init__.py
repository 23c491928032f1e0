from portal.models.attachment import Attachment
from portal.models.contact import Contact
from portal.models.draft import Draft
from portal.models.follow import Digest, Follow
from portal.models.import_run import ImportRow, ImportRun, RowAct, RunState
from portal.models.journal_entry import EntryKind, JournalEntry
from portal.models.merger import Merger
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
from portal.models.saved_view import SavedView, Sharing
from portal.models.search import SearchDocument, SearchStale, SearchWord
from portal.models.topic import Topic
from portal.models.user import Role, User

__all__ = [
    "Affiliation",
    "Attachment",
    "Contact",
    "Continent",
    "Country",
    "Department",
    "Digest",
    "Draft",
    "EntryKind",
    "Follow",
    "ImportRow",
    "ImportRun",
    "JournalEntry",
    "Merger",
    "Organisation",
    "OrganisationKind",
    "OrganisationMember",
    "Person",
    "Population",
    "Role",
    "RowAct",
    "RunState",
    "SavedView",
    "SearchDocument",
    "SearchStale",
    "SearchWord",
    "Sharing",
    "Topic",
    "User",
]
