from portal.forms.account import AccountForm
from portal.forms.affiliation import AffiliationForm
from portal.forms.attachment import AttachForm, AttachmentForm
from portal.forms.contact import ContactForm
from portal.forms.department import DepartmentForm
from portal.forms.journal_entry import JournalEntryForm
from portal.forms.organisation import OrganisationForm
from portal.forms.organisation_member import OrganisationMemberForm
from portal.forms.person import PersonForm
from portal.forms.population import PopulationForm
from portal.forms.succession import SuccessionForm
from portal.forms.topic import TopicForm

__all__ = [
    "AccountForm",
    "AffiliationForm",
    "AttachForm",
    "AttachmentForm",
    "ContactForm",
    "DepartmentForm",
    "JournalEntryForm",
    "OrganisationForm",
    "OrganisationMemberForm",
    "PersonForm",
    "PopulationForm",
    "SuccessionForm",
    "TopicForm",
]
