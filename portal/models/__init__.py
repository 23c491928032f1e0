from portal.models.affiliation import Affiliation
from portal.models.attachment import Attachment
from portal.models.contact import Contact
from portal.models.country import Continent, Country
from portal.models.department import Department
from portal.models.digest import Digest
from portal.models.draft import Draft
from portal.models.follow import Follow
from portal.models.import_row import ImportRow, RowAct
from portal.models.import_run import ImportRun, RunState
from portal.models.journal_entry import EntryKind, JournalEntry
from portal.models.merger import Merger
from portal.models.organisation import Organisation, OrganisationKind
from portal.models.organisation_member import OrganisationMember
from portal.models.person import Person
from portal.models.population import Population
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
