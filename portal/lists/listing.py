"""A list of records: what the address asks for, in one query, written in one go."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, cached_property, lru_cache
from html import escape
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import BooleanField, ExpressionWrapper, Func, IntegerField, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_filters import FilterSet

from portal import access
from portal.lists.columns import Column, TextColumn
from portal.lists.edit_link import cell_link
from portal.lists.filters import Narrowing, in_words
from portal.lists.ready_view import ReadyView
from portal.models import User
from portal.records.forms import form_class_of
from portal.records.prepared import Prepared
from portal.records.versioned import RecordQuerySet, VersionedModel
from portal.requests import PortalRequest

SWAP = 'hx-target="#results" hx-swap="outerHTML" hx-push-url="true"'
PICK = '<td class="pick"><input type="checkbox" name="row" form="bulk"'
PICK_ALL = '<td class="pick"><input type="checkbox" data-pick-all hidden aria-label="{}"></td>'
COUNT_LIMIT = 5_000  # counting every row of a large table would cost more than the page itself


class CappedCount(Subquery):
    """How many records there are, as a column of a query; counted no further than a limit.

    What is counted are the records themselves, without the columns on screen and the joins that those take.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, records: QuerySet[Any]) -> None:
        super().__init__(records.order_by().values("pk")[:COUNT_LIMIT])


class CappedPaginator(Paginator):
    """Pages of the rows of a list, up to a limit; a list of more says "over 5,000"."""

    def __init__(self, rows: QuerySet[Any], per_page: int, *, records: QuerySet[Any]) -> None:
        super().__init__(rows, per_page)
        self.records = records

    @cached_property
    def count(self) -> int:
        return self.records.order_by()[:COUNT_LIMIT].count()


