from partnerships.forms.agreement import AgreementForm
from partnerships.forms.partnership import PartnershipForm

__all__ = ["AgreementForm", "PartnershipForm"]
