from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Activity, ActivityKind, Partnership
from portal import access
from portal.addresses import address
from portal.models import Department, Organisation, Person, User
from portal.records.following import told_with
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of
from portal.records.versioned import RecordQuerySet

SHOWN = 10  # activities on the page of another record; the list has the rest


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


@section_of(Partnership, rows=_activities)
def activities_of(partnership: Partnership, user: User, rows: list[tuple[Any, ...]]) -> Section:
    """What has gone on lately and what is planned; a new one is noted from here."""
    may_add = access.may_change(user, partnership)
    every = f"{reverse('partnerships:activity_list')}?partnership={partnership.pk}"
    return Section(
        id="activities",
        title=_("Activities"),
        lines=_with_way_to_all(_activity_lines(rows), every),
        url=address("partnerships:activity_quick", partnership.pk) if may_add else "",
        act=_("New activity"),
        empty=_("No activity is recorded."),
    )


@section_of(Organisation, rows=_activities)
@section_of(Person, rows=_activities)
def took_part_in_activities(_record: Organisation | Person, _user: User, rows: list[tuple[Any, ...]]) -> Section:
    """What an organisation took part in, as a partner or besides; or a person."""
    return Section(id="activities", title=_("Activities"), lines=_activity_lines(rows)[:SHOWN])


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
        url=address("partnerships:department_work", department.owner_id),
        act=_("All departments"),
        empty=_("No activity is recorded."),
    )


@section_of(Department, rows=_activities)
def activities_of_department(department: Department, _user: User, rows: list[tuple[Any, ...]]) -> Section:
    """The latest activities of the department, with whom and at what cost."""
    every = f"{reverse('partnerships:activity_list')}?department={department.pk}"
    lines = _with_way_to_all(_activity_lines(rows), every)
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
            Line(title=name, url=address("person_detail", pk), detail=_activities_count(count))
            for pk, name, count in rows.order_by("-count", "sort_key")
        ],
    )


@told_with(Partnership)
def activities_told(partnership: Partnership, user: User) -> RecordQuerySet[Activity]:
    return Activity.everything().visible_to(user).filter(partnerships=partnership)


def _activity_lines(rows: list[tuple[Any, ...]]) -> list[Line]:
    return [
        Line(
            title=title,
            url=address("partnerships:activity_detail", pk),
            detail=" · ".join(filter(None, [str(ActivityKind(kind).label), ", ".join(partners), _kroner(cost)])),
            day=day,
        )
        for pk, title, kind, day, partners, cost in rows
    ]


def _with_way_to_all(lines: list[Line], url: str) -> list[Line]:
    """The lines that are shown; if there are more, with one that leads to all of them."""
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], Line(title=_("All activities"), url=url)]


def _activities_count(count: int) -> str:
    return ngettext("%(count)d activity", "%(count)d activities", count) % {"count": count}


def _activities_with(count: int, partners: int) -> str:
    with_partners = ngettext("%(count)d partner", "%(count)d partners", partners) % {"count": partners}
    return " · ".join([_activities_count(count), with_partners])


def _kroner(amount: Decimal | None) -> str:
    """An amount as people read it, "" for none."""
    return "" if amount is None else _("%(amount)s kr.") % {"amount": number_format(amount, 0, force_grouping=True)}
