"""What was changed across all kinds of records, as far as each reader may know."""

import csv
import io

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from portal.models import Organisation, User
from strategy.models import AgendaItem
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    BodyFactory,
    DecisionFactory,
    JournalEntryFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    RoleFactory,
    StatusUpdateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def entries(client: Client, query: str = "") -> list[tuple[str, str]]:
    """Name of the record and the act, of each change shown."""
    groups = client.get(f"/activity/?{query}").context["page"].groups
    return [(str(entry.record), entry.change.act) for group in groups for entry in group.entries]


def edit(client: Client, partnership: Partnership, **data: object) -> None:
    form = {"owner": partnership.owner_id, "partner": partnership.partner_id, "kind": "twin_city", "status": "active"}
    version = Partnership.objects.get(pk=partnership.pk).version
    response = client.post(f"/partnerships/{partnership.pk}/edit/", form | {"version": version} | data)
    assert response.status_code == 302


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))


def test_a_change_is_told_with_who_what_and_why(as_editor: Client, editor: User, partnership: Partnership) -> None:
    topic = TopicFactory(name_da="Kultur")
    edit(as_editor, partnership, source="Arkivet", topics=[topic.pk], change_reason="Ryddet op")
    group = as_editor.get("/activity/?kind=partnerships.partnership").context["page"].groups[0]
    (entry,) = group.entries
    assert (group.by.name, group.reason, str(entry.record)) == (str(editor), "Ryddet op", "Gdynia")
    assert {(field.before, field.after) for field in entry.change.fields} == {("", "Arkivet"), ("", "Kultur")}
    assert f'href="/partnerships/{partnership.pk}/"' in as_editor.get("/activity/").content.decode()


def test_changes_are_narrowed_by_person(as_editor: Client, editor: User, partnership: Partnership) -> None:
    edit(as_editor, partnership, source="Arkivet")
    colleague = RoleFactory(owner=partnership.owner).user
    assert entries(as_editor, f"by={editor.pk}") == [("Gdynia", "changed")]
    assert entries(as_editor, f"by={colleague.pk}") == []


def test_changes_are_narrowed_by_kind_and_owner(client: Client, editor: User, partnership: Partnership) -> None:
    other = RoleFactory(user=editor, owner=OwnerFactory()).owner
    body = BodyFactory(owner=other, name="Byrådet")
    client.force_login(User.objects.get(pk=editor.pk))
    assert entries(client, "kind=strategy.body") == [("Byrådet", "created")]
    assert entries(client, f"owner={other.pk}") == [("Byrådet", "created")]
    assert ("Gdynia", "created") in entries(client, f"owner={partnership.owner_id}")
    assert str(body) not in dict(entries(client, f"owner={partnership.owner_id}"))


def test_a_reported_status_is_told_with_what_belongs_to_its_owner(
    client: Client, editor: User, owner: Organisation
) -> None:
    other = RoleFactory(user=editor, owner=OwnerFactory()).owner
    client.force_login(User.objects.get(pk=editor.pk))
    about_initiative = StatusUpdateFactory(initiative__perspective__strategy__owner=owner)
    action = ActionItemFactory(plan__strategy=about_initiative.initiative.strategy)
    about_action = StatusUpdateFactory(initiative=None, action_item=action)
    assert entries(client, f"kind=strategy.statusupdate&owner={other.pk}") == []
    told = entries(client, f"kind=strategy.statusupdate&owner={owner.pk}")
    assert sorted(told) == sorted((str(update), "created") for update in (about_initiative, about_action))


@pytest.mark.django_db(transaction=True)
def test_changes_are_narrowed_by_day(as_editor: Client, partnership: Partnership) -> None:
    today = partnership.events.get().pgh_created_at.date().isoformat()
    assert entries(as_editor, f"from={today}&to={today}&kind=partnerships.partnership") == [("Gdynia", "created")]
    assert entries(as_editor, "to=2001-01-01") == []
    assert entries(as_editor, "from=2999-01-01") == []


