"""Two people edit one record: what can be merged is, the later one chooses the rest, and nothing typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from partnerships.models import Agreement, Partnership
from portal.access import RoleKind
from portal.models import Draft, Organisation, User
from portal.records.clash import marked
from strategy.models import ActionItem, AgendaItem
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AgreementFactory,
    DepartmentFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    partner = OrganisationFactory(name="Gdynia")
    return PartnershipFactory(owner=owner, partner=partner, source="Først", since="1987-08-04")


@pytest.fixture
def colleague(user_with: Callable[..., User]) -> Client:
    colleague = Client()
    colleague.force_login(user_with(RoleKind.SECRETARIAT))
    return colleague


def form_class_of(partnership: Partnership, **typed: object) -> dict[str, object]:
    form = {"owner": partnership.owner_id, "partner": "Gdynia (Danmark)", "kind": "twin_city", "status": "active"}
    return {**form, "since": "4.8.1987", "source": "Først", "version": 1, **typed}


def edit(client: Client, partnership: Partnership, **typed: object) -> HttpResponse:
    return client.post(f"/partnerships/{partnership.pk}/edit/", form_class_of(partnership, **typed))


def conflicts(response: HttpResponse) -> dict[str, tuple[str, str, str]]:
    """What is asked about: the original, theirs and mine, as a page shows them, by the name of the field."""
    found = [row["conflict"] for row in response.context["rows"]]
    return {one.name: tuple(re.sub(r"<del>.*?</del> ?|<.*?>", "", str(text)) for text in
            (one.original, one.theirs, one.mine)) for one in found}  # fmt: skip


def choose(response: HttpResponse, **choices: str) -> dict[str, Any]:
    """What the browser posts from the page that asks, with a choice for each field, and its own text where given."""
    page = response.content.decode()
    form = page[page.index("<form class=") :]
    typed: dict[str, Any] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        typed.setdefault(name[1], []).append(value[1].replace("&quot;", '"').replace("&lt;", "<") if value else "")
    for row in response.context["rows"]:
        typed[row["field"].html_name] = row["field"].value()
    for name, choice in choices.items():
        typed[f"choice-{name}"] = choice if choice in ("theirs", "mine") else "own"
        if choice not in ("theirs", "mine"):
            typed[name] = choice
    return {name: value for name, value in typed.items() if value is not None}


def test_only_the_fields_that_both_have_changed_are_asked_about(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din", status="dormant")
    response = edit(as_editor, partnership, source="Min", priority="high")
    assert response.status_code == 409
    assert conflicts(response) == {"source": ("Først", "Din", "Min")}
    assert response.context["merged"] == ["Status"]


def test_who_changed_each_field_is_named(
    as_editor: Client, colleague: Client, secretariat: User, partnership: Partnership
) -> None:
    other = Client()
    other.force_login(secretariat)
    edit(other, partnership, source="Din")
    edit(colleague, partnership, source="Din", version=2, priority="high")
    response = edit(as_editor, partnership, source="Min")
    assert response.context["rows"][0]["conflict"].changed_by == str(secretariat)


def test_every_typed_character_is_kept(as_editor: Client, partnership: Partnership, owner: Organisation) -> None:
    chosen = TopicFactory()
    department, person = DepartmentFactory(owner=owner), PersonFactory(owner=owner)
    Partnership.objects.update(source="Din", description="<p>Din</p>")
    typed = {
        "status": "ended",
        "since": "1999",
        "ended": "maj måske",
        "priority": "high",
        "topics": [chosen.pk],
        "department": department.pk,
        "responsible": person.pk,
        "origin": "<p>Linje 1</p><p>Linje 2 & 3</p>",
        "description": "<p>Fed <strong>tekst</strong> med 'tegn' & æøå</p>",
        "outlook": "<h3>Nyt</h3><ul><li>et</li></ul>",
        "last_activity_on": "2026-13-45",
        "source": 'Min "kilde" <1>',
        "change_reason": "Fordi",
    }
    response = edit(as_editor, partnership, **typed)
    assert response.status_code == 409
    form = response.context["form"]
    for name in typed.keys() - {"topics", "department", "responsible"}:
        assert form[name].value() == typed[name]
    page = response.content.decode()
    for name, value in [
        ("ended", "maj måske"),
        ("last_activity_on", "2026-13-45"),
        ("origin", "&lt;p&gt;Linje 1&lt;/p&gt;&lt;p&gt;Linje 2 &amp; 3&lt;/p&gt;"),
        ("outlook", "&lt;h3&gt;Nyt&lt;/h3&gt;&lt;ul&gt;&lt;li&gt;et&lt;/li&gt;&lt;/ul&gt;"),
        ("mine-source", "Min &quot;kilde&quot; &lt;1&gt;"),
        ("department", department.pk),
        ("responsible", person.pk),
        ("status", "ended"),
        ("topics", chosen.pk),
    ]:
        assert f'<input type="hidden" name="{name}" value="{value}"' in page
    assert 'value="Fordi"' in page
    assert "&lt;p&gt;Fed &lt;strong&gt;tekst&lt;/strong&gt; med &#x27;tegn&#x27; &amp; æøå&lt;/p&gt;" in page
    partnership.refresh_from_db()
    assert partnership.source == "Din"


@pytest.mark.parametrize(
    ("choice", "stands"), [("theirs", "Din"), ("mine", "Min"), ("Vores fælles kilde", "Vores fælles kilde")]
)
def test_what_is_chosen_stands_and_the_rest_is_merged(
    choice: str, stands: str, as_editor: Client, partnership: Partnership
) -> None:
    Partnership.objects.update(source="Din", status="dormant")
    asked = edit(as_editor, partnership, source="Min", priority="high")
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", choose(asked, source=choice))
    assert response.status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.status, partnership.priority) == (stands, "dormant", "high")


def test_each_field_has_a_choice_of_its_own(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din", since="1990", description="<p>Din tekst</p>")
    asked = edit(as_editor, partnership, source="Min", since="1991", description="<p>Min tekst</p>")
    decided = choose(asked, source="theirs", since="mine", description="<p>Begge tekster</p>")
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", decided).status_code == 302
    partnership.refresh_from_db()
    values = (partnership.source, partnership.since, partnership.description)
    assert values == ("Din", "1991", "<p>Begge tekster</p>")


def test_choosing_theirs_for_all_leaves_nothing_to_save(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din")
    asked = edit(as_editor, partnership, source="Min")
    answer = as_editor.post(f"/partnerships/{partnership.pk}/edit/", choose(asked, source="theirs"), follow=True)
    partnership.refresh_from_db()
    assert (partnership.source, partnership.version) == ("Din", 2)
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]
    assert not Draft.objects.exists()


def test_a_missing_choice_is_asked_for_again_and_the_others_are_kept(
    as_editor: Client, partnership: Partnership
) -> None:
    Partnership.objects.update(source="Din", since="1990")
    asked = edit(as_editor, partnership, source="Min", since="1991")
    again = as_editor.post(f"/partnerships/{partnership.pk}/edit/", choose(asked, since="Omkring 1990"))
    assert again.status_code == 409
    assert conflicts(again)["source"] == ("Først", "Din", "Min")
    assert conflicts(again)["since"][2] == "Omkring 1990"
    assert [row["choice"] for row in again.context["rows"]] == ["own", None]


def test_a_choice_made_on_a_version_that_is_old_by_then_is_asked_about_again(
    as_editor: Client, partnership: Partnership
) -> None:
    Partnership.objects.update(source="Din")
    asked = edit(as_editor, partnership, source="Min", priority="high")
    Partnership.objects.update(source="Din igen")
    again = as_editor.post(f"/partnerships/{partnership.pk}/edit/", choose(asked, source="mine"))
    assert again.status_code == 409
    assert conflicts(again) == {"source": ("Din", "Din igen", "Min")}
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", choose(again, source="mine")).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.priority) == ("Min", "high")


def test_choosing_theirs_takes_what_they_have_made_of_it_by_then(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din")
    asked = edit(as_editor, partnership, source="Min", priority="high")
    Partnership.objects.update(source="Din igen")
    decided = choose(asked, source="theirs")
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", decided).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.priority) == ("Din igen", "high")


@pytest.mark.parametrize("garbage", ["x", "", "-1", "99999999999999999999", "9" * 5000])
def test_a_choice_on_a_version_that_makes_no_sense_saves_nothing(
    garbage: str, as_editor: Client, partnership: Partnership
) -> None:
    Partnership.objects.update(source="Din")
    asked = edit(as_editor, partnership, source="Min")
    for name in ("version", "opened_on"):
        decided = choose(asked, source="mine") | {name: garbage}
        decided |= {} if name == "version" else {"choice-source": "x"}
        status = as_editor.post(f"/partnerships/{partnership.pk}/edit/", decided).status_code
        assert status in (400, 409)
    partnership.refresh_from_db()
    assert partnership.source == "Din"


def test_what_is_not_valid_is_complained_of_once_the_choice_is_made(
    as_editor: Client, partnership: Partnership
) -> None:
    Partnership.objects.update(source="Din", status="dormant")
    asked = edit(as_editor, partnership, source="Min", since="i går")
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", choose(asked, source="mine"))
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="i går"' in page
    assert 'value="Min"' in page
    assert '<option value="dormant" selected>' in page


def test_a_merge_that_is_not_valid_says_what_others_have_changed(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(status="dormant")
    response = edit(as_editor, partnership, since="i går")
    assert response.status_code == 422
    assert response.context["merged"] == ["Status"]
    again = edit(as_editor, partnership, since="1990", status="dormant", version=2)
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("opened", "theirs", "mine", "together"),
    [
        ([], [0], [1], [0, 1]),
        ([0], [0, 1], [0, 2], [0, 1, 2]),
        ([0, 1], [1], [0, 1, 2], [1, 2]),
        ([0, 1], [0], [1], []),
        ([0, 1], [0, 1, 2], [0], [0, 2]),
    ],
)
def test_choices_among_many_are_merged_one_by_one(
    opened: list[int],
    theirs: list[int],
    mine: list[int],
    together: list[int],
    as_editor: Client,
    colleague: Client,
    partnership: Partnership,
) -> None:
    topics = TopicFactory.create_batch(3)
    keys = [topic.pk for topic in topics]
    partnership.topics.set([topics[one] for one in opened])
    chosen = as_editor.get(f"/partnerships/{partnership.pk}/edit/").context["form"]["chosen"].value()
    edit(colleague, partnership, chosen=chosen, topics=[keys[one] for one in theirs])
    response = edit(as_editor, partnership, chosen=chosen, topics=[keys[one] for one in mine])
    assert response.status_code == 302
    assert sorted(partnership.topics.values_list("pk", flat=True)) == [keys[one] for one in together]


@pytest.mark.parametrize("garbage", ["", "{", "[1]", '{"topics": 7}', '{"topics": {"a": 1}}', "null"])
def test_a_form_that_does_not_say_what_was_chosen_takes_nothing_away(
    garbage: str, as_editor: Client, colleague: Client, partnership: Partnership
) -> None:
    mine, theirs = TopicFactory(), TopicFactory()
    edit(colleague, partnership, topics=[theirs.pk])
    edit(as_editor, partnership, chosen=garbage, topics=[mine.pk])
    assert set(partnership.topics.all()) >= {theirs}


def test_choices_among_records_are_merged_too(owner: Organisation, user_with: Callable[..., User]) -> None:
    client = Client()
    client.force_login(user_with(RoleKind.SECRETARIAT))
    item = AgendaItemFactory(body__owner=owner)
    mine, theirs = PartnershipFactory.create_batch(2, owner=owner)
    address = f"/meetings/items/{item.pk}/edit/"
    form = {"body": item.body_id, "title": item.title, "kind": "decision", "version": 1, "chosen": "{}"}
    assert client.post(address, form | {"partnerships": [theirs.pk]}).status_code == 302
    assert client.post(address, form | {"partnerships": [mine.pk], "is_closed": "on"}).status_code == 302
    item = AgendaItem.objects.get()
    assert (set(item.partnerships.all()), item.is_closed) == ({mine, theirs}, True)


def test_a_box_that_one_has_ticked_can_be_left_unticked(owner: Organisation, user_with: Callable[..., User]) -> None:
    client = Client()
    client.force_login(user_with(RoleKind.SECRETARIAT))
    item = AgendaItemFactory(body__owner=owner, recommendations=["at et"], is_closed=True)
    AgendaItem.objects.update(recommendations=["at et", "at to"], is_closed=False)
    address = f"/meetings/items/{item.pk}/edit/"
    form = {"body": item.body_id, "title": item.title, "kind": "decision", "version": 1, "chosen": "{}"}
    asked = client.post(address, form | {"recommendations": "et\r\ntre", "is_closed": "on"})
    assert conflicts(asked) == {"recommendations": ("at et", "at et at to", "at et at tre")}
    assert client.post(address, choose(asked, recommendations="mine")).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.recommendations, item.is_closed) == (["at et", "at tre"], False)


def test_values_are_told_as_people_read_them(as_editor: Client, partnership: Partnership, owner: Organisation) -> None:
    mine, stored = PersonFactory(owner=owner, name="Anna"), PersonFactory(owner=owner, name="Bo")
    Partnership.objects.update(
        responsible=stored, last_activity_on="2026-02-01", priority="low", description="<p>Å</p>"
    )
    typed = {"responsible": mine.pk, "last_activity_on": "2026-03-01", "priority": "high", "description": "<p>Ø</p>"}
    assert conflicts(edit(as_editor, partnership, **typed)) == {
        "responsible": ("", "Bo", "Anna"),
        "last_activity_on": ("", "1. februar 2026", "1. marts 2026"),
        "priority": ("", "Lav prioritet", "Høj prioritet"),
        "description": ("", "Å", "Ø"),
    }


def test_what_both_have_written_in_the_same_words_is_no_conflict(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Samme")
    answer = edit(as_editor, partnership, source="Samme")
    assert answer.status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.version) == ("Samme", 2)


def test_of_an_unknown_version_everything_that_differs_is_asked_about(
    as_editor: Client, partnership: Partnership
) -> None:
    asked = edit(as_editor, partnership, source="Min", since="1990", version=99)
    assert asked.status_code == 409
    assert conflicts(asked) == {"source": ("", "Først", "Min"), "since": ("", "4. august 1987", "1990")}


def test_words_are_marked_where_they_differ() -> None:
    assert str(marked("Mødet er i maj", "Mødet er i juni & juli")) == (
        "<span>Mødet er i</span> <del>maj</del> <ins>juni &amp; juli</ins>"
    )
    assert str(marked("", "Helt <nyt>")) == "Helt &lt;nyt&gt;"


def test_markup_in_both_versions_is_shown_as_text(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="<script>din()</script>")
    page = edit(as_editor, partnership, source="<script>min()</script>").content.decode()
    assert "<script>min" not in page
    assert "<script>din" not in page


def test_a_refused_save_is_kept_as_a_draft(as_editor: Client, editor: User, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din")
    edit(as_editor, partnership, source="Min", description="<p>Lang tekst</p>")
    draft = editor.drafts.get()
    assert draft.address == f"/partnerships/{partnership.pk}/edit/"
    assert (draft.data["description"], draft.data["version"]) == (["<p>Lang tekst</p>"], ["1"])
    assert "csrfmiddlewaretoken" not in draft.data


def test_agreements_and_actions_clash_too(as_editor: Client, owner: Organisation) -> None:
    agreement = AgreementFactory(partnership__owner=owner, title="Først")
    Agreement.objects.update(title="Din")
    form = {"title": "Min", "partnership": agreement.partnership_id, "version": 1}
    response = as_editor.post(f"/agreements/{agreement.pk}/edit/", form)
    assert conflicts(response) == {"title": ("Først", "Din", "Min")}
    action = ActionItemFactory(plan__strategy__owner=owner, title="Først")
    ActionItem.objects.update(title="Din")
    form = {"title": "Min", "plan": action.plan_id, "version": 1}
    response = as_editor.post(f"/strategies/actions/{action.pk}/edit/", form)
    assert conflicts(response) == {"title": ("Først", "Din", "Min")}


def test_organisations_clash_too(as_editor: Client) -> None:
    organisation = OrganisationFactory(name="Først")
    Organisation.objects.update(name="Din")
    response = as_editor.post(f"/organisations/{organisation.pk}/edit/", {"name": "Min", "version": 1})
    assert conflicts(response) == {"name": ("Først", "Din", "Min")}


def test_whoever_works_for_other_owners_is_not_named(as_editor: Client, stranger: User) -> None:
    organisation = OrganisationFactory(name="Først")
    other = Client()
    other.force_login(stranger)
    form = {"name": "Din", "kind": organisation.kind, "country": organisation.country_id, "version": 1}
    assert other.post(f"/organisations/{organisation.pk}/edit/", form).status_code == 302
    response = as_editor.post(f"/organisations/{organisation.pk}/edit/", {"name": "Min", "version": 1})
    assert response.context["rows"][0]["conflict"].changed_by == "En bruger"
    assert str(stranger) not in response.content.decode()
