from partnerships.forms.activity import ActivityForm, QuickActivityForm
from partnerships.forms.agreement import AgreementForm
from partnerships.forms.enquiry import AnswerForm, EnquiryForm, EnquiryPartnershipForm
from partnerships.forms.office import OfficeForm
from partnerships.forms.office_name import OfficeNameForm
from partnerships.forms.partnership import PartnershipForm

__all__ = [
    "ActivityForm",
    "AgreementForm",
    "AnswerForm",
    "EnquiryForm",
    "EnquiryPartnershipForm",
    "OfficeForm",
    "OfficeNameForm",
    "PartnershipForm",
    "QuickActivityForm",
]
