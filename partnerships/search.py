from partnerships.models import Agreement, Partnership
from portal.search.registry import register

register(
    Partnership,
    names=["partner__name", "partner__local_name", "partner__other_names"],
    text=[
        "origin", "description", "outlook", "topics__name_da", "topics__name_en", "department__name",
        "responsible__name", "partner__country__name_da", "partner__country__name_en", "source",
    ],
    detail="partner__country__name_da",
)  # fmt: skip
register(
    Agreement,
    names=["title"],
    text=[
        "partnership__partner__name", "contractor__name", "signed_by_owner", "signed_by_partner", "notice_given_by",
        "summary", "source",
    ],
    detail="partnership__partner__name",
)  # fmt: skip
