from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import FloatField, QuerySet
from django.db.models.functions import Cast
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.listings.partnership import STATUS_TONES, PartnershipFilter, PartnershipListing
from partnerships.models import PartnershipStatus
from portal import access
from portal.addresses import address, around_key
from portal.lists.filters import Light
from portal.maps.drawing import Dot, Drawing, drawing
from portal.maps.projection import point
from portal.maps.view import AROUND_EUROPE, WHOLE_WORLD, View, fitted
from portal.models import Organisation

STATUSES = PartnershipStatus.choices
MOST = 2000  # partnerships on one map, or in its printable tables
DEGREES = r"-?\d{1,3}(\.\d{1,5})?"


class NearbyFilter(Light, django_filters.CharFilter):
    """Partners within an area, "south,north,west,east" in degrees: what a mark of several dots stands for."""

    field_class = forms.RegexField

    def __init__(self) -> None:
        super().__init__(regex=rf"^{DEGREES}(,{DEGREES}){{3}}$", widget=forms.HiddenInput)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        south, north, west, east = value.split(",")
        return qs.filter(partner__latitude__range=(south, north), partner__longitude__range=(west, east))


class PartnershipMapFilter(PartnershipFilter):
    near = NearbyFilter()


class Degrees(Cast):
    """A coordinate as a float. The database driver has made one of it, and there may be two thousand of them."""

    def __init__(self, lookup: str) -> None:
        super().__init__(lookup, FloatField())

    def get_db_converters(self, _connection: Any) -> list[Any]:
        return []


class Unplaced(NamedTuple):
    """A partnership whose partner has no coordinates."""

    name: str
    url: str
    edit_url: str  # "" for whoever may not give it any


class PartnershipMap(PartnershipListing):
    """The list of partnerships with a map beside it: the same filters, the same records.

    `?zoom=europe` and `?zoom=world` show more than the dots need; `?by=country` and `?by=kind` make one table of each.
    """

    columns = [one for one in PartnershipListing.columns if one.name in ("partner", "country", "kind", "status")]
    filters = PartnershipMapFilter
    page_name = "partnerships:partnership_map"
    may_edit = False
    also_at = [(gettext_lazy("List"), "partnerships:partnership_list")]

    @cached_property
    def chosen(self) -> list[Any]:
        return self.columns

    @cached_property
    def _found(self) -> list[tuple[Any, ...]]:
        """All rows of the table, each followed by where its dot is; one more than there is room for."""
        place = [Degrees(f"partner__{name}") for name in ("latitude", "longitude")]
        shown = [field for column in self.chosen for field in column.fields]
        return list(self.queryset.values_list(*shown, *place)[: MOST + 1])

    @property
    def is_cut(self) -> bool:
        return len(self._found) > MOST

    @cached_property
    def page(self) -> Page:
        return Paginator(self._found[:MOST], self.per_page).get_page(self.request.GET.get("page"))

    @property
    def count_text(self) -> str:
        if not self.is_cut:
            return super().count_text
        name = self.records._meta.verbose_name_plural
        return _("Over %(count)s %(name)s") % {"count": number_format(MOST, force_grouping=True), "name": name}

    @cached_property
    def dots(self) -> list[Dot]:
        """Those whose partner has coordinates."""
        statuses = {status: (f"({label})", STATUS_TONES.get(status, "neutral")) for status, label in STATUSES}
        before, after = around_key("partnerships:partnership_detail")
        found = []
        for name, pk, country, _kind, status, latitude, longitude in self._found[:MOST]:
            if latitude is not None:
                label, tone = statuses[status]
                found.append(Dot(pk, f"{name}, {country} {label}", latitude, longitude, f"{before}{pk}{after}", tone))
        return found

    @cached_property
    def unplaced(self) -> list[Unplaced]:
        if len(self.dots) == len(self._found[:MOST]):
            return []
        may_edit = access.may_change(self.request.user, Organisation)
        rows = self.queryset.filter(partner__latitude=None)
        fields = rows.values_list("pk", "partner__name", "partner_id", "partner__is_owner")
        return [
            Unplaced(
                name,
                address("partnerships:partnership_detail", pk),
                address("organisation_edit", partner) if may_edit and not is_owner else "",
            )
            for pk, name, partner, is_owner in fields[:MOST]
        ]

    @cached_property
    def view(self) -> View:
        match self.request.GET.get("zoom"):
            case "world":
                return WHOLE_WORLD
            case "europe":
                return AROUND_EUROPE
        return fitted([point(dot.latitude, dot.longitude) for dot in self.dots])

    @property
    def count_outside(self) -> int:
        return len(self.dots) - self.drawing.shown

    def chips(self) -> list[tuple[str | Promise, str]]:
        if not self.request.GET.get("near"):
            return super().chips()
        return [*super().chips(), (_("Only one area"), self.address(near=None, page=None))]

    @cached_property
    def drawing(self) -> Drawing:
        label = _("Map of the partners; the table beside it holds the same.")
        return drawing(
            tuple(self.dots), self.view, label=label, area_url=self.address(near="AREA", zoom=None, page=None)
        )

    def legend(self) -> list[tuple[str, str]]:
        """What each mark means: its tone, and the statuses that have it."""
        tones: dict[str, list[str]] = {}
        for status, label in STATUSES:
            tones.setdefault(STATUS_TONES.get(status, "neutral"), []).append(str(label))
        return [(tone, ", ".join(labels)) for tone, labels in tones.items()]

    def zooms(self) -> list[tuple[str, str, bool]]:
        """What the map can show: name, address and whether it does."""
        now = self.request.GET.get("zoom", "")
        names = {"": _("Only what is listed"), "europe": _("Europe"), "world": _("The world")}
        return [(name, self.address(zoom=zoom or None), zoom == now) for zoom, name in names.items()]

    @property
    def by(self) -> str:
        asked = self.request.GET.get("by", "")
        return asked if asked in ("country", "kind") else ""

    def groupings(self) -> list[tuple[str, str, bool]]:
        """How the table can be divided: name, address and whether it is."""
        names = {"": _("One table"), "country": _("By country"), "kind": _("By kind")}
        return [(name, self.address(by=by or None, page=None), by == self.by) for by, name in names.items()]

    def groups(self) -> Iterator[tuple[str, SafeString]]:
        """The parts of the table: what each is of, and its rows. Undivided: one, the page of the list."""
        if not self.by:
            yield "", self.rows()
            return
        column, place = next((column, place) for column, place in self._places if column.name == self.by)
        rows = self._values.order_by(column.order(descending=False), *self.queryset.query.order_by)[:MOST]
        for of, group in groupby(rows, key=lambda row: row[place]):
            yield column.text(*of), self.rows_of(group)

    def kept(self) -> list[tuple[str, str]]:
        also = [(name, self.request.GET[name]) for name in ("zoom", "by") if name in self.request.GET]
        return super().kept() + also
