from partnerships.models.activity import Activity, ActivityKind
from partnerships.models.agreement import Agreement, AgreementKind, Stage
from partnerships.models.assessment import Assessment, Recommendation
from partnerships.models.criterion import Criterion
from partnerships.models.enquiry import Answer, Enquiry
from partnerships.models.extension import Extension
from partnerships.models.office import Office
from partnerships.models.office_name import OfficeName
from partnerships.models.partnership import Partnership, PartnershipKind, PartnershipStatus, Priority, last_active_on
from partnerships.models.public_page import PublicField, PublicPage
from partnerships.models.reminder import Reminder
from partnerships.models.review_round import ReviewRound
from partnerships.models.score import Score

__all__ = [
    "Activity",
    "ActivityKind",
    "Agreement",
    "AgreementKind",
    "Answer",
    "Assessment",
    "Criterion",
    "Enquiry",
    "Extension",
    "Office",
    "OfficeName",
    "Partnership",
    "PartnershipKind",
    "PartnershipStatus",
    "Priority",
    "PublicField",
    "PublicPage",
    "Recommendation",
    "Reminder",
    "ReviewRound",
    "Score",
    "Stage",
    "last_active_on",
]
