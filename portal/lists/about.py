"""Lists of what belongs to records of any kind, such as files and contacts."""

from typing import Any

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When

from portal.lists.listing import Listing, listings
from portal.records.about import AboutRecord
from portal.records.versioned import RecordQuerySet


class AboutListing(Listing):
    """Rows with `about_name`, the name of the record that each is about."""

    def visible(self) -> RecordQuerySet[Any]:
        named = [
            When(
                about_kind=listing.label(),
                then=Subquery(model.everything().filter(pk=OuterRef("about_id")).values_list(listing.row_name())),
            )
            for model, listing in listings.items()
            if not issubclass(model, AboutRecord)
        ]
        return super().visible().annotate(about_name=Case(*named, default=Value(""), output_field=TextField()))
