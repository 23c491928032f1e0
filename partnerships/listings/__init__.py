from partnerships.listings.agreement import AgreementListing, state_badge
from partnerships.listings.partnership import STATUS_TONES, PartnershipListing

__all__ = ["STATUS_TONES", "AgreementListing", "PartnershipListing", "state_badge"]
