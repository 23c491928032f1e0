from partnerships.listings.activity import ActivityListing
from partnerships.listings.agreement import AgreementListing, state_badge
from partnerships.listings.enquiry import ANSWER_TONES, EnquiryListing
from partnerships.listings.office import OfficeListing
from partnerships.listings.office_name import OfficeNameListing
from partnerships.listings.partnership import STATUS_TONES, PartnershipListing

__all__ = [
    "ANSWER_TONES",
    "STATUS_TONES",
    "ActivityListing",
    "AgreementListing",
    "EnquiryListing",
    "OfficeListing",
    "OfficeNameListing",
    "PartnershipListing",
    "state_badge",
]
