"""What a submitted search finds: how much of each kind, and one page of it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import SearchDocument, SearchStale, User
from portal.search.index import drain
from portal.search.marking import marked, marked_detail, snippet
from portal.search.query import parse
from portal.search.registry import kind_name, sources
from portal.search.scopes import scopes
from portal.search.suggestions import AT_A_TIME

PER_PAGE = 20


class Kind(NamedTuple):
    """One sort of records among the results."""

    label: str
    name: str
    total: int


class Result(NamedTuple):
    """One record found."""

    kind: str
    title: SafeString
    detail: SafeString
    snippet: SafeString
    address: str


class Results:
    """All that a user finds for a text; of one `kind` of records only, if that is given."""

    def __init__(self, user: User, text: str, *, kind: str = "", page: str = "") -> None:
        self.is_complete = drain(AT_A_TIME)
        self.user, self.text, self.kind, self.page_number = user, text, kind, page
        self.query = parse(text)

    @cached_property
    def kinds(self) -> list[Kind]:
        found = dict(self._found.values_list("kind").annotate(Count("pk")))
        return [Kind(label, kind_name(label), found[label]) for label in sources() if label in found]

    @property
    def total(self) -> int:
        return sum(kind.total for kind in self.kinds)

    @property
    def count_text(self) -> str:
        if self.query.search is None:
            return _("Write in the box above what you are looking for.")
        return ngettext("%(count)d result", "%(count)d results", self.total) % {"count": self.total}

    @cached_property
    def page(self) -> Page:
        rows = self._found.filter(kind=self.kind) if self.kind else self._found
        if self.query.search is not None:
            rows = rows.annotate(rank=SearchRank(F("words"), self.query.search)).order_by("-rank", "pk")
        paginator = Paginator(rows.only("kind", "title", "detail", "text", "address"), PER_PAGE)
        paginator.count = sum(kind.total for kind in self.kinds if self.kind in ("", kind.label))
        return paginator.get_page(self.page_number)

    def __iter__(self) -> Iterator[Result]:
        for row in self.page:
            yield Result(
                kind=kind_name(row.kind, plural=False),
                title=marked(row.title, self.query.beginnings, self.query.stems),
                detail=marked_detail(row.detail, self.query.beginnings, self.query.stems),
                snippet=snippet(row.text, self.query),
                address=row.address,
            )

    @cached_property
    def _found(self) -> QuerySet[SearchDocument]:
        if self.query.search is None:
            return SearchDocument.objects.none()
        behind = SearchStale.objects.filter(kind=OuterRef("kind"), record_id=OuterRef("record_id"))
        return SearchDocument.objects.filter(~Exists(behind), words=self.query.search, scope__in=scopes(self.user))
