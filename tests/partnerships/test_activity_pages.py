"""Activities: noted in half a minute on the way from a partnership, and counted where it matters."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Activity, Partnership, last_active_on
from portal.models import Organisation, User
from tests.factories import (
    ActivityFactory,
    CountryFactory,
    DepartmentFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(
        owner=owner, partner=OrganisationFactory(name="Tampere"), department=DepartmentFactory(owner=owner)
    )


@pytest.fixture
def quick(partnership: Partnership) -> dict[str, Any]:
    return {
        "title": "Kor på besøg",
        "kind": "visit",
        "starts_on": "2026-05-04",
        "departments": [partnership.department_id],
        "partnerships": [partnership.pk],
    }


def last_day(partnership: Partnership) -> date | None:
    return Partnership.objects.annotate(day=last_active_on()).values_list("day", flat=True).get(pk=partnership.pk)


def test_the_short_form_asks_four_things_and_knows_the_rest(as_editor: Client, partnership: Partnership) -> None:
    form = as_editor.get(f"/partnerships/{partnership.pk}/activities/new/").context["form"]
    assert [field.name for field in form.visible_fields()] == ["title", "kind", "starts_on", "departments"]
    assert form["starts_on"].value() == timezone.localdate()
    assert form["departments"].value() == [partnership.department_id]
    assert form["partnerships"].value() == [partnership.pk]


def test_a_short_note_is_saved_and_leads_back_to_the_partnership(
    as_editor: Client, partnership: Partnership, quick: dict[str, Any]
) -> None:
    answer = as_editor.post(f"/partnerships/{partnership.pk}/activities/new/", quick)
    assert answer["Location"] == f"/partnerships/{partnership.pk}/"
    activity = Activity.objects.get()
    assert (activity.owner, activity.starts_on) == (partnership.owner, date(2026, 5, 4))
    assert [*activity.partnerships.all()] == [partnership]
    assert [*activity.departments.all()] == [partnership.department]
    page = as_editor.get(answer["Location"]).content.decode()
    assert f'<a href="/partnerships/activities/{activity.pk}/">Kor på besøg</a>' in page


def test_a_short_note_without_a_title_keeps_what_was_typed(
    as_editor: Client, partnership: Partnership, quick: dict[str, Any]
) -> None:
    answer = as_editor.post(f"/partnerships/{partnership.pk}/activities/new/", quick | {"title": ""})
    assert answer.status_code == 422
    assert answer.context["form"]["starts_on"].value() == "2026-05-04"
    assert not Activity.objects.exists()


def test_the_way_to_all_fields_takes_the_partner_along(as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get(f"/partnerships/{partnership.pk}/activities/new/").content.decode()
    address = page.partition('href="/partnerships/activities/new/')[2].partition('"')[0].replace("&amp;", "&")
    form = as_editor.get(f"/partnerships/activities/new/{address}").context["form"]
    assert form["partnerships"].value() == str(partnership.pk)
    assert f'value="{partnership.pk}" id="id_partnerships_0" checked' in str(form["partnerships"])
    assert f'value="{partnership.department_id}" id="id_departments_0" checked' in str(form["departments"])


def test_readers_and_strangers_note_nothing(
    client: Client, reader: User, stranger: User, partnership: Partnership, quick: dict[str, Any]
) -> None:
    for user, status in ((reader, 403), (stranger, 404)):
        client.force_login(user)
        assert client.post(f"/partnerships/{partnership.pk}/activities/new/", quick).status_code == status
    client.force_login(reader)
    assert "/activities/new/" not in client.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert not Activity.objects.exists()


def test_everything_can_be_told_in_the_full_form(
    as_editor: Client, owner: Organisation, quick: dict[str, Any]
) -> None:
    data = quick | {
        "owner": owner.pk, "ends_on": "2026-05-06", "organisations": [OrganisationFactory().pk],
        "persons": [PersonFactory(owner=owner, name="Anna Berg").pk], "topics": [TopicFactory().pk],
        "description": "<p>Tre dage</p>", "result": "<p>To aftaler</p>", "cost": "12500.50", "funding": "Erasmus+",
    }  # fmt: skip
    answer = as_editor.post("/partnerships/activities/new/", data)
    activity = Activity.objects.get()
    assert answer["Location"] == f"/partnerships/activities/{activity.pk}/"
    page = as_editor.get(answer["Location"]).content.decode()
    for text in ("Kor på besøg", "6. maj 2026", "Anna Berg", "Tre dage", "To aftaler", "Erasmus+", ">Tampere</a>"):
        assert text in page


def test_partners_and_departments_of_another_owner_are_refused(
    client: Client, owner: Organisation, quick: dict[str, Any], editor: User
) -> None:
    other = OwnerFactory()
    editor.roles.create(owner=other, kind="editor")
    client.force_login(editor)
    for name, one in (
        ("partnerships", PartnershipFactory(owner=other)),
        ("departments", DepartmentFactory(owner=other)),
    ):
        answer = client.post("/partnerships/activities/new/", quick | {"owner": owner.pk, name: [one.pk]})
        assert name in answer.context["form"].errors
    assert not Activity.objects.exists()


def test_an_activity_cannot_end_before_it_starts_or_cost_less_than_nothing(
    as_editor: Client, owner: Organisation, quick: dict[str, Any]
) -> None:
    for wrong in ({"ends_on": "2026-05-03"}, {"cost": "-1"}):
        answer = as_editor.post("/partnerships/activities/new/", quick | {"owner": owner.pk} | wrong)
        assert answer.status_code == 422
    activity = ActivityFactory()
    for name, values in {
        "activity_ends_after_it_starts": {"ends_on": date(2026, 5, 3)},
        "activity_costs_nothing_or_more": {"cost": -1},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Activity.objects.filter(pk=activity.pk).update(**values)


# The last activity of a partnership


def test_the_last_activity_is_the_later_of_what_is_stated_and_what_is_noted(partnership: Partnership) -> None:
    assert last_day(partnership) is None
    activity = ActivityFactory(owner=partnership.owner, starts_on=date(2025, 3, 1))
    activity.partnerships.add(partnership)
    assert last_day(partnership) == date(2025, 3, 1)
    Partnership.objects.update(last_activity_on=date(2025, 6, 1))
    assert last_day(partnership) == date(2025, 6, 1)
    Partnership.objects.update(last_activity_on=date(2024, 6, 1))
    activity.move_to_trash()
    assert last_day(partnership) == date(2024, 6, 1)


def test_what_is_to_come_does_not_count_and_what_goes_on_counts_as_today(partnership: Partnership) -> None:
    today = timezone.localdate()
    coming = ActivityFactory(owner=partnership.owner, starts_on=today + timedelta(days=9))
    coming.partnerships.add(partnership)
    assert last_day(partnership) is None
    going_on = {"starts_on": today - timedelta(days=99), "ends_on": today + timedelta(days=99)}
    ActivityFactory(owner=partnership.owner, **going_on).partnerships.add(partnership)
    assert last_day(partnership) == today


def test_a_noted_activity_wakes_a_quiet_partner(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(last_activity_on=date(2015, 1, 1))
    assert "Tampere" in as_editor.get("/partnerships/?quiet=1").content.decode()
    data = {"title": "Opkald", "kind": "meeting", "starts_on": timezone.localdate(), "partnerships": [partnership.pk]}
    as_editor.post(f"/partnerships/{partnership.pk}/activities/new/", data)
    assert "Tampere" not in as_editor.get("/partnerships/?quiet=1").content.decode()
    rows = as_editor.get("/partnerships/?columns=partner,last_active_on").context["listing"].rows()
    assert str(timezone.localdate().year) in rows


# The list


def test_the_list_is_narrowed_by_partner_department_year_and_country(as_editor: Client, owner: Organisation) -> None:
    finland = CountryFactory(code="FI", name_da="Finland", name_en="Finland")
    mine = PartnershipFactory(owner=owner, partner=OrganisationFactory(country=finland))
    department = DepartmentFactory(owner=owner)
    wanted = ActivityFactory(owner=owner, title="Den søgte", starts_on=date(2024, 1, 1))
    wanted.partnerships.set([mine])
    wanted.departments.set([department])
    other = ActivityFactory(owner=owner, title="En anden")
    other.partnerships.set([PartnershipFactory(owner=owner)])
    for query in (f"partnership={mine.pk}", f"department={department.pk}", "year=2024", "country=FI"):
        rows = as_editor.get(f"/partnerships/activities/?{query}").context["listing"].rows()
        assert "Den søgte" in rows
        assert "En anden" not in rows


@pytest.mark.parametrize("query", ["year=abc", "year=99999999", "partnership=x", "partnership=99999999999999999999"])
def test_nonsense_in_the_address_of_the_list_does_no_harm(as_editor: Client, query: str) -> None:
    assert as_editor.get(f"/partnerships/activities/?{query}").status_code == 200


def test_the_list_can_be_had_as_a_file_with_its_partners(as_editor: Client, owner: Organisation) -> None:
    activity = ActivityFactory(owner=owner, title="Fællesmøde")
    for name in ("Ærø", "Bergen"):
        activity.partnerships.add(PartnershipFactory(owner=owner, partner=OrganisationFactory(name=name)))
    answer = as_editor.get("/partnerships/activities/?columns=title,partners&export=csv")
    assert "Fællesmøde;Bergen, Ærø" in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_ten_activities_take_as_many_queries_as_one(as_editor: Client, partnership: Partnership) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(f"/partnerships/{partnership.pk}/")
        return len(captured)

    ActivityFactory(owner=partnership.owner).partnerships.add(partnership)
    queries()
    one = queries()
    for _number in range(12):
        ActivityFactory(owner=partnership.owner).partnerships.add(partnership)
    assert queries() == one
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert f'href="/partnerships/activities/?partnership={partnership.pk}"' in page


def test_an_activity_stands_on_the_pages_of_all_who_took_part(as_editor: Client, partnership: Partnership) -> None:
    guest, person = OrganisationFactory(), PersonFactory(owner=partnership.owner)
    activity = ActivityFactory(owner=partnership.owner, title="Fællesmøde")
    activity.partnerships.add(partnership)
    activity.organisations.set([guest, partnership.partner])
    activity.persons.add(person)
    for address in (
        f"/organisations/{guest.pk}/",
        f"/organisations/{partnership.partner_id}/",
        f"/persons/{person.pk}/",
    ):
        assert as_editor.get(address).content.decode().count("Fællesmøde") == 1


def test_an_activity_is_found_by_search(as_editor: Client, owner: Organisation) -> None:
    activity = ActivityFactory(owner=owner, title="Seminar om affald", result="<p>Ny biogas</p>")
    for text in ("affald", "biogas"):
        page = as_editor.get(f"/search/?q={text}").content.decode()
        assert f'href="/partnerships/activities/{activity.pk}/"' in page
