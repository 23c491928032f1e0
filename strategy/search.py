from portal.search.registry import register
from strategy.models import (
    ActionItem,
    ActionPlan,
    AgendaItem,
    Attendance,
    Body,
    Decision,
    Initiative,
    Meeting,
    Perspective,
    Seat,
    StatusUpdate,
    Strategy,
)

register(
    Strategy,
    names=["title"],
    text=["vision", "background", "text", "organisation", "financing", "timetable", "source"],
)
register(
    Initiative,
    names=["code", "title"],
    text=[
        "purpose", "topics__name_da", "topics__name_en", "department__name", "responsible__name", "taking_part__name",
        "budget", "source",
    ],
    detail="strategy__title",
)  # fmt: skip
register(
    ActionItem,
    names=["title"],
    text=["description", "responsible__name", "department__name"],
    detail="plan__title",
)
register(
    Body,
    names=["name"],
    text=["tasks", "form_rule", "host_rule", "chair_rule", "prepared_by", "source"],
)
register(Meeting, names=["body__name", "place"], text=["chair", "host__name", "source"], detail="place")
register(
    AgendaItem,
    names=["title", "case_number"],
    text=[
        "recommender", "summary", "recommendations", "case_text", "economy", "annexes",
        "partnerships__partner__name", "initiatives__title", "source",
    ],
    detail="body__name",
)  # fmt: skip
register(Decision, names=["item__title"], text=["text"], title="item__title", detail="item__body__name")
register(Perspective, names=["name"], text=["purpose", "target_groups"], detail="strategy__title", is_minor=True)
register(ActionPlan, names=["title"], text=["text", "source"], detail="strategy__title", is_minor=True)
register(
    Seat,
    names=[],
    text=["function", "organisation__name", "person__name", "substitute__name", "holders"],
    detail="body__name",
    is_minor=True,
)
register(Attendance, names=[], text=["person__name"], detail="meeting__body__name", is_minor=True)
register(
    StatusUpdate,
    names=[],
    text=["note"],
    detail="about",
    follows=["initiative__strategy", "action_item__plan__strategy"],
    is_minor=True,
)