class Listing:
    """Declared once per record type: the records, columns, filters and order of its list.

    An instance is the list that one request's address asks for: `?<filter>=…&sort=-since&columns=a,b&page=2`.
    Its first column names the row; the last one, `id`, is how an import knows it again.
    """

    records: ClassVar[type[VersionedModel]]
    columns: ClassVar[list[Column]]
    filters: ClassVar[type[FilterSet]]
    order: ClassVar[list[str]]  # names of columns, "-" before a name for the other direction
    per_page: ClassVar[int] = 50
    explanation: ClassVar[str | Promise] = ""  # what belongs here, said when the list is empty
    page_name: ClassVar[str] = ""  # URL name of the list, where it has a page of its own
    views: ClassVar[list[ReadyView]] = []
    also_at: ClassVar[list[tuple[str | Promise, str]]] = []  # other pages of the same records: label, URL name

    def __init_subclass__(cls) -> None:
        if "records" not in cls.__dict__:  # what the lists of several kinds share
            return
        cls.columns = [*cls.columns, TextColumn("id", gettext_lazy("Id"), path="pk", shown=False)]
        listings[cls.records] = cls

    def __init__(self, request: PortalRequest) -> None:
        self.request = request
        self.filter = self.filters(request.GET, queryset=self.visible(), request=request)
        if len(request.user.owners) < 2:  # whoever works for one owner has nothing to choose
            self.filter.filters.pop("owner", None)
        for name, _narrowing in self.narrowings():
            if not request.GET.get(name):
                del self.filter.filters[name]

    @classmethod
    def label(cls) -> str:
        """The record type as addresses name it: "partnerships.agreement"."""
        return cls.records._meta.label_lower

    @classmethod
    @cache  # every list asks this for each of its views
    def url(cls) -> str:
        """Where the list is."""
        return reverse(cls.page_name) if cls.page_name else reverse("record_list", args=[cls.label()])

    @classmethod
    def row_name(cls) -> Func:
        """What a row is called, for queries that start from another kind of record: its first column as text."""
        first = cls.columns[0]
        return Cast(first.annotation or first.path, TextField())

    @classmethod
    @lru_cache(maxsize=500)  # every list asks this of each view that its user may choose
    def cleaned(cls, query: str) -> str:
        """The part of a query string that says what is listed and how, always written the same way.

        Filters, columns and order that this list knows; not the page, nor how it is to be sent.
        """
        asked = QueryDict(query)
        kept = [(name, value) for name in cls.filters.base_filters for value in asked.getlist(name) if value]
        kept += [("columns", ",".join(column.name for column in cls.named_columns(asked)))]
        kept += [("sort", asked.get("sort", ""))] if cls._sorts_by(asked.get("sort", "")) else []
        return urlencode(sorted((name, value) for name, value in kept if value), safe=",")

    @classmethod
    def at(cls, query: str) -> str:
        """The address of the list under a query; without one as it is without any view, also the one it opens with."""
        return f"{cls.url()}?{query or 'view=all'}"

    @classmethod
    def named_columns(cls, asked: QueryDict) -> list[Column]:
        """The columns that a query names, as `columns=a,b` or, the way forms send them, `columns=a&columns=b`."""
        names = ",".join(asked.getlist("columns")).split(",")
        return [column for column in cls.columns if column.name in names]

    @classmethod
    def _sorts_by(cls, name: str) -> bool:
        return any(name.removeprefix("-") == column.name and column.sort for column in cls.columns)

    def visible(self) -> RecordQuerySet[Any]:
        return self.records.objects.visible_to(self.request.user).current()

    @cached_property
    def chosen(self) -> list[Column]:
        """The columns on screen, in the order of the declaration.

        Those the address names, or those chosen the last time, or the usual ones.
        """
        remembered = self.request.COOKIES.get(self.cookie, "").split(".")
        return (
            self.named_columns(self.request.GET)
            or [column for column in self.columns if column.name in remembered]
            or [column for column in self.columns if column.shown]
        )

    @property
    def cookie(self) -> str:
        """Name of the cookie in which the choice of columns is remembered, their names with dots between."""
        return f"columns-{self.label()}"

    @cached_property
    def sort(self) -> list[str]:
        """Names of the columns the rows are ordered by, "-" before a name for the other direction."""
        asked = self.request.GET.get("sort", "")
        return [asked] if self._sorts_by(asked) else self.order

    @cached_property
    def queryset(self) -> QuerySet[Any]:
        by_name = {column.name: column for column in self.columns}
        sorting = [by_name[name.removeprefix("-")] for name in self.sort]
        rows = self.filter.qs
        for column in self.columns:
            if column.annotation is not None and (column in self.chosen or column in sorting):
                rows = rows.annotate(**{column.path: column.annotation})
        order = [column.order(descending=name[0] == "-") for name, column in zip(self.sort, sorting, strict=True)]
        return rows.order_by(*order, "pk")

    @cached_property
    def page(self) -> Page:
        asked = self.request.GET.get("page", "1")
        if asked == "1":
            return self._first_page()
        paginator = CappedPaginator(self._values, self.per_page, records=self.filter.qs)
        try:
            return paginator.page(asked)
        except PageNotAnInteger:
            return self._first_page()
        except EmptyPage:
            return paginator.page(paginator.num_pages)

    def _first_page(self) -> Page:
        """The page that most lists are left on, in one query with the count."""
        if self.is_filtered:
            rows = list(self.first_rows())
        else:
            days = (self.day, timezone.localdate()) if self.day else None
            written = _opened(type(self), self.query, get_language(), days)  # type: ignore[arg-type]  # classes hash
            rows = written(self.request.user)
        paginator = Paginator(rows, self.per_page)
        paginator.count = rows[0][-1] if rows else 0
        return Page([row[:-1] for row in rows], 1, paginator)

    def first_rows(self) -> QuerySet[Any, Any]:
        """The rows of the first page, each with the count of all at its end."""
        return self._values.annotate(counted=CappedCount(self.filter.qs))[: self.per_page]

    @cached_property
    def may_edit(self) -> bool:
        """Whether the user may change some of the records in the list itself."""
        has_something_to_edit = any(column.edit for column in self.columns)
        return has_something_to_edit and access.may_change(self.request.user, self.records)

    @cached_property
    def may_edit_in_bulk(self) -> bool:
        form_class = form_class_of(self.records)
        return form_class is not None and bool(form_class.in_bulk) and self.may_edit

    @property
    def _values(self) -> QuerySet[Any, Any]:
        """The fields of all columns on screen, one after the other; for editors also the key, and whether they may.

        Where they may in any case, the key stands for that as well.
        """
        fields: list[Any] = [field for column in self.chosen for field in column.fields]
        if self.may_edit:
            may = self.records.changeable_by(self.request.user)
            fields += ["pk", ExpressionWrapper(may, BooleanField()) if may else "pk"]
        return self.queryset.values_list(*fields)

    @cached_property
    def _places(self) -> list[tuple[Column, slice]]:
        """Where in a row of `_values` the fields of each column stand."""
        places, start = [], 0
        for column in self.chosen:
            places.append((column, slice(start, start + len(column.fields))))
            start += len(column.fields)
        return places

    @classmethod
    def title(cls) -> str:
        return capfirst(str(cls.records._meta.verbose_name_plural))

    @property
    def count_text(self) -> str:
        """How many there are, as read aloud after every change of the list."""
        count, name = self.page.paginator.count, self.records._meta.verbose_name_plural
        if count >= COUNT_LIMIT:
            return _("Over %(count)s %(name)s") % {
                "count": number_format(COUNT_LIMIT, force_grouping=True),
                "name": name,
            }
        return f"{count} {self.records._meta.verbose_name if count == 1 else name}"

    @property
    def day(self) -> date | None:
        """The day that the query asks about, if it asks about any."""
        return None

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be left out."""
        narrowing = [name for name, one in self.filter.filters.items() if getattr(one, "narrows", True)]
        return any(self.request.GET.get(name) for name in narrowing)

    @property
    def query(self) -> str:
        """What the list shows now, as a view of it is saved: also the columns, wherever they come from."""
        asked = self.request.GET.copy()
        asked["columns"] = ",".join(column.name for column in self.chosen)
        return self.cleaned(asked.urlencode())

    def narrowings(self) -> list[tuple[str, Narrowing]]:
        """The filters that are not fields to fill in but come with a view, by name; unless they are off."""
        return [(name, one) for name, one in self.filter.filters.items() if isinstance(one, Narrowing)]

    def chips(self) -> list[tuple[str | Promise, str]]:
        """What narrows the list without being a field: its label, and the address without it."""
        return [(one.label, self.address(**{name: None}, page=None)) for name, one in self.narrowings()]

    def asked(self) -> list[str]:
        """What the fields of the filters ask, in words: on paper they themselves are left out."""
        return in_words(self.filter.form) if self.is_filtered else []

    def rows(self) -> SafeString:
        """All rows of the page as HTML."""
        return self.rows_of(self.page)

    def rows_of(self, rows: Iterable[Any]) -> SafeString:
        """Rows of `_values` as HTML, written here and not in a template: that is two thirds of a list's cost."""
        layout = []
        for column, place in self._places:
            html = cache(column.html) if column.repeats else column.html
            link = cell_link(self.records, column.edit, column=column.name) if column.edit and self.may_edit else None
            layout.append((place, html, f' class="{column.css_class}"' if column.css_class else "", link))
        (first, first_html, _css, _link), *rest = layout
        box = escape(_("Choose %(record)s") % {"record": "\0"}).split("\0") if self.may_edit_in_bulk else None
        lines = []
        for values in rows:
            name = f'<th scope="row">{first_html(*values[first])}</th>'
            if self.may_edit and values[-1]:
                key = values[-2]
                called = escape(self.chosen[0].text(*values[first]))
                pick = f'{PICK} value="{key}" aria-label="{called.join(box)}"></td>' if box else ""
                cells = [
                    f"<td{css}>{html(*values[place])}{link.start}{key}{link.end}</td>"
                    if link
                    else f"<td{css}>{html(*values[place])}</td>"
                    for place, html, css, link in rest
                ]
            else:
                pick = '<td class="pick"></td>' if box else ""
                cells = [f"<td{css}>{html(*values[place])}</td>" for place, html, css, _link in rest]
            lines.append("".join(["<tr>", pick, name, *cells, "</tr>"]))
        return mark_safe("\n".join(lines))  # noqa: S308 - every cell is escaped by its column

    def cell(self, column: Column, pk: int) -> str:
        """A cell of one row as it is now, as HTML."""
        rows = self.visible().filter(pk=pk)
        if column.annotation is not None:
            rows = rows.annotate(**{column.path: column.annotation})
        return column.html(*rows.values_list(*column.fields).get())

    def every_row(self, cell: Callable[[Column], Callable[..., Any]]) -> Iterator[list[Any]]:
        """The cells of all rows, also those of other pages; `cell` says which method of a column makes one."""
        cells = [(place, cell(column)) for column, place in self._places]
        for values in self._values.iterator(chunk_size=2000):
            yield [make(*values[place]) for place, make in cells]

    def head(self) -> SafeString:
        """The heads of the columns on screen as HTML, each with the link that sorts by it."""
        cells = [PICK_ALL.format(escape(_("Choose all on this page")))] if self.may_edit_in_bulk else []
        language = get_language()
        for column in self.chosen:
            css = f' class="{column.css_class}"' if column.css_class else ""
            text, sorting = column.heading_html(language), ""
            if column.sort:
                direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort[0], "none")
                turned = f"-{column.name}" if direction == "ascending" else column.name
                address = escape(self.address(sort=turned, page=None))
                text = f'<a id="sort-{column.name}" href="{address}" hx-get="{address}" {SWAP}>{text}</a>'
                sorting = f' aria-sort="{direction}"'
            cells.append(f'<th scope="col"{css}{sorting}>{text}</th>')
        return mark_safe("".join(cells))  # noqa: S308 - headings and addresses are escaped above

    def column_boxes(self) -> SafeString:
        """A box to tick for each column, and what else the address says, for the form that chooses columns."""
        kept = [(name, value) for name, value in self._parameters() if name not in ("columns", "page")]
        boxes = [f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in kept]
        language = get_language()
        for column in self.columns:
            ticked = " checked" if column in self.chosen else ""
            box = f'<input type="checkbox" name="columns" value="{column.name}" id="column-{column.name}"{ticked}>'
            label = f'<label for="column-{column.name}">{column.heading_html(language)}</label>'
            boxes.append(f'<div class="field check">{box}{label}</div>')
        return mark_safe("".join(boxes))  # noqa: S308 - headings and parameters are escaped above

    def address(self, **changes: Any) -> str:
        """This list's address with some of its parameters changed (None takes one away)."""
        kept = [(name, value) for name, value in self._parameters() if name not in changes]
        query = urlencode(kept + [(name, value) for name, value in changes.items() if value is not None], safe=",")
        return f"{self.request.path}?{query}" if query else self.request.path

    def others(self) -> list[tuple[str | Promise, str]]:
        """The other pages of what is listed: label, and the address with the same filters."""
        query = urlencode([(name, value) for name, value in self._parameters() if name in self.filter.filters])
        return [(label, f"{reverse(name)}?{query}" if query else reverse(name)) for label, name in self.also_at]

    def whole(self) -> str:
        return self.at("")

    def which(self) -> str:
        """This list and what it shows now, for the address of a page about its views."""
        return urlencode({"listing": self.label(), "query": self.query})

    def usual_columns(self) -> str:
        """The address that forgets the choice of columns."""
        return self.address(columns=None, remember=1, page=None)

    def _parameters(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, values in self.request.GET.lists() for value in values]

    def previous_page(self) -> str | None:
        return self.address(page=self.page.previous_page_number()) if self.page.has_previous() else None

    def next_page(self) -> str | None:
        return self.address(page=self.page.next_page_number()) if self.page.has_next() else None

    def workbook(self) -> str:
        return self.address(export="xlsx", page=None)

    def csv(self) -> str:
        return self.address(export="csv", page=None)

    def kept(self) -> list[tuple[str, str]]:
        """Parameters that a change of filter must not lose."""
        return [(name, value) for name, value in self._parameters() if name in ("sort", "columns")]


listings: dict[type[VersionedModel], type[Listing]] = {}  # of every kind of record, filled by their declaration


@lru_cache(maxsize=500)
def _opened(
    listing: type[Listing], query: str, _language: str | None, days: tuple[date, date] | None
) -> Prepared[tuple[Any, ...]]:
    """The first page of a list that nothing narrows; `query` says which columns it shows, and in what order.

    To write the query of a list costs three times what it takes to run it. One that asks about a day is kept for that
    day, as long as it is today.
    """

    def rows(user: User) -> QuerySet[Any, Any]:
        request: Any = HttpRequest()
        request.user, request.GET = user, QueryDict(query)
        return listing(request).first_rows()

    return Prepared(rows, knows_the_day=days is not None)