@pytest.mark.parametrize(
    "query",
    [
        "by=0", "by=x", "from=i+gaar", "from=0001-01-01", "to=2026-13-01", "to=9999-12-31", "kind=nothing", "group=1",
        "by=1%00",
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused(query: str, as_editor: Client) -> None:
    assert as_editor.get(f"/activity/?{query}").status_code == 422


@pytest.mark.parametrize("place", ["x", "2026-01-01,a,1", "2026-01-01T00:00:00+00:00,a,b", "a,b"])
def test_a_wrong_place_is_refused(place: str, as_editor: Client) -> None:
    assert as_editor.get("/activity/", {"before": place}).status_code == 400


def test_nothing_of_other_owners_is_told(as_editor: Client, client: Client, stranger: User) -> None:
    PartnershipFactory(owner=OwnerFactory(name="Hemmelig"), partner__name="Skjult")
    JournalEntryFactory(title="Hemmeligt besøg")
    assert "Skjult" not in {name for name, _act in entries(as_editor, "kind=partnerships.partnership")}
    assert "Hemmeligt besøg" not in as_editor.get("/activity/").content.decode()
    assert "Hemmeligt besøg" not in content(as_editor.get("/activity/?export=csv"))


def test_of_whoever_shares_no_owner_only_that_it_was_somebody(
    client: Client, editor: User, stranger: User, partnership: Partnership
) -> None:
    shared = OrganisationFactory(name="Fælles by")
    client.force_login(stranger)
    form = {"name": "Fælles by", "kind": "city", "country": "DK", "version": 1, "place": "Nord"}
    assert client.post(f"/organisations/{shared.pk}/edit/", form).status_code == 302
    client.force_login(editor)
    for page in (
        client.get("/activity/?kind=portal.organisation").content.decode(),
        client.get(f"/history/portal.organisation/{shared.pk}/").content.decode(),
    ):
        assert "Nord" in page
        assert str(stranger) not in page
    assert client.get(f"/activity/?by={stranger.pk}").status_code == 422


def test_what_lies_in_the_trash_is_told_as_such(as_editor: Client, partnership: Partnership) -> None:
    entry = JournalEntryFactory(about=partnership, title="Besøg i havnen")
    as_editor.post(f"/trash/partnerships.partnership/{partnership.pk}/", {"version": 1})
    page = as_editor.get("/activity/").content.decode()
    assert f'href="/partnerships/{partnership.pk}/' not in page
    assert ("Gdynia", "trashed") in entries(as_editor)
    shown = as_editor.get("/activity/?kind=portal.journalentry").context["page"].groups[0].entries[0]
    assert (shown.record, shown.is_in_trash) == (entry, True)


def test_closed_items_leak_nothing_of_their_past(
    client: Client, editor: User, secretariat: User, owner: Organisation
) -> None:
    item = AgendaItemFactory(body__owner=owner, title="Åbnet punkt", is_closed=True, economy="<p>Fortroligt</p>")
    decision = DecisionFactory(item=item, text="<p>Fortroligt</p>")
    note = JournalEntryFactory(about=item, owner=owner, title="Fortroligt")
    with pghistory.context():
        AgendaItem.objects.update(is_closed=False, economy="")
    type(decision).objects.update(text="")
    pages = [f"/history/{record.label}/{record.pk}/" for record in (item, decision, note)]
    client.force_login(editor)
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    assert client.get(f"{pages[0]}1/").status_code == 403
    for address in ("/activity/", "/activity/?export=csv", "/changes/?since=2001-01-01"):
        text = content(client.get(address))
        assert "Fortroligt" not in text
        assert "Åbnet punkt" not in text
    client.force_login(secretariat)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "Fortroligt" in client.get(pages[0]).content.decode()
    assert "Åbnet punkt" in client.get("/activity/").content.decode()


def content(response: object) -> str:
    return response.getvalue().decode() if response.streaming else response.content.decode()  # type: ignore[attr-defined]


def test_what_was_written_together_stands_together_and_is_cut(as_editor: Client, owner: Organisation) -> None:
    with pghistory.context(reason="Import"):
        for _number in range(12):
            PartnershipFactory(owner=owner)
    group = as_editor.get("/activity/?kind=partnerships.partnership").context["page"].groups[0]
    assert (group.reason, len(group.entries), group.has_more) == ("Import", 8, True)
    whole = as_editor.get(f"/activity/?group={group.key}").context["page"].groups
    assert sum(len(part.entries) for part in whole) == group.size == 24  # with the organisations
    record = group.entries[0].record
    page = as_editor.get(f"/history/partnerships.partnership/{record.pk}/")
    assert page.context["together"][0][1] == 23
    assert f'href="/activity/?group={group.key}"' in page.content.decode()


def test_pages_follow_each_other_without_a_gap(as_editor: Client, owner: Organisation) -> None:
    partner = OrganisationFactory()
    for number in range(130):
        Partnership(
            owner=owner, partner=partner, kind="twin_city", deleted_at="2026-01-01T00:00Z", source=number
        ).save()
    with pghistory.context():
        Partnership.with_trash.update(source="x")
    seen, address = [], "/activity/?kind=partnerships.partnership"
    while address:
        response = as_editor.get(address)
        groups = response.context["page"].groups
        seen += [entry.change.pk for group in groups for entry in group.entries]
        address = response.context["further"] and "/activity/" + response.context["further"]
    assert len(seen) == 130 + 8  # the group is cut
    assert len(content(as_editor.get("/activity/?kind=partnerships.partnership&export=csv")).splitlines()) == 1 + 260


def test_the_file_has_a_line_for_each_field_and_no_formula(as_editor: Client, partnership: Partnership) -> None:
    edit(as_editor, partnership, source="=1+1", since="1987", change_reason="@sum")
    for address in (
        "/activity/?kind=partnerships.partnership",
        f"/history/partnerships.partnership/{partnership.pk}/?",
    ):
        text = content(as_editor.get(f"{address}&export=csv"))
        assert text.startswith("\ufeff")
        lines = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
        assert len(lines) == 4  # the head, two fields, the making
        assert {"'=1+1", "'@sum", "1987"} <= {cell for line in lines for cell in line}
        assert not any(cell.startswith(("=", "@")) for line in lines for cell in line)


def test_many_changes_cost_no_more_queries_than_one(as_editor: Client, owner: Organisation) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_editor.get("/activity/?kind=partnerships.partnership")
        return len(captured)

    with pghistory.context():
        PartnershipFactory(owner=owner)
        Partnership.objects.update(source="A")
    queries()
    one = queries()
    for number in range(10):
        with pghistory.context():
            PartnershipFactory(owner=owner).topics.add(TopicFactory())
            Partnership.objects.update(source=str(number))
    assert queries() <= one + 2  # of links, and what they lead to


def test_a_reader_sees_it_and_htmx_gets_only_the_results(
    client: Client, reader: User, partnership: Partnership
) -> None:
    client.force_login(reader)
    page = client.get("/activity/", headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert page.lstrip().startswith('<section id="results">')
    assert 'href="/activity/"' in client.get("/").content.decode()


def test_a_user_without_a_role_sees_nothing(client: Client, partnership: Partnership) -> None:
    client.force_login(User.objects.create_user("uden@example.test"))
    assert entries(client) == []
