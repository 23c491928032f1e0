from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.addresses import address
from portal.models import Affiliation, Contact, EntryKind, JournalEntry, Organisation, Person, User
from portal.records.following import named, told_with
from portal.records.related import Line, Section, section_of
from portal.records.versioned import RecordQuerySet


@section_of(Person)
def roles_in_records(person: Person, user: User) -> Section:
    """What the person is the contact of: agreements, networks, bodies."""
    rows = list(Contact.objects.visible_to(user).filter(person=person).order_by("-ends_on", "role", "pk"))
    records = named([(row.about_kind, row.about_id) for row in rows], user)
    today = timezone.localdate()
    return Section(
        id="roles",
        title=_("Contact of"),
        lines=[
            Line(
                title=str(record),
                url=row.get_absolute_url(),
                detail=f"{row.role} · {capfirst(str(record._meta.verbose_name))}",
                badge=_("former") if row.ends_on and row.ends_on < today else "",
                day=row.ends_on,
            )
            for row in rows
            if (record := records.get((row.about_kind, row.about_id))) and not record.deleted_at
        ],
    )


@section_of(Person)
def took_part_in(person: Person, user: User) -> Section:
    """The journal entries that name the person."""
    rows = JournalEntry.objects.visible_to(user).filter(persons=person).values_list("pk", "title", "kind", "day")
    return Section(
        id="took-part",
        title=_("Took part in"),
        lines=[
            Line(
                title=title,
                url=address("journal_entry_detail", pk),
                detail=str(EntryKind(kind).label),
                day=day,
            )
            for pk, title, kind, day in rows
        ],
    )


def own_sections(organisation: Organisation, user: User) -> list[Section]:
    """What the kernel itself knows around an organisation; after what the apps know."""
    found = [_people(organisation, user), _parts(organisation), _former_names(organisation)]
    return [section for section in found if section.lines]


def _people(organisation: Organisation, user: User) -> Section:
    today = timezone.localdate()
    posts = Affiliation.objects.visible_to(user).filter(organisation=organisation).order_by("person__sort_key", "pk")
    return Section(
        id="people",
        title=_("People"),
        lines=[
            Line(
                title=name,
                url=address("person_detail", person),
                detail=role,
                badge=_("former") if ends_on and ends_on < today else "",
                day=ends_on,
            )
            for person, name, role, ends_on in posts.values_list("person", "person__name", "role", "ends_on")
        ],
    )


def _parts(organisation: Organisation) -> Section:
    rows = organisation.children.order_by("sort_key").values_list("pk", "name", "place")
    return Section(
        id="parts",
        title=_("Parts of it"),
        lines=[Line(title=name, url=address("organisation_detail", pk), detail=place) for pk, name, place in rows],
    )


def _former_names(organisation: Organisation) -> Section:
    rows = organisation.merged_from.order_by("sort_key").values_list("pk", "name", "merged_on")
    return Section(
        id="merged-from",
        title=_("Merged into it"),
        lines=[Line(title=name, url=address("organisation_detail", pk), day=day) for pk, name, day in rows],
    )


@told_with(Person)
def contacts_of(person: Person, user: User) -> RecordQuerySet[Contact]:
    return Contact.everything().visible_to(user).filter(person=person)
