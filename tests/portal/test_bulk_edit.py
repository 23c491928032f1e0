"""Many records changed at once: named one by one, shown before and after, and changed all or not at all."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.models import Membership
from partnerships.forms import ActivityForm
from partnerships.models import Partnership
from portal.access import RoleKind
from portal.lists import bulk
from portal.models import Organisation, User
from strategy.models import Meeting, MeetingState
from tests.factories import (
    ActivityFactory,
    AgreementFactory,
    DepartmentFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

CHOOSE = "/bulk/partnerships.partnership/"
CONFIRM, APPLY = f"{CHOOSE}confirm/", f"{CHOOSE}apply/"
FIELDS = [
    "kind", "status", "priority", "topics", "department", "responsible", "ended", "last_activity_on", "is_public",
]  # fmt: skip


def wishes(**chosen: Any) -> dict[str, Any]:
    """What the first page posts: `status="ended"` sets, `ended=None` empties, all other fields are left."""
    form: dict[str, Any] = {f"{name}-act": "leave" for name in FIELDS}
    for name, value in chosen.items():
        form |= {f"{name}-act": "clear"} if value is None else {f"{name}-act": "set", name: value}
    return form


def seen(*records: Any) -> list[str]:
    """What the second page posts of rows, as the user sees them now."""
    return [f"{record.pk}:{type(record).objects.get(pk=record.pk).version}" for record in records]


def table(page: str) -> list[str]:
    """The words of the table of what will change, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2].partition("</tbody>")[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.fixture
def cities(owner: Organisation) -> list[Partnership]:
    return [
        PartnershipFactory(owner=owner, partner=OrganisationFactory(name=name), priority="low")
        for name in ("Almere", "Gdynia", "Tampere")
    ]


def test_three_steps_change_what_was_ticked_and_nothing_else(as_editor: Client, cities: list[Partnership]) -> None:
    almere, gdynia, tampere = cities
    response = as_editor.post(CHOOSE, {"row": [almere.pk, tampere.pk]})
    assert response.status_code == 200
    assert [str(row.record) for row in response.context["rows"]] == ["Almere", "Tampere"]
    form = wishes(priority="high", last_activity_on="2026-03-01")
    response = as_editor.post(CONFIRM, {"row": [almere.pk, tampere.pk], **form, "change_reason": "Efter mødet"})
    assert response.status_code == 200
    page = response.content.decode()
    assert table(page) == [
        "Almere Prioritet Lav prioritet Høj prioritet",
        "Senest oplyste aktivitet tomt 1. marts 2026",
        "Tampere Prioritet Lav prioritet Høj prioritet",
        "Senest oplyste aktivitet tomt 1. marts 2026",
    ]
    assert set(Partnership.objects.values_list("priority", "version")) == {("low", 1)}

    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    posted = {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}
    ticked = re.findall(r'name="row" value="([^"]+)" checked', page)
    assert ticked == seen(almere, tampere)
    response = as_editor.post(APPLY, {**posted, "row": ticked})
    assert response.status_code == 302
    found = {str(one): (one.priority, str(one.last_activity_on)) for one in Partnership.objects.all()}
    assert found == {
        "Almere": ("high", "2026-03-01"), "Gdynia": ("low", "None"), "Tampere": ("high", "2026-03-01"),
    }  # fmt: skip
    assert gdynia.events.count() == 1


def test_it_leads_back_to_the_list_as_it_was_and_to_what_was_changed(
    as_editor: Client, cities: list[Partnership]
) -> None:
    before = "/partnerships/?kind=twin_city&sort=-partner"
    response = as_editor.post(CHOOSE, {"row": [cities[0].pk]}, headers={"Referer": f"http://testserver{before}"})
    assert f'name="next" value="http://testserver{before.replace("&", "&amp;")}"' in response.content.decode()
    form = wishes(priority="high") | {"row": seen(*cities[:2]), "next": before, "change_reason": "Efter mødet"}
    response = as_editor.post(APPLY, form)
    assert response["Location"] == before
    page = as_editor.get(before).content.decode()
    assert "2 samarbejder" in page
    result = as_editor.get(re.search(r'href="(/activity/\?group=[0-9a-f-]{36})"', page)[1]).content.decode()
    assert re.findall(r'href="/partnerships/(\d+)/"', result.partition("<main")[2]) == [
        str(city.pk) for city in cities[1::-1]
    ]
    assert "Efter mødet" in result


def test_one_change_is_one_group_of_the_history_with_one_reason(
    as_editor: Client, editor: User, cities: list[Partnership]
) -> None:
    form = wishes(priority="high") | {"row": seen(*cities), "change_reason": "Ny prioritering"}
    as_editor.post(APPLY, form)
    events = [city.events.latest("pgh_id") for city in cities]
    assert len({event.pgh_context_id for event in events}) == 1
    assert {event.pgh_context["reason"] for event in events} == {"Ny prioritering"}
    assert {event.pgh_context["user"] for event in events} == {editor.pk}
    assert [city.events.count() for city in cities] == [2, 2, 2]


def test_a_field_can_be_emptied(as_editor: Client, cities: list[Partnership], owner: Organisation) -> None:
    Partnership.objects.update(
        responsible=PersonFactory(owner=owner), last_activity_on="2026-01-01", since="1990", ended="1999"
    )
    form = wishes(responsible=None, last_activity_on=None, ended=None, priority=None) | {"row": seen(*cities)}
    assert as_editor.post(APPLY, form).status_code == 302
    assert set(Partnership.objects.values_list("responsible", "last_activity_on", "ended", "priority")) == {
        (None, None, "", "")
    }


def test_what_must_not_be_empty_cannot_be_emptied(as_editor: Client, cities: list[Partnership]) -> None:
    assert as_editor.post(APPLY, wishes(status=None) | {"row": seen(*cities)}).status_code == 422
    assert set(Partnership.objects.values_list("status", flat=True)) == {"active"}


@pytest.mark.parametrize(
    ("act", "expected"),
    [("add", {"Almere": "AB", "Gdynia": "B"}), ("remove", {"Almere": "A", "Gdynia": ""}),
     ("clear", {"Almere": "", "Gdynia": ""})],
)  # fmt: skip
def test_topics_are_added_taken_away_and_emptied(
    act: str, expected: dict[str, str], as_editor: Client, cities: list[Partnership]
) -> None:
    a, b = TopicFactory(name_da="A"), TopicFactory(name_da="B")
    almere, gdynia, _tampere = cities
    almere.topics.set([a] if act == "add" else [a, b])
    gdynia.topics.set([] if act == "add" else [b])
    rows = seen(almere, gdynia)
    form = wishes() | {"topics-act": act, "topics": [b.pk]}
    as_editor.post(CONFIRM, form | {"row": [almere.pk, gdynia.pk]})
    assert as_editor.post(APPLY, form | {"row": rows}).status_code == 302
    found = {str(one): "".join(sorted(topic.name_da for topic in one.topics.all())) for one in (almere, gdynia)}
    assert found == expected
    assert rows != seen(almere, gdynia)  # the next save of somebody who has not seen it must know
    assert almere.events.latest("pgh_id").pgh_context["url"] == APPLY


def test_values_that_are_not_used_need_not_be_valid(as_editor: Client, cities: list[Partnership]) -> None:
    form = wishes(priority="high") | {"row": seen(*cities), "last_activity_on": "i går", "status": "nonsense"}
    assert as_editor.post(APPLY, form).status_code == 302


# ---- the wrong rows ----


def test_what_matches_the_filter_by_now_does_not_matter(as_editor: Client, cities: list[Partnership]) -> None:
    """Selected by a filter that matches other rows when the change is made: the ticked ones are changed, no others."""
    almere, gdynia, _tampere = cities
    form = wishes(status="dormant") | {"row": [almere.pk], "next": "/partnerships/?priority=low"}
    as_editor.post(CONFIRM, form)
    PartnershipFactory(owner=almere.owner, partner__name="Ny", priority="low")
    as_editor.post(f"/cells/partnerships.partnership/{gdynia.pk}/priority/", {"priority": "high", "version": 1})
    assert as_editor.post(APPLY, form | {"row": seen(almere)}).status_code == 302
    assert list(Partnership.objects.filter(status="dormant")) == [almere]


@pytest.mark.parametrize("step", [CHOOSE, CONFIRM, APPLY])
@pytest.mark.parametrize("rows", [{}, {"row": "all"}, {"row": "1:x"}, {"row": ""}, {"all": "1"}])
def test_rows_must_be_named(step: str, rows: dict[str, str], as_editor: Client, cities: list[Partnership]) -> None:
    assert as_editor.post(step, wishes(priority="high") | rows).status_code == 400
    assert set(Partnership.objects.values_list("priority", flat=True)) == {"low"}


def test_there_may_be_too_many(as_editor: Client, cities: list[Partnership], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LIMIT", 2)
    assert as_editor.post(CHOOSE, {"row": [city.pk for city in cities]}).status_code == 400
    assert as_editor.post(CHOOSE, {"row": [city.pk for city in cities[:2]]}).status_code == 200


def test_a_row_of_another_owner_is_as_if_it_were_not_there(as_editor: Client, cities: list[Partnership]) -> None:
    other = PartnershipFactory(partner__name="Hemmelig", priority="low")
    for step in (CHOOSE, CONFIRM, APPLY):
        assert as_editor.post(step, wishes(priority="high") | {"row": seen(other)}).status_code == 404
    for step, status in ((CHOOSE, 200), (CONFIRM, 200), (APPLY, 409)):
        response = as_editor.post(step, wishes(priority="high") | {"row": seen(other, cities[0])})
        assert response.status_code == status
        assert "Hemmelig" not in response.content.decode()
    assert set(Partnership.objects.values_list("priority", flat=True)) == {"low"}


def test_keys_that_cannot_be_are_not_found(as_editor: Client, cities: list[Partnership]) -> None:
    for key in ("0", "-1", "99999999999999999999"):
        assert as_editor.post(CHOOSE, {"row": key}).status_code == 404


def test_rows_that_the_user_may_only_read_are_named_with_the_reason_and_stay(
    as_editor: Client, editor: User, cities: list[Partnership]
) -> None:
    other = PartnershipFactory(partner__name="Odense", priority="low")
    RoleFactory(user=editor, owner=other.owner, kind=RoleKind.READER)
    response = as_editor.post(CONFIRM, wishes(priority="high") | {"row": [other.pk, cities[0].pk]})
    assert [str(row.record) for row in response.context["changing"]] == ["Almere"]
    assert [str(row.record) for row in response.context["staying"]] == ["Odense"]
    assert response.context["staying"][0].refusal in response.content.decode()
    assert as_editor.post(APPLY, wishes(priority="high") | {"row": seen(other, cities[0])}).status_code == 422
    assert set(Partnership.objects.values_list("priority", flat=True)) == {"low"}


def test_what_is_frozen_stays_and_says_why(client: Client, secretariat: User, owner: Organisation) -> None:
    meeting = MeetingFactory(body__owner=owner, state=MeetingState.MINUTES_APPROVED)
    open_one = MeetingFactory(body=meeting.body)
    client.force_login(secretariat)
    form = {"form-act": "set", "form": "digital", "host-act": "leave", "row": seen(meeting, open_one)}
    response = client.post("/bulk/strategy.meeting/confirm/", form)
    assert response.context["staying"][0].refusal == meeting.frozen_because()
    assert client.post("/bulk/strategy.meeting/apply/", form).status_code == 422
    assert set(Meeting.objects.values_list("form", flat=True)) == {"physical"}
    assert client.post("/bulk/strategy.meeting/apply/", form | {"row": seen(open_one)}).status_code == 302


def test_what_belongs_to_another_owner_cannot_be_put_into_a_row(
    as_editor: Client, editor: User, cities: list[Partnership]
) -> None:
    other = PartnershipFactory(partner__name="Odense")
    RoleFactory(user=editor, owner=other.owner)
    department = DepartmentFactory(owner=cities[0].owner)
    form = wishes(department=department.pk) | {"row": seen(cities[0], other)}
    response = as_editor.post(APPLY, form)
    assert response.status_code == 422
    assert [str(row.record) for row in response.context["staying"]] == ["Odense"]
    assert not Partnership.objects.filter(department=department).exists()
    stranger = DepartmentFactory()
    assert as_editor.post(APPLY, wishes(department=stranger.pk) | {"row": seen(cities[0])}).status_code == 422


def test_people_of_another_owner_are_neither_added_to_a_row_nor_named_but_can_be_taken_away(
    client: Client, reader: User, editor: User, owner: Organisation
) -> None:
    client.force_login(editor)
    theirs = RoleFactory(user=editor).owner
    mine, own = ActivityFactory(owner=owner), PersonFactory(owner=owner, name="Anna Berg")
    person = PersonFactory(owner=theirs, name="Bo Dahl")
    form = {f"{name}-act": "leave" for name in ActivityForm.in_bulk} | {"persons": [person.pk, own.pk]}
    address = "/bulk/partnerships.activity/apply/"
    response = client.post(address, form | {"persons-act": "add", "row": seen(mine)})
    assert response.status_code == 422
    assert response.context["staying"][0].refusal
    assert not mine.persons.exists()
    assert client.post(address, form | {"persons-act": "add", "persons": own.pk, "row": seen(mine)}).status_code == 302
    mine.persons.add(person)
    mine.departments.add(DepartmentFactory(owner=theirs, name="Fremmed afdeling"))
    mine.partnerships.add(PartnershipFactory(owner=theirs, partner__name="Fremmed partner"))
    client.force_login(reader)
    page = client.get(mine.get_absolute_url()).content.decode()
    assert "Anna Berg" in page
    assert [name for name in ("Bo Dahl", "Fremmed afdeling", "Fremmed partner") if name in page] == []
    client.force_login(editor)
    form |= {"persons-act": "remove", "persons": person.pk}
    assert client.post(address, form | {"row": seen(mine)}).status_code == 302
    assert list(mine.persons.all()) == [own]


def test_whoever_may_change_nothing_is_refused(
    client: Client, reader: User, stranger: User, cities: list[Partnership]
) -> None:
    for user, status in ((reader, 403), (stranger, 404)):
        client.force_login(user)
        for step in (CHOOSE, CONFIRM, APPLY):
            assert client.post(step, wishes(priority="high") | {"row": seen(cities[0])}).status_code == status
    assert set(Partnership.objects.values_list("priority", flat=True)) == {"low"}


@pytest.mark.parametrize("label", ["portal.user", "portal.affiliation", "strategy.body", "nonsense"])
def test_not_everything_can_be_changed_in_bulk(label: str, as_editor: Client) -> None:
    assert as_editor.post(f"/bulk/{label}/", {"row": 1}).status_code == 404


# ---- all or nothing ----


def test_one_row_that_others_changed_stops_all(
    as_editor: Client, secretariat: User, cities: list[Partnership]
) -> None:
    rows = seen(*cities)
    other = Client()
    other.force_login(secretariat)
    other.post(f"/cells/partnerships.partnership/{cities[1].pk}/source/", {"source": "Ny kilde", "version": 1})
    form = wishes(priority="high", responsible=None) | {"row": rows, "change_reason": "Efter mødet"}
    response = as_editor.post(APPLY, form)
    assert response.status_code == 409
    assert set(Partnership.objects.values_list("priority", flat=True)) == {"low"}
    assert [str(row.record) for row in response.context["changing"] if row.is_stale] == ["Gdynia"]
    page = response.content.decode()
    for kept in ('name="priority" value="high"', 'name="responsible-act" value="clear"', 'value="Efter mødet"'):
        assert kept in page
    ticked = re.findall(r'name="row" value="([^"]+)" checked', page)
    assert ticked == seen(*cities)
    assert as_editor.post(APPLY, form | {"row": ticked}).status_code == 302
    assert set(Partnership.objects.values_list("priority", "source")) == {("high", ""), ("high", "Ny kilde")}


def test_the_same_change_posted_twice_is_made_once(as_editor: Client, cities: list[Partnership]) -> None:
    form = wishes(priority="high") | {"row": seen(*cities)}
    assert [as_editor.post(APPLY, form).status_code for _ in range(2)] == [302, 409]
    assert set(Partnership.objects.values_list("version", flat=True)) == {2}


def test_without_versions_nothing_is_changed(as_editor: Client, cities: list[Partnership]) -> None:
    rows = [*seen(cities[0]), str(cities[1].pk)]
    assert as_editor.post(APPLY, wishes(priority="high") | {"row": rows}).status_code == 400
    assert set(Partnership.objects.values_list("priority", flat=True)) == {"low"}


def test_a_row_that_went_into_the_trash_stops_all(as_editor: Client, cities: list[Partnership]) -> None:
    form = wishes(priority="high") | {"row": seen(*cities)}
    cities[0].move_to_trash()
    assert as_editor.post(APPLY, form).status_code == 409
    assert set(Partnership.objects.values_list("priority", flat=True)) == {"low"}


def test_a_rule_of_the_data_stops_all_and_names_the_row(as_editor: Client, cities: list[Partnership]) -> None:
    Partnership.objects.filter(pk=cities[2].pk).update(since="2020")
    form = wishes(ended="2010", priority="high") | {"row": seen(*cities)}
    response = as_editor.post(APPLY, form)
    assert response.status_code == 422
    refusals = {str(row.record): row.refusal for row in response.context["staying"]}
    assert refusals == {"Tampere": "Slutningen ligger før begyndelsen."}
    assert set(Partnership.objects.values_list("priority", "ended")) == {("low", "")}
    assert [str(row.record) for row in response.context["changing"]] == ["Almere", "Gdynia"]
    rest = re.findall(r'name="row" value="([^"]+)" checked', response.content.decode())
    assert as_editor.post(APPLY, form | {"row": rest}).status_code == 302


def test_rows_that_would_clash_with_each_other_are_named(as_editor: Client, owner: Organisation) -> None:
    """Two memberships of one network, of which only one may be active."""
    network = NetworkFactory()
    rows = [
        MembershipFactory(network=network, organisation=owner, status="left", joined=year) for year in (1990, 2000)
    ]
    act = {f"{name}-act": "leave" for name in ("left", "department", "responsible")}
    form = act | {"status-act": "set", "status": "member", "row": seen(*rows)}
    response = as_editor.post("/bulk/networks.membership/apply/", form)
    assert response.status_code == 422
    assert len([row for row in response.context["staying"] if row.refusal]) == 1
    assert set(Membership.objects.values_list("status", flat=True)) == {"left"}


def test_rows_that_are_already_so_stay_as_they_are(as_editor: Client, cities: list[Partnership]) -> None:
    Partnership.objects.filter(pk=cities[0].pk).update(priority="high")
    form = wishes(priority="high")
    response = as_editor.post(CONFIRM, form | {"row": [city.pk for city in cities]})
    assert [str(row.record) for row in response.context["staying"]] == ["Almere"]
    assert as_editor.post(APPLY, form | {"row": seen(*cities)}).status_code == 302
    assert [city.events.count() for city in cities] == [2, 2, 2]  # Almere's second is of before
    response = as_editor.post(CONFIRM, form | {"row": [city.pk for city in cities]})
    assert response.context["changing"] == []
    assert APPLY in response.content.decode()
    assert 'type="submit">' not in response.content.decode().partition("<main")[2]


# ---- the pages ----


@pytest.mark.parametrize(
    "form",
    [
        {},
        wishes(),
        wishes(priority=""),
        wishes(priority="nonsense"),
        wishes(last_activity_on="i går"),
        wishes(responsible="99999"),
        wishes() | {"topics-act": "add"},
        wishes() | {"topics-act": "set"},
        wishes(status="ended") | {"change_reason": "x" * 301},
    ],
)
def test_an_unclear_choice_is_asked_again(form: dict[str, Any], as_editor: Client, cities: list[Partnership]) -> None:
    for step in (CONFIRM, APPLY):
        response = as_editor.post(step, form | {"row": seen(*cities)})
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
        assert response.content.decode().count('name="row"') == 3
    assert set(Partnership.objects.values_list("version", flat=True)) == {1}


def test_the_way_back_keeps_what_was_chosen(as_editor: Client, cities: list[Partnership]) -> None:
    topic = TopicFactory()
    form = wishes(priority="high", last_activity_on="2026-03-01") | {"topics-act": "add", "topics": [topic.pk]}
    page = as_editor.post(CHOOSE, form | {"row": seen(*cities), "change_reason": "Derfor"}).content.decode()
    assert '<option value="high" selected>' in page
    assert re.search(r'name="priority-act" value="set"[^>]* checked', page)
    assert re.search(rf'name="topics" value="{topic.pk}"[^>]* checked', page)
    assert 'value="2026-03-01"' in page
    assert 'value="Derfor"' in page


def test_names_and_values_are_text(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, partner__name="<script>x()</script>")
    for step in (CHOOSE, CONFIRM):
        form = wishes(priority="high") | {"row": seen(partnership), "change_reason": '"><script>x()</script>'}
        assert "<script>x()" not in as_editor.post(step, form).content.decode()


def test_whoever_logged_in_anew_on_the_way_begins_with_the_list(as_editor: Client) -> None:
    for step in (CHOOSE, CONFIRM, APPLY):
        assert as_editor.get(step)["Location"] == "/partnerships/"


@pytest.mark.parametrize(
    ("label", "factory", "form"),
    [
        ("partnerships.agreement", AgreementFactory, {"notice_given_on": "2026-01-01"}),
        ("portal.organisation", OrganisationFactory, {"kind": "region"}),
        ("networks.network", NetworkFactory, {"kind": "political"}),
    ],
)
def test_other_kinds_of_records_can_be_changed_too(
    label: str, factory: Any, form: dict[str, str], as_editor: Client, owner: Organisation
) -> None:
    record = factory(**({"partnership__owner": owner} if label == "partnerships.agreement" else {}))
    page = as_editor.post(f"/bulk/{label}/", {"row": record.pk})
    acts = {f"{name}-act": "leave" for name in page.context["form"].names}
    ((name, value),) = form.items()
    posted = acts | {f"{name}-act": "set", name: value, "row": seen(record)}
    assert as_editor.post(f"/bulk/{label}/confirm/", posted).status_code == 200
    assert as_editor.post(f"/bulk/{label}/apply/", posted).status_code == 302
    record.refresh_from_db()
    assert str(getattr(record, name)) == value


def test_thirty_rows_take_as_many_queries_as_three(as_editor: Client, owner: Organisation) -> None:
    person, topic = PersonFactory(owner=owner), TopicFactory()

    def queries(rows: int) -> list[int]:
        cities = [PartnershipFactory(owner=owner, responsible=PersonFactory(owner=owner)) for _ in range(rows)]
        form = wishes(priority="high", responsible=person.pk) | {"topics-act": "add", "topics": [topic.pk]}
        counts = []
        for step in (CHOOSE, CONFIRM, APPLY):
            with CaptureQueriesContext(connection) as captured:
                assert as_editor.post(step, form | {"row": seen(*cities)}).status_code in (200, 302)
            counts.append(len(captured) - rows)  # `seen` asks once for each row
        return counts

    queries(1)
    assert queries(3) == queries(30)
