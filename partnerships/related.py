from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.listings import ANSWER_TONES, RECOMMENDATION_TONES, STATUS_TONES
from partnerships.models import (
    Activity,
    ActivityKind,
    Agreement,
    Assessment,
    Enquiry,
    Office,
    Partnership,
    PartnershipKind,
    PartnershipStatus,
    PublicPage,
    Recommendation,
    Reminder,
)
from portal import access
from portal.access import Action
from portal.models import Country, Department, Organisation, Person, User
from portal.records.following import told_with
from portal.records.partial_date import display
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of
from portal.records.versioned import RecordQuerySet


@section_of(Organisation)
def partnerships_with(organisation: Organisation, user: User) -> Section:
    """Who of the user's owners has a partnership with the organisation."""
    rows = Partnership.objects.visible_to(user).filter(partner=organisation)
    return Section(
        id="partnerships",
        title=_("Partnerships"),
        lines=[
            Line(
                title=f"{PartnershipKind(kind).label} · {owner}",
                url=reverse("partnerships:partnership_detail", args=[pk]),
                detail=f"{display(since)}–{display(ended)}" if ended else display(since),
                badge=str(PartnershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, kind, owner, since, ended, status in rows.values_list(
                "pk", "kind", "owner__name", "since", "ended", "status"
            )
        ],
    )


@section_of(Organisation)
def agreements_with(organisation: Organisation, user: User) -> Section:
    """The agreements behind those partnerships, and contracts signed with the organisation itself."""
    theirs = Q(partnership__partner=organisation) | Q(contractor=organisation)
    rows = Agreement.objects.visible_to(user).for_lines().filter(theirs).order_by("-starts")
    today = timezone.localdate()
    return Section(
        id="agreements",
        title=_("Agreements"),
        lines=[Line(title=str(row), url=row.get_absolute_url(), detail=row.sentence(today)) for row in rows],
    )


@section_of(Organisation)
def public_page_of(organisation: Organisation, user: User) -> Section:
    """What an owner shows everybody and whether it does; for its administrator the way to begin."""
    if not organisation.is_owner:
        return Section(id="public-page", title=_("Public page"))
    lines = [
        Line(
            title=page.public_url(),
            url=page.get_absolute_url(),
            badge=_("On") if page.is_on else _("Off"),
            tone="good" if page.is_on else "neutral",
        )
        for page in PublicPage.objects.visible_to(user).filter(owner=organisation)
    ]
    if not lines and access.may(user, Action.ADMINISTER, organisation):
        url = reverse("partnerships:public_page_new", query={"owner": organisation.pk})
        lines = [Line(title=_("Show partnerships to everybody"), url=url)]
    return Section(id="public-page", title=_("Public page"), lines=lines)


@section_of(Person)
def partnerships_of(person: Person, user: User) -> Section:
    """The partnerships that the person is responsible for."""
    rows = Partnership.objects.visible_to(user).filter(responsible=person).order_by("partner__sort_key")
    return Section(
        id="partnerships",
        title=_("Responsible for these partnerships"),
        lines=[
            Line(
                title=partner,
                url=reverse("partnerships:partnership_detail", args=[pk]),
                detail=str(PartnershipKind(kind).label),
                badge=str(PartnershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, partner, kind, status in rows.values_list("pk", "partner__name", "kind", "status")
        ],
    )


@Prepared
def _ending(partnership: Partnership, _user: User) -> QuerySet[Any, dict[str, Any] | None]:
    """What is known of the change that gave the partnership the status it has."""
    changes = partnership.events.filter(status=F("pgh_obj__status")).order_by("pgh_id")
    return changes.values_list("pgh_context", flat=True)[:1]


@section_of(Partnership, rows=_ending)
def how_it_ended(partnership: Partnership, _user: User, changes: list[dict[str, Any] | None]) -> Section:
    """Of a partnership that is over: since when, and the reason given for it. The decision has its own place."""
    lines = []
    if partnership.status in {PartnershipStatus.ENDED, PartnershipStatus.NEVER_REALISED}:
        when = f"{partnership.get_status_display()} {display(partnership.ended)}".strip()
        url = reverse("record_history", args=[partnership.label, partnership.pk])
        said = " · ".join(filter(None, [partnership.ended_by, partnership.ended_reason]))
        reason = next((context.get("reason", "") for context in changes if context), "")
        lines = [Line(title=when, url=url, detail=said or reason)]
    return Section(id="ended", title=_("How it ended"), lines=lines)


@Prepared
def _assessments(partnership: Partnership, user: User) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Assessment.objects.visible_to(user).filter(about_kind="partnerships.partnership", about_id=partnership.pk)
    return rows.order_by("-review__day", "pk").values_list("pk", "review__title", "recommendation", "review__day")


@section_of(Partnership, rows=_assessments)
def assessments(_partnership: Partnership, _user: User, rows: list[tuple[int, str, str, date]]) -> Section:
    """What each review has said of the partnership, the latest first."""
    return Section(
        id="assessments",
        title=_("Assessments"),
        lines=[
            Line(
                title=review,
                url=reverse("partnerships:assessment_detail", args=[pk]),
                badge=str(Recommendation(recommendation).label) if recommendation else "",
                tone=RECOMMENDATION_TONES.get(recommendation, "neutral"),
                day=day,
            )
            for pk, review, recommendation, day in rows
        ],
    )


@Prepared
def _reminders(record: Agreement | Partnership, _user: User) -> QuerySet[Reminder]:
    """Those of a record that the user sees."""
    return Reminder.objects.for_lines().filter(**{str(record._meta.model_name): record})


@section_of(Agreement, rows=_reminders)
@section_of(Partnership, rows=_reminders)
def reminders_of(_record: Agreement | Partnership, _user: User, reminders: list[Reminder]) -> Section:
    """Who was told of its deadlines and when, and what became of it."""
    return Section(id="reminders", title=_("Reminders"), lines=reminder_lines(reminders))


def reminder_lines(reminders: Iterable[Reminder]) -> list[Line]:
    return [
        Line(
            title=str(reminder.user),
            url=reminder.get_absolute_url(),
            detail=reminder.what_happened(),
            badge=_("Acknowledged") if reminder.acknowledged_at else "",
            tone="good",
        )
        for reminder in reminders
    ]


@told_with(Organisation)
def partnerships_told(organisation: Organisation, user: User) -> RecordQuerySet[Partnership]:
    return Partnership.everything().visible_to(user).filter(partner=organisation)


SHOWN = 10  # activities on the page of another record; the list has the rest


@section_of(Partnership)
def activities_of(partnership: Partnership, user: User) -> Section:
    """What has gone on lately and what is planned; a new one is noted from here."""
    may_add = access.may_change(user, partnership)
    every = f"{reverse('partnerships:activity_list')}?partnership={partnership.pk}"
    return Section(
        id="activities",
        title=_("Activities"),
        lines=_with_way_to_all(_activity_lines(_activities(partnership, user)), every),
        url=reverse("partnerships:activity_quick", args=[partnership.pk]) if may_add else "",
        act=_("New activity"),
        empty=_("No activity is recorded."),
    )


@section_of(Organisation)
@section_of(Person)
def took_part_in_activities(record: Organisation | Person, user: User) -> Section:
    """What an organisation took part in, as a partner or besides; or a person."""
    lines = _activity_lines(_activities(record, user))
    return Section(id="activities", title=_("Activities"), lines=lines[:SHOWN])


@section_of(Department)
def partnerships_of_department(department: Department, user: User) -> Section:
    """The partnerships that the department is responsible for."""
    rows = Partnership.objects.visible_to(user).filter(department=department).order_by("partner__sort_key")
    return Section(
        id="partnerships",
        title=_("Responsible for these partnerships"),
        lines=[
            Line(
                title=partner,
                url=reverse("partnerships:partnership_detail", args=[pk]),
                detail=str(PartnershipKind(kind).label),
                badge=str(PartnershipStatus(status).label),
                tone=STATUS_TONES.get(status, "neutral"),
            )
            for pk, partner, kind, status in rows.values_list("pk", "partner__name", "kind", "status")
        ],
    )


@section_of(Department)
def activities_by_year(department: Department, user: User) -> Section:
    """How much the department has done in each year, with how many partners and at what cost."""
    rows = Activity.objects.visible_to(user).filter(departments=department).order_by()
    years = rows.values_list(ExtractYear("starts_on")).annotate(Count("pk"), Sum("cost"))
    partners = dict(rows.values_list(ExtractYear("starts_on")).annotate(Count("partnerships", distinct=True)))
    every = f"{reverse('partnerships:activity_list')}?department={department.pk}"
    return Section(
        id="years",
        title=_("Year by year"),
        lines=[
            Line(
                title=str(year),
                url=f"{every}&year={year}",
                detail=" · ".join(filter(None, [_activities_with(count, partners[year]), _kroner(cost)])),
            )
            for year, count, cost in sorted(years, reverse=True)
        ],
        url=reverse("partnerships:department_work", args=[department.owner_id]),
        act=_("All departments"),
        empty=_("No activity is recorded."),
    )


@section_of(Department)
def activities_of_department(department: Department, user: User) -> Section:
    """The latest activities of the department, with whom and at what cost."""
    every = f"{reverse('partnerships:activity_list')}?department={department.pk}"
    lines = _with_way_to_all(_activity_lines(_activities(department, user)), every)
    return Section(id="activities", title=_("Activities"), lines=lines)


@section_of(Department)
def people_of_department(department: Department, user: User) -> Section:
    """Who has taken part in what the department did abroad, those with the most activities first."""
    people = Person.objects.visible_to(user).filter(activities__departments=department, activities__deleted_at=None)
    rows = people.values_list("pk", "name").annotate(count=Count("activities", distinct=True))
    return Section(
        id="people",
        title=_("People in its activities"),
        lines=[
            Line(title=name, url=reverse("person_detail", args=[pk]), detail=_activities_count(count))
            for pk, name, count in rows.order_by("-count", "sort_key")
        ],
    )


@section_of(Partnership)
def offices_for(partnership: Partnership, user: User) -> Section:
    """The representations abroad that support the partnership."""
    return _office_section(_("Supported by these offices"), _supporting(partnership, user))


@section_of(Organisation)
def offices_run_by(organisation: Organisation, user: User) -> Section:
    rows = Office.objects.visible_to(user).filter(operator=organisation)
    return _office_section(_("Runs these offices"), rows.values_list(*OFFICE))


@section_of(Agreement)
def offices_under(agreement: Agreement, user: User) -> Section:
    """The offices whose contract the agreement is."""
    rows = Office.objects.visible_to(user).filter(contract=agreement)
    return _office_section(_("Contract of these offices"), rows.values_list(*OFFICE))


@section_of(Organisation)
def enquiries_from(organisation: Organisation, user: User) -> Section:
    """When the organisation asked for an agreement, and what was answered."""
    return _enquiry_section(_("Enquiries"), Enquiry.objects.visible_to(user).filter(organisation=organisation))


@section_of(Partnership)
def enquiries_before(partnership: Partnership, user: User) -> Section:
    """The enquiries that the partnership came of."""
    return _enquiry_section(_("Came of an enquiry"), _enquiries(partnership, user))


@told_with(Partnership)
def activities_told(partnership: Partnership, user: User) -> RecordQuerySet[Activity]:
    return Activity.everything().visible_to(user).filter(partnerships=partnership)


@Prepared
def _activities(record: Partnership | Organisation | Person | Department, user: User) -> QuerySet[Any, Any]:
    """The latest activities of a record, one more than is shown, each with the names of its partners."""
    rows = Activity.objects.visible_to(user)
    match record:
        case Partnership():
            rows = rows.filter(partnerships=record)
        case Organisation():
            rows = rows.filter(Q(partnerships__partner=record) | Q(organisations=record)).distinct()
        case Person():
            rows = rows.filter(persons=record)
        case Department():
            rows = rows.filter(departments=record)
    partners = Partnership.objects.filter(activities=OuterRef("pk")).order_by("partner__sort_key")
    columns: list[Any] = ["pk", "title", "kind", "starts_on", ArraySubquery(partners.values("partner__name")), "cost"]
    return rows.order_by("-starts_on", "-pk").values_list(*columns)[: SHOWN + 1]


def _activity_lines(rows: list[tuple[Any, ...]]) -> list[Line]:
    return [
        Line(
            title=title,
            url=reverse("partnerships:activity_detail", args=[pk]),
            detail=" · ".join(filter(None, [str(ActivityKind(kind).label), ", ".join(partners), _kroner(cost)])),
            day=day,
        )
        for pk, title, kind, day, partners, cost in rows
    ]


def _with_way_to_all(lines: list[Line], url: str) -> list[Line]:
    """The lines that are shown; if there are more, with one that leads to all of them."""
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], Line(title=_("All activities"), url=url)]


OFFICE = ("pk", "name", "country__name_da", "country__name_en", "place", "closed")


@Prepared
def _supporting(partnership: Partnership, user: User) -> QuerySet[Any, Any]:
    return Office.objects.visible_to(user).filter(partnerships=partnership).values_list(*OFFICE)


def _office_section(title: str, rows: Any) -> Section:
    return Section(
        id="offices",
        title=title,
        lines=[
            Line(
                title=name,
                url=reverse("partnerships:office_detail", args=[pk]),
                detail=" · ".join(filter(None, [place, str(Country(name_da=name_da, name_en=name_en))])),
                badge=_("Closed") if closed else "",
            )
            for pk, name, name_da, name_en, place, closed in rows
        ],
    )


@Prepared
def _enquiries(partnership: Partnership, user: User) -> QuerySet[Any, Any]:
    return Enquiry.objects.visible_to(user).filter(partnership=partnership).only("sender", "answer", "received_on")


def _enquiry_section(title: str, rows: Any) -> Section:
    return Section(
        id="enquiries",
        title=title,
        lines=[
            Line(
                title=row.sender,
                url=row.get_absolute_url(),
                badge=row.get_answer_display(),
                tone=ANSWER_TONES.get(row.answer, "neutral"),
                day=row.received_on,
            )
            for row in rows
        ],
    )


def _activities_count(count: int) -> str:
    return ngettext("%(count)d activity", "%(count)d activities", count) % {"count": count}


def _activities_with(count: int, partners: int) -> str:
    with_partners = ngettext("%(count)d partner", "%(count)d partners", partners) % {"count": partners}
    return " · ".join([_activities_count(count), with_partners])


def _kroner(amount: Decimal | None) -> str:
    """An amount as people read it, "" for none."""
    return "" if amount is None else _("%(amount)s kr.") % {"amount": number_format(amount, 0, force_grouping=True)}
