"""The annexes of a case about international work: its status as a whole, and the twin cities and their priority."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Activity, Partnership, PartnershipKind, Priority
from partnerships.reviewing import agreement_lines, agreements_of
from portal.models import Department, Organisation, Topic, User
from portal.text.sanitise import plain_text
from strategy.models import Initiative
from strategy.status import AnnualStatus, annual_status

PERIOD = timedelta(days=731)  # how far back activities are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table; its first cell may lead to the record."""

    cells: list[str]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading with a table under it, and a sentence before the table."""

    heading: str
    sentence: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A printable page of an owner, put together from the records on a day."""

    name: str
    owner: Organisation
    title: str
    today: date
    parts: list[Part]


def status_annex(owner: Organisation, user: User, today: date) -> Annex:
    """All international work: what is under way by perspective, who does what, networks, and partners."""
    status = annual_status(owner=owner, year=today.year, user=user, today=today)
    return Annex(
        name="status",
        owner=owner,
        title=_("Status of the international work"),
        today=today,
        parts=[*_perspectives(status), _departments(owner, user, today), _networks(status), _partners(status)],
    )


def twin_city_annex(owner: Organisation, user: User, today: date) -> Annex:
    """The twin cities by priority: what goes on with each, and where it is heading."""
    cities = Partnership.objects.visible_to(user).ongoing().filter(owner=owner, kind=PartnershipKind.TWIN_CITY)
    cities = cities.select_related("partner__country", "department")
    lately = Activity.objects.visible_to(user).filter(starts_on__range=(today - PERIOD, today))
    keys = list(cities.values_list("pk", flat=True))
    rows = cities.prefetch_related(
        agreements_of(keys, user),
        Prefetch("activities", lately),
        Prefetch("topics", Topic.objects.order_by("sort_key")),
    ).order_by("partner__sort_key")
    by_priority: dict[str, list[Partnership]] = {key: [] for key in [*Priority, ""]}
    for row in rows:
        by_priority[row.priority].append(row)
    return Annex(
        name="twin-cities",
        owner=owner,
        title=_("Twin cities: status and future priority"),
        today=today,
        parts=[_cities(key, found, today) for key, found in by_priority.items() if found],
    )


ANNEXES = {"status": status_annex, "twin-cities": twin_city_annex}


def _perspectives(status: AnnualStatus) -> list[Part]:
    return [
        Part(
            heading=f"{perspective.number}. {perspective.name}",
            sentence=plain_text(perspective.purpose),
            heads=[_("Initiative"), _("Responsible"), _("Status"), _("Last report")],
            rows=[
                Row(
                    cells=[
                        f"{result.initiative.code} {result.initiative.title}",
                        str(result.initiative.responsible or result.initiative.department or ""),
                        result.label,
                        result.update.note if result.update else "",
                    ],
                    url=result.initiative.get_absolute_url(),
                )
                for result in results
            ],
        )
        for perspective, results in status.perspectives
    ]


def _departments(owner: Organisation, user: User, today: date) -> Part:
    """Who does what: the map of the international work of every department."""
    lately = Activity.objects.visible_to(user).filter(starts_on__range=(today - PERIOD, today))
    departments = (
        Department.objects.visible_to(user)
        .filter(owner=owner)
        .order_by("sort_key")
        .prefetch_related(Prefetch("initiatives", Initiative.objects.visible_to(user)))
        .prefetch_related(Prefetch("partnerships", Partnership.objects.visible_to(user).ongoing().with_names()))
        .prefetch_related(Prefetch("activities", lately))
    )
    return Part(
        heading=_("International work of the departments"),
        heads=[_("Department"), _("Initiatives"), _("Partnerships"), _("Activities of the last two years")],
        rows=[
            Row(
                cells=[
                    department.name,
                    _lines(f"{one.code} {one.title}" for one in department.initiatives.all()),
                    _lines(str(one) for one in department.partnerships.all()),
                    _lines(_told(one) for one in department.activities.all()),
                ]
            )
            for department in departments
        ],
    )


def _networks(status: AnnualStatus) -> Part:
    return Part(
        heading=_("Networks"),
        heads=[_("Network"), _("Status"), _("Since"), _("Role"), _("Benefit")],
        rows=[
            Row(
                cells=[
                    str(one.network), one.get_status_display(), one.joined_display(), one.role,
                    plain_text(one.benefit),
                ],
                url=one.get_absolute_url(),
            )
            for one in status.memberships
        ],
    )  # fmt: skip


def _partners(status: AnnualStatus) -> Part:
    rows = [
        Row(
            cells=[
                f"{partner.partnership.partner}, {partner.partnership.partner.country}",
                partner.partnership.get_kind_display(),
                partner.partnership.since_display(),
                partner.partnership.get_priority_display(),
                _lines(sentence for _paper, sentence in partner.agreements),
            ],
            url=partner.partnership.get_absolute_url(),
        )
        for partner in status.partners
    ]
    heads = [_("Partner"), _("Kind"), _("Since"), _("Priority"), _("Agreement")]
    return Part(heading=_("Partners and twin cities"), heads=heads, rows=rows)


def _cities(priority: str, cities: list[Partnership], today: date) -> Part:
    count = ngettext("%(count)s twin city.", "%(count)s twin cities.", len(cities)) % {"count": len(cities)}
    return Part(
        heading=str(Priority(priority).label) if priority else _("No priority yet"),
        sentence=count,
        heads=[_("Twin city"), _("Since"), _("Cooperation today"), _("Activities of the last two years"),
               _("From here on")],
        rows=[
            Row(
                cells=[
                    f"{city.partner}, {city.partner.country}",
                    city.since_display(),
                    _lines([plain_text(city.description), ", ".join(map(str, city.topics.all())),
                            *(line.detail for line in agreement_lines(city.papers, today))]),
                    _lines(_told(one) for one in city.activities.all()),
                    plain_text(city.outlook),
                ],
                url=city.get_absolute_url(),
            )
            for city in cities
        ],
    )  # fmt: skip


def _told(activity: Activity) -> str:
    return f"{activity.title} ({date_format(activity.starts_on, 'DATE_FORMAT')})"


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
