"""What the pages of other records show of this app. The order is that of the sections on a page."""

# ruff: noqa: I001

from partnerships.related import (
    partnership,
    agreement,
    public_page,
    assessment,
    reminder,
    activity,
    office,
    enquiry,
)

__all__ = ["activity", "agreement", "assessment", "enquiry", "office", "partnership", "public_page", "reminder"]
