import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import ChoiceColumn, LinkColumn, TextColumn
from portal.lists.filters import ChoiceFilter, owner_filter
from portal.lists.listing import Listing
from strategy.models import Body, BodyKind


def body_choices(request: HttpRequest | None) -> QuerySet[Body]:
    """The bodies that the user may read about."""
    return Body.objects.none() if request is None else Body.objects.visible_to(request.user).order_by("sort_key")


class BodyFilter(django_filters.FilterSet):
    kind = ChoiceFilter(label=_("Kind"), choices=BodyKind)
    owner = owner_filter()


class BodyListing(Listing):
    """The groups that meet and decide."""

    records = Body
    columns = [
        LinkColumn("name", _("Name"), to="strategy:body_detail", sort="sort_key"),
        ChoiceColumn("kind", _("Kind"), choices=BodyKind),
        TextColumn("meetings_a_year", _("Meetings a year"), edit="meetings_a_year"),
        TextColumn("chair_rule", _("Chair"), sort="", edit="chair_rule"),
        TextColumn("prepared_by", _("Agenda prepared by"), sort="", edit="prepared_by"),
        TextColumn("owner", _("Owner"), related="name", shown=False),
        TextColumn("form_rule", _("Form of the meetings"), sort="", shown=False),
        TextColumn("host_rule", _("Host"), sort="", shown=False),
    ]
    filters = BodyFilter
    order = ["name"]
    page_name = "strategy:body_list"
    explanation = _("Boards, steering groups, secretariats and theme groups are listed here once they are created.")
