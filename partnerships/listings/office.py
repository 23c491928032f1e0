import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from partnerships.models import Office, OfficeName, Partnership
from portal.lists.columns import LinkColumn, LocalisedColumn, NamesColumn, PartialDateColumn, TextColumn
from portal.lists.filters import NameFilter, Narrowing, Pointing, ReferenceFilter, owner_filter
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from portal.models import Country
from portal.text.danish import Fold


class OfficeFilter(django_filters.FilterSet):
    q = NameFilter("folded", method="by_any_name")
    country = ReferenceFilter(Country, label=_("Country, also covered"), method="in_or_covering")
    owner = owner_filter()
    partnership = Pointing("partnerships", label=_("One partnership"))
    open = Narrowing(lambda offices, _user: offices.filter(closed=""), label=_("Open"))

    def by_any_name(self, offices: QuerySet[Office], name: str, text: str) -> QuerySet[Office]:
        """Offices that are, or were once, called so."""
        typed = Fold(Value(text))
        former = OfficeName.objects.filter(office=OuterRef("pk"), folded__contains=typed)
        return offices.filter(Q(folded__contains=typed) | Exists(former))

    def in_or_covering(self, offices: QuerySet[Office], name: str, country: str) -> QuerySet[Office]:
        covering = Office.countries.through.objects.filter(office=OuterRef("pk"), country=country)
        return offices.filter(Q(country=country) | Exists(covering))


class OfficeListing(Listing):
    """The representations abroad, with who runs them and which partnerships they support."""

    records = Office
    columns = [
        LinkColumn("name", _("Office"), to="partnerships:office_detail", sort="sort_key"),
        LocalisedColumn("country", _("Country"), related="name"),
        TextColumn("place", _("Place"), edit="place"),
        TextColumn("operator", _("Operator"), related="name"),
        NamesColumn(
            "partnerships",
            _("Supports"),
            rows=Partnership.objects.filter(offices=OuterRef("pk"))
            .order_by("partner__sort_key")
            .values("partner__name"),
        ),
        LinkColumn(
            "contract",
            _("Contract"),
            to="partnerships:agreement_detail",
            pk="contract_id",
            path="contract__title",
            shown=False,
        ),
        PartialDateColumn("opened", _("Opened"), edit="opened"),
        PartialDateColumn("closed", _("Closed"), shown=False, edit="closed"),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]
    filters = OfficeFilter
    order = ["name"]
    page_name = "partnerships:office_list"
    views = [ReadyView(_("Open"), "open=1")]
    explanation = _("Representations abroad are listed here once they are created.")
