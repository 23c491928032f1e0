"""What each department does abroad: its own page, and the table of all of them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Activity, Partnership
from portal.models import Department, Organisation, User
from tests.factories import (
    ActivityFactory,
    DepartmentFactory,
    InitiativeFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(owner: Organisation) -> Department:
    return DepartmentFactory(owner=owner, name="Kulturforvaltningen")


@pytest.fixture
def partnership(owner: Organisation, department: Department) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Tampere"), department=department)


def activity(
    department: Department, *partnerships: Partnership, day: date = date(2025, 5, 4), **fields: object
) -> Activity:
    made = ActivityFactory(owner=department.owner, starts_on=day, **fields)
    made.departments.add(department)
    made.partnerships.set(partnerships)
    return made


def test_its_page_tells_what_it_is_responsible_for(
    as_editor: Client, department: Department, partnership: Partnership
) -> None:
    network = NetworkFactory(name="Eurocities")
    MembershipFactory(organisation=department.owner, department=department, network=network)
    InitiativeFactory(perspective__strategy__owner=department.owner, department=department, title="Kulturby")
    page = as_editor.get(f"/departments/{department.pk}/").content.decode()
    for text in ("<h1>Kulturforvaltningen</h1>", ">Tampere</a>", ">Eurocities</a>", "Kulturby"):
        assert text in page


def test_its_page_sums_the_years_with_partners_cost_and_people(
    as_editor: Client, department: Department, partnership: Partnership
) -> None:
    other = PartnershipFactory(owner=department.owner)
    first = activity(department, partnership, other, cost=1000, title="Kor på besøg")
    first.persons.add(PersonFactory(owner=department.owner, name="Anna Berg"))
    activity(department, partnership, cost=500)
    activity(department, day=date(2024, 1, 1))
    sections = {section.id: section for section in as_editor.get(f"/departments/{department.pk}/").context["sections"]}
    assert [line.title for line in sections["years"].lines] == ["2025", "2024"]
    assert sections["years"].lines[0].detail.startswith("2 ")
    assert "1.500" in sections["years"].lines[0].detail
    listed = as_editor.get(sections["years"].lines[0].url).context["listing"]
    assert listed.page.paginator.count == 2
    assert [line.title for line in sections["people"].lines] == ["Anna Berg"]
    assert "Kor på besøg" in [line.title for line in sections["activities"].lines]


def test_the_table_counts_the_activities_of_each_department_with_each_partner(
    as_editor: Client, department: Department, partnership: Partnership
) -> None:
    second = DepartmentFactory(owner=department.owner, name="Teknik")
    quiet = PartnershipFactory(owner=department.owner)
    activity(department, partnership, cost=300)
    activity(department, partnership, day=date(2024, 1, 1))
    activity(second, partnership)
    activity(department, partnership).move_to_trash()
    answer = as_editor.get(f"/partnerships/activities/by-department/{department.owner_id}/")
    work = answer.context["work"]
    ((row, cells),) = work.rows
    assert row == partnership
    assert quiet not in [row for row, _cells in work.rows]
    assert [(cell.department.name, cell.count, cell.is_responsible) for cell in cells] == [
        ("Kulturforvaltningen", 2, True), ("Teknik", 1, False),
    ]  # fmt: skip
    assert [(count, cost) for _department, count, cost in work.totals] == [(2, 300), (1, None)]
    address = f"/partnerships/activities/?department={department.pk}&amp;partnership={partnership.pk}"
    assert f'href="{address}"' in answer.content.decode()
    listed = as_editor.get(address.replace("&amp;", "&")).context["listing"]
    assert listed.page.paginator.count == 2


def test_the_table_can_be_had_for_one_year(
    as_editor: Client, department: Department, partnership: Partnership
) -> None:
    activity(department, partnership)
    activity(department, partnership, day=date(2024, 1, 1))
    address = f"/partnerships/activities/by-department/{department.owner_id}/"
    work = as_editor.get(f"{address}?year=2024").context["work"]
    assert [cell.count for cell in work.rows[0][1]] == [1]
    for year in ("1999", "x", "99999999999"):
        assert as_editor.get(f"{address}?year={year}").status_code == 404


def test_ten_partners_take_as_many_queries_as_one(
    as_editor: Client, department: Department, partnership: Partnership
) -> None:
    address = f"/partnerships/activities/by-department/{department.owner_id}/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(address).status_code == 200
        return len(captured)

    activity(department, partnership)
    queries()
    one = queries()
    for _number in range(9):
        activity(department, PartnershipFactory(owner=department.owner, department=department))
    assert queries() == one


def test_an_administrator_names_the_head_of_a_department(
    client: Client, administrator: User, department: Department
) -> None:
    head = PersonFactory(owner=department.owner, name="Anna Berg")
    client.force_login(administrator)
    data = {"owner": department.owner_id, "name": department.name, "head": head.pk, "version": 1}
    answer = client.post(f"/departments/{department.pk}/edit/", data)
    assert answer["Location"] == f"/departments/{department.pk}/"
    assert ">Anna Berg</a>" in client.get(answer["Location"]).content.decode()
