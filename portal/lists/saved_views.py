"""The row of views above a list: those that come with it, and those that people saved."""

from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.lists.columns import Text
from portal.lists.listing import Listing
from portal.models import SavedView, Sharing, User
from portal.records.prepared import Prepared


@dataclass(frozen=True, slots=True)
class ViewLink:
    """One click to a list as it was declared or saved."""

    name: Text
    url: str
    is_current: bool


class Views:
    """The views of one list that its user may choose among. One query, for those that are saved."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.now = listing.cleaned(listing.request.GET.urlencode())
        self.saved = _visible(listing.label())(listing.request.user.pk)

    def groups(self) -> list[list[ViewLink]]:
        """The whole list and the views that come with it; then the saved ones."""
        roles = self.listing.request.user.role_kinds
        ready = [self._link(view.name, view.query_today()) for view in self.listing.views if view.is_for(roles)]
        return [[self._link(_("All"), ""), *ready], [self._link(view.name, view.query) for view in self.saved]]

    def opening(self) -> SavedView | None:
        """What the list opens with: a choice of one's own before the department's, the role's and the owner's."""
        chosen = [view for view in self.saved if view.is_default and view.is_for_user]
        return min(chosen, key=lambda view: Sharing.values.index(view.sharing), default=None)

    def _link(self, name: Text, query: str) -> ViewLink:
        query = self.listing.cleaned(query)
        return ViewLink(name, self.listing.at(query), query == self.now)


@cache
def _visible(listing: str) -> Prepared[SavedView]:
    """The saved views of a list that the user of a key may see."""

    def query(user: int) -> QuerySet[SavedView]:
        return SavedView.objects.visible_to(User(pk=user)).filter(listing=listing)

    return Prepared(query)
