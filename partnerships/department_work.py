"""The international work of an owner's departments: who does how much with which partner, as a table."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from partnerships.models import Activity, Partnership
from portal.models import Department, Organisation, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one department does with one partner."""

    department: Department
    count: int  # of activities
    is_responsible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One row for each partner with whom something goes on, one column for each department."""

    departments: list[Department]
    rows: list[tuple[Partnership, list[Cell]]]
    totals: list[tuple[Department, int, Decimal | None]]  # how many activities, and their cost

    @property
    def is_empty(self) -> bool:
        return not self.rows and not any(count for _department, count, _cost in self.totals)


def work_of_departments(*, owner: Organisation, year: int | None, user: User) -> Work:
    """Of one year or, without one, of all of them. An activity with two partners counts with each, but once in all."""
    departments = list(Department.objects.visible_to(user).filter(owner=owner))
    activities = Activity.objects.visible_to(user).filter(owner=owner)
    if year:
        activities = activities.filter(starts_on__year=year)
    activities = activities.order_by().exclude(departments=None)
    pairs = activities.exclude(partnerships=None).values_list("partnerships", "departments").annotate(Count("pk"))
    counts = {(partnership, department): count for partnership, department, count in pairs}
    sums = activities.values_list("departments").annotate(Count("pk"), Sum("cost"))
    totals = {department: (count, cost) for department, count, cost in sums}
    partnerships = Partnership.objects.visible_to(user).filter(owner=owner).select_related("partner")
    busy = {partnership for partnership, _department in counts}
    return Work(
        departments=departments,
        rows=[
            (
                row,
                [
                    Cell(
                        department=one,
                        count=counts.get((row.pk, one.pk), 0),
                        is_responsible=row.department_id == one.pk,
                    )
                    for one in departments
                ],
            )
            for row in partnerships.order_by("partner__sort_key", "pk")
            if row.department_id or row.pk in busy
        ],
        totals=[(one, *totals.get(one.pk, (0, None))) for one in departments],
    )


def years_of_activities(*, owner: Organisation, user: User) -> list[int]:
    """The years in which something went on, the latest first."""
    days = Activity.objects.visible_to(user).filter(owner=owner).dates("starts_on", "year", order="DESC")
    return [day.year for day in days]
