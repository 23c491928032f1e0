from portal.listings.affiliation import AffiliationListing
from portal.listings.attachment import AttachmentListing
from portal.listings.contact import ContactListing
from portal.listings.department import DepartmentListing
from portal.listings.journal_entry import JournalEntryListing
from portal.listings.organisation import OrganisationListing
from portal.listings.organisation_member import OrganisationMemberListing
from portal.listings.person import PersonListing
from portal.listings.population import PopulationListing

__all__ = [
    "AffiliationListing",
    "AttachmentListing",
    "ContactListing",
    "DepartmentListing",
    "JournalEntryListing",
    "OrganisationListing",
    "OrganisationMemberListing",
    "PersonListing",
    "PopulationListing",
]
