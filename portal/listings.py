from typing import Any

import django_filters
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lists.about import AboutListing
from portal.lists.columns import (
    AboutColumn,
    ChoiceColumn,
    DateColumn,
    LastDateColumn,
    LinkColumn,
    LocalisedColumn,
    NumberColumn,
    RecordColumn,
    TextColumn,
)
from portal.lists.filters import (
    ChoiceFilter,
    NameFilter,
    Narrowing,
    ReferenceFilter,
    not_confirmed,
    owner_filter,
)
from portal.lists.listing import Listing
from portal.lists.ready_view import KEEPERS, ReadyView
from portal.models import (
    Affiliation,
    Attachment,
    Contact,
    Continent,
    Country,
    Department,
    EntryKind,
    JournalEntry,
    Organisation,
    OrganisationKind,
    OrganisationMember,
    Person,
    Population,
    User,
)
from portal.records.versioned import RecordQuerySet
from portal.text.danish import Fold


class OrganisationFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    kind = ChoiceFilter(label=_("Kind"), choices=OrganisationKind)
    country = ReferenceFilter(Country, label=_("Country"))
    continent = ChoiceFilter(label=_("Continent"), choices=Continent, field_name="country__continent")
    unconfirmed = not_confirmed()


class OrganisationListing(Listing):
    """Every party that the portal knows."""

    records = Organisation
    columns = [
        LinkColumn("name", _("Name"), to="organisation_detail", sort="sort_key"),
        TextColumn("local_name", _("Local name"), edit="local_name"),
        ChoiceColumn("kind", _("Kind"), choices=OrganisationKind, edit="kind"),
        LocalisedColumn("country", _("Country"), related="name"),
        ChoiceColumn("continent", _("Continent"), path="country__continent", choices=Continent, shown=False),
        TextColumn("place", _("Place"), shown=False, edit="place"),
        TextColumn("website", _("Website"), shown=False, edit="website"),
        LastDateColumn("confirmed_on", _("Last confirmed"), shown=False),
    ]
    filters = OrganisationFilter
    order = ["name"]
    page_name = "organisation_list"
    views = [ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS)]
    explanation = _("Municipalities, regions, universities and other parties are listed here once they are created.")


class PersonFilter(django_filters.FilterSet):
    q = NameFilter("folded")
    owner = owner_filter()
    unconfirmed = not_confirmed()


class PersonListing(Listing):
    """The contacts of the user's owners."""

    records = Person
    columns = [
        LinkColumn("name", _("Name"), to="person_detail", sort="sort_key"),
        TextColumn("email", _("Email"), edit="email"),
        TextColumn("phone", _("Telephone"), edit="phone"),
        LastDateColumn("confirmed_on", _("Last confirmed")),
        TextColumn("owner", _("Owner"), related="name", shown=False),
        TextColumn("purpose", _("Purpose"), shown=False, edit="purpose"),
    ]
    filters = PersonFilter
    order = ["name"]
    page_name = "person_list"
    views = [ReadyView(_("Not confirmed for 12 months"), "unconfirmed=1&sort=confirmed_on", KEEPERS)]
    explanation = _("Contacts and the people who are responsible are listed here once they are created.")


class OrganisationMemberFilter(django_filters.FilterSet):
    q = NameFilter("member__folded")
    present = Narrowing(
        lambda members, _user: members.filter(Q(left_on=None) | Q(left_on__gte=timezone.localdate())),
        label=_("Present members"),
    )


class OrganisationMemberListing(Listing):
    """Who is, or was, part of which partnership of organisations."""

    records = OrganisationMember
    columns = [
        LinkColumn("member", _("Member"), to="organisation_detail", related="name"),
        LinkColumn("partnership", _("Partnership of organisations"), to="organisation_detail", related="name"),
        DateColumn("joined_on", _("From")),
        DateColumn("left_on", _("To")),
        TextColumn("note", _("Note"), shown=False),
    ]
    filters = OrganisationMemberFilter
    order = ["partnership", "member"]
    views = [ReadyView(_("Present members"), "present=1")]
    explanation = _("Members are added on the page of a partnership of organisations, and listed here.")


class PopulationFilter(django_filters.FilterSet):
    q = NameFilter("organisation__folded")


class PopulationListing(Listing):
    """How many people live where, the latest figures first."""

    records = Population
    columns = [
        LinkColumn("organisation", _("Organisation"), to="organisation_detail", related="name"),
        DateColumn("counted_on", _("Counted on")),
        NumberColumn("inhabitants", _("Inhabitants")),
        TextColumn("source", _("Source"), shown=False),
    ]
    filters = PopulationFilter
    order = ["-counted_on", "organisation"]
    explanation = _("Figures are added on the page of an organisation, and listed here.")


class DepartmentFilter(django_filters.FilterSet):
    owner = owner_filter()


class DepartmentListing(Listing):
    """The departments of the user's owners."""

    records = Department
    columns = [
        LinkColumn("name", _("Name"), to="department_detail", sort="sort_key"),
        TextColumn("short_name", _("Short name")),
        TextColumn("owner", _("Owner"), related="name"),
    ]
    filters = DepartmentFilter
    order = ["name"]
    explanation = _("Departments are listed here once they are created.")


def _in_office(affiliations: RecordQuerySet[Affiliation], _user: User) -> RecordQuerySet[Affiliation]:
    return affiliations.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


class AffiliationFilter(django_filters.FilterSet):
    q = NameFilter("person__folded")
    owner = owner_filter("person__owner")
    present = Narrowing(_in_office, label=_("Present posts"))


class AffiliationListing(Listing):
    """Who has, or had, which post where."""

    records = Affiliation
    columns = [
        LinkColumn("person", _("Person"), to="person_detail", related="name"),
        TextColumn("role", _("Post")),
        LinkColumn("organisation", _("Organisation"), to="organisation_detail", related="name"),
        DateColumn("starts_on", _("From")),
        DateColumn("ends_on", _("To")),
    ]
    filters = AffiliationFilter
    order = ["person", "organisation"]
    views = [ReadyView(_("Present posts"), "present=1")]
    explanation = _("Posts are added on the page of a person, and listed here.")


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


class ContactFilter(django_filters.FilterSet):
    q = NameFilter("person__folded")
    owner = owner_filter()


class ContactListing(AboutListing):
    """Whom to call about what."""

    records = Contact
    columns = [
        LinkColumn("person", _("Person"), to="person_detail", related="name"),
        TextColumn("role", _("Role")),
        AboutColumn("about", _("Belongs to")),
        DateColumn("starts_on", _("From")),
        DateColumn("ends_on", _("To")),
        TextColumn("owner", _("Owner"), related="name", shown=False),
    ]
    filters = ContactFilter
    order = ["person", "role"]
    explanation = _("Contacts are added on the page of a record, and listed here.")


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
