from collections.abc import Mapping

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Answer, Enquiry
from portal.lists.columns import BadgeColumn, ChoiceColumn, DateColumn, LinkColumn, LocalisedColumn, TextColumn
from portal.lists.filters import (
    ChoiceFilter,
    NameFilter,
    Narrowing,
    ReferenceFilter,
    YearFilter,
    owner_filter,
    responsible_is_me,
)
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from portal.models import Continent, Country

ANSWER_TONES: Mapping[str, str] = {Answer.OPEN: "warning", Answer.ACCEPTED: "good"}


class EnquiryFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    country = ReferenceFilter(Country, label=_("Country"))
    continent = ChoiceFilter(label=_("Continent"), choices=Continent, field_name="country__continent")
    answer = ChoiceFilter(label=_("Answer"), choices=Answer)
    year = YearFilter("received_on")
    owner = owner_filter()
    mine = responsible_is_me()
    overdue = Narrowing(
        lambda enquiries, _user: enquiries.overdue(timezone.localdate()), label=_("Without an answer for 30 days")
    )


class EnquiryListing(Listing):
    """Who has asked for an agreement, and what was answered; the latest first."""

    records = Enquiry
    columns = [
        LinkColumn("sender", _("From"), to="partnerships:enquiry_detail", sort="folded"),
        LocalisedColumn("country", _("Country"), related="name"),
        DateColumn("received_on", _("Received"), edit="received_on"),
        BadgeColumn("answer", _("Answer"), choices=Answer, tones=ANSWER_TONES),
        DateColumn("answered_on", _("Answered")),
        ChoiceColumn("continent", _("Continent"), path="country__continent", choices=Continent, shown=False),
        LinkColumn(
            "partnership",
            _("Partnership"),
            to="partnerships:partnership_detail",
            pk="partnership_id",
            path="partnership__partner",
            related="name",
            shown=False,
        ),
        TextColumn("responsible", _("Responsible"), related="name", shown=False, edit="responsible"),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]
    filters = EnquiryFilter
    order = ["-received_on", "sender"]
    page_name = "partnerships:enquiry_list"
    views = [
        ReadyView(_("Mine"), "mine=1"),
        ReadyView(_("Not answered"), "answer=open&sort=received_on"),
        ReadyView(_("Without an answer for 30 days"), "overdue=1&sort=received_on"),
        ReadyView(_("This year"), "year={year}"),
    ]
    explanation = _("Cities, institutions and people who ask for an agreement are listed here once they are noted.")
