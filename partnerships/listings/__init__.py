from partnerships.listings.activity import ActivityListing
from partnerships.listings.agreement import AgreementListing, state_badge
from partnerships.listings.assessment import RECOMMENDATION_TONES, AssessmentListing
from partnerships.listings.criterion import CriterionListing
from partnerships.listings.enquiry import ANSWER_TONES, EnquiryListing
from partnerships.listings.extension import ExtensionListing
from partnerships.listings.office import OfficeListing
from partnerships.listings.office_name import OfficeNameListing
from partnerships.listings.partnership import STATUS_TONES, PartnershipListing
from partnerships.listings.partnership_map import PartnershipMap
from partnerships.listings.public_page import PublicPageListing
from partnerships.listings.review_round import ReviewRoundListing
from partnerships.listings.score import ScoreListing

__all__ = [
    "ANSWER_TONES",
    "RECOMMENDATION_TONES",
    "STATUS_TONES",
    "ActivityListing",
    "AgreementListing",
    "AssessmentListing",
    "CriterionListing",
    "EnquiryListing",
    "ExtensionListing",
    "OfficeListing",
    "OfficeNameListing",
    "PartnershipListing",
    "PartnershipMap",
    "PublicPageListing",
    "ReviewRoundListing",
    "ScoreListing",
    "state_badge",
]
