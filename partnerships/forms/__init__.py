from partnerships.forms.activity import ActivityForm, QuickActivityForm
from partnerships.forms.agreement import AgreementForm
from partnerships.forms.assessment import AssessmentForm, NewAssessmentForm
from partnerships.forms.criterion import CriterionForm
from partnerships.forms.enquiry import AnswerForm, EnquiryForm, EnquiryPartnershipForm
from partnerships.forms.extension import ExtensionForm
from partnerships.forms.notice import NoticeForm, WithdrawalForm
from partnerships.forms.office import OfficeForm
from partnerships.forms.office_name import OfficeNameForm
from partnerships.forms.partnership import PartnershipForm
from partnerships.forms.public_page import PublicPageForm
from partnerships.forms.reminder import HandOverForm, SnoozeForm
from partnerships.forms.review_round import NewReviewForm, ReviewRoundForm
from partnerships.forms.score import ScoreForm, ScoresForm

__all__ = [
    "ActivityForm",
    "AgreementForm",
    "AnswerForm",
    "AssessmentForm",
    "CriterionForm",
    "EnquiryForm",
    "EnquiryPartnershipForm",
    "ExtensionForm",
    "HandOverForm",
    "NewAssessmentForm",
    "NewReviewForm",
    "NoticeForm",
    "OfficeForm",
    "OfficeNameForm",
    "PartnershipForm",
    "PublicPageForm",
    "QuickActivityForm",
    "ReviewRoundForm",
    "ScoreForm",
    "ScoresForm",
    "SnoozeForm",
    "WithdrawalForm",
]
