from typing import Any

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.lists.about import AboutListing
from portal.lists.columns import AboutColumn, DateColumn, NumberColumn, RecordColumn, TextColumn
from portal.lists.filters import NameFilter, owner_filter
from portal.models import Attachment
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold


class AttachmentFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    owner = owner_filter()


class AttachmentListing(AboutListing):
    """The files of all records, the latest first."""

    records = Attachment
    columns = [
        RecordColumn("name", _("File"), kind="portal.attachment"),
        AboutColumn("about", _("Belongs to")),
        TextColumn("description", _("Description")),
        NumberColumn("size", _("Size (bytes)")),
        DateColumn("created_at", _("Created")),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]
    filters = AttachmentFilter
    order = ["-created_at"]
    explanation = _("Files are added on the page of a record, and listed here.")

    def visible(self) -> RecordQuerySet[Any]:
        return super().visible().alias(folded=Fold(F("name")))
