import django_filters
from django.db.models import Case, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import BadgeColumn, DateColumn, RecordColumn, TextColumn
from portal.lists.filters import ChoiceFilter, Narrowing
from portal.lists.listing import Listing
from portal.lists.ready_view import ReadyView
from strategy.listings.progress import PROGRESS_TONES
from strategy.models import Progress, StatusUpdate


class StatusUpdateFilter(django_filters.FilterSet):
    progress = ChoiceFilter(label=_("Status"), choices=Progress)
    mine = Narrowing(lambda updates, user: updates.filter(made_by=user), label=_("Mine"))


class StatusUpdateListing(Listing):
    """What was said of initiatives and actions, the latest first."""

    records = StatusUpdate
    columns = [
        RecordColumn(
            "about",
            _("About"),
            kind="strategy.statusupdate",
            annotation=Case(
                When(action_item=None, then=Concat("initiative__code", Value(" "), "initiative__title")),
                default="action_item__title",
            ),
        ),
        BadgeColumn("progress", _("Status"), choices=Progress, tones=PROGRESS_TONES),
        TextColumn("note", _("Note"), sort=""),
        DateColumn("made_on", _("Date")),
        TextColumn("made_by", _("Made by"), path="made_by__name"),
    ]
    filters = StatusUpdateFilter
    order = ["-made_on", "about"]
    views = [ReadyView(_("Mine"), "mine=1")]
    explanation = _("Status is reported on initiatives and actions, and listed here.")
