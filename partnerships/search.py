from partnerships.models import (
    Activity,
    Agreement,
    Assessment,
    Criterion,
    Enquiry,
    Extension,
    Office,
    OfficeName,
    Partnership,
    PublicPage,
    ReviewRound,
    Score,
)
from portal.search.registry import register

register(
    Partnership,
    names=["partner__name", "partner__local_name", "partner__other_names"],
    text=[
        "origin", "decided_by", "ended_by", "ended_reason", "description", "outlook", "topics__name_da",
        "topics__name_en", "department__name", "responsible__name", "partner__country__name_da",
        "partner__country__name_en", "source",
    ],
    detail="partner__country__name_da",
    aliases="partner__other_names",
)  # fmt: skip
register(
    Agreement,
    names=["title"],
    text=[
        "partnership__partner__name", "contractor__name", "approved_by", "signed_by_owner", "signed_by_partner",
        "notice_given_by", "summary", "source",
    ],
    detail="partnership__partner__name",
)  # fmt: skip
register(
    Activity,
    names=["title"],
    text=[
        "partnerships__partner__name", "organisations__name", "departments__name", "persons__name", "topics__name_da",
        "topics__name_en", "description", "result", "funding", "source",
    ],
    detail="starts_on",
)  # fmt: skip
register(
    Office,
    names=["name", "place"],
    text=[
        "operator__name", "contract__title", "country__name_da", "country__name_en", "countries__name_da",
        "countries__name_en", "partnerships__partner__name", "task", "outlook", "source",
    ],
    detail="country__name_da",
)  # fmt: skip
register(OfficeName, names=["name"], detail="office__name")
register(
    Enquiry,
    names=["sender", "organisation__name"],
    text=["country__name_da", "country__name_en", "wish", "reason", "responsible__name", "source"],
    detail="country__name_da",
)
register(ReviewRound, names=["title"], text=["introduction", "direction", "source"])
register(
    Assessment,
    names=[],
    text=["activity", "cost", "results", "proposal", "rationale", "told"],
    detail="review__title",
    is_minor=True,
)
register(Extension, names=[], text=["note"], detail="agreement__title", is_minor=True)
register(PublicPage, names=["slug"], text=["introduction_da", "introduction_en"], detail="owner__name", is_minor=True)
register(Criterion, names=["name"], text=["guidance"], detail="review__title", is_minor=True)
register(Score, names=[], text=["reason"], detail="criterion__name", follows=["assessment"], is_minor=True)
