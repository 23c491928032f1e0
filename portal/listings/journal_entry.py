from typing import Any

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.lists.about import AboutListing
from portal.lists.columns import AboutColumn, ChoiceColumn, DateColumn, RecordColumn, TextColumn
from portal.lists.filters import ChoiceFilter, NameFilter, owner_filter
from portal.lists.ready_view import ReadyView
from portal.models import EntryKind, JournalEntry
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold


class JournalEntryFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    kind = ChoiceFilter(label=_("Kind"), choices=EntryKind)
    owner = owner_filter()


class JournalEntryListing(AboutListing):
    """Visits, calls, events and notes of all records, the latest first."""

    records = JournalEntry
    columns = [
        RecordColumn("title", _("Title"), kind="portal.journalentry"),
        DateColumn("day", _("Date")),
        ChoiceColumn("kind", _("Kind"), choices=EntryKind),
        AboutColumn("about", _("Belongs to")),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]
    filters = JournalEntryFilter
    order = ["-day", "title"]
    views = [ReadyView(_("Visits"), "kind=visit")]
    explanation = _("Entries are added on the page of a record, and listed here.")

    def visible(self) -> RecordQuerySet[Any]:
        return super().visible().alias(folded=Fold(F("title")))
