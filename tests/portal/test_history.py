"""History is written by the database itself: one event for each write, whichever way the write came."""

import re
from collections.abc import Callable

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Agreement, Partnership
from portal.models import Organisation, Population, User
from portal.records.versioned import VersionedModel, record_models
from portal.text.difference import difference
from tests.factories import AgreementFactory, OrganisationFactory, PartnershipFactory, PersonFactory, TopicFactory

pytestmark = pytest.mark.django_db

TopicEvent = apps.get_model("partnerships", "PartnershipTopicsEvent")


def acts(model: type[VersionedModel], pk: int) -> list[str]:
    """What happened to a row, first things first."""
    events = model.events.field.model.objects.filter(pgh_obj_id=pk)
    return list(events.order_by("pgh_id").values_list("pgh_label", flat=True))


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def save(partnership: Partnership) -> None:
    partnership.source = "Ny"
    partnership.save()


def update(partnership: Partnership) -> None:
    Partnership.objects.filter(pk=partnership.pk).update(source="Ny")


def bulk_update(partnership: Partnership) -> None:
    partnership.source = "Ny"
    Partnership.objects.bulk_update([partnership], ["source"])


def raw_sql(partnership: Partnership) -> None:
    execute("UPDATE partnerships_partnership SET source = 'Ny' WHERE id = %s", partnership.pk)


@pytest.mark.parametrize("write", [save, update, bulk_update, raw_sql])
def test_an_update_leaves_one_event_however_it_is_written(write: Callable[[Partnership], None]) -> None:
    partnership = PartnershipFactory(source="Gammel")
    write(partnership)
    assert acts(Partnership, partnership.pk) == ["insert", "update"]
    newest = partnership.events.order_by("-pgh_id").first()
    assert (newest.source, newest.version) == ("Ny", 2)


@pytest.mark.parametrize("write", [save, update, bulk_update, raw_sql])
def test_a_write_that_changes_nothing_leaves_no_event(write: Callable[[Partnership], None]) -> None:
    partnership = PartnershipFactory(source="Ny")
    write(partnership)
    assert acts(Partnership, partnership.pk) == ["insert"]


def test_an_insert_leaves_one_event_however_it_is_written() -> None:
    country = OrganisationFactory().country
    OrganisationFactory(name="Enkelt")
    Organisation.objects.bulk_create([Organisation(name="Mange", kind="city", country=country)])
    execute(
        "INSERT INTO portal_organisation (name, local_name, other_names, kind, country_id, place, website, note,"
        " source, is_owner, theme, version) VALUES ('SQL', '', '', 'city', 'DK', '', '', '', '', false, '', 1)"
    )
    for name in ["Enkelt", "Mange", "SQL"]:
        assert acts(Organisation, Organisation.objects.get(name=name).pk) == ["insert"]


def test_a_deletion_leaves_one_event_however_it_is_written() -> None:
    alone, several, raw = (PartnershipFactory().pk for _ in range(3))
    Partnership.objects.get(pk=alone).delete()
    Partnership.objects.filter(pk=several).delete()
    execute("DELETE FROM partnerships_partnership WHERE id = %s", raw)
    for pk in (alone, several, raw):
        assert acts(Partnership, pk) == ["insert", "delete"]


def test_what_a_deletion_takes_along_or_empties_leaves_events_too() -> None:
    organisation = OrganisationFactory()
    population = Population.objects.create(organisation=organisation, counted_on="2026-01-01", inhabitants=5)
    person = PersonFactory()
    partnership = PartnershipFactory(owner=person.owner, responsible=person)
    organisation.delete()
    person.delete()
    assert acts(Population, population.pk) == ["insert", "delete"]
    assert acts(Partnership, partnership.pk) == ["insert", "update"]


def test_a_link_to_many_leaves_one_event_when_it_is_made_and_one_when_it_is_cut() -> None:
    partnership, topic, other = PartnershipFactory(), TopicFactory(), TopicFactory()
    partnership.topics.add(topic)
    partnership.topics.add(topic)
    partnership.topics.set([other])
    execute("DELETE FROM partnerships_partnership_topics WHERE topic_id = %s", other.pk)
    events = TopicEvent.objects.filter(partnership=partnership).order_by("pgh_id")
    assert [(event.pgh_label, event.topic_id) for event in events] == [
        ("insert", topic.pk),
        ("delete", topic.pk),
        ("insert", other.pk),
        ("delete", other.pk),
    ]


def test_every_link_to_many_of_a_record_is_kept_in_history() -> None:
    tracked = {
        event.pgh_tracked_model._meta.concrete_model
        for event in apps.get_models()
        if issubclass(event, pghistory.models.Event)
    }
    for model in record_models():
        assert model in tracked
        for field in model._meta.local_many_to_many:
            assert field.remote_field.through in tracked


def test_every_table_has_its_triggers_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        installed = {(table.strip('"'), name.removeprefix("pgtrigger_")[:-6]) for table, name in cursor.fetchall()}
    for model in record_models():
        assert (model._meta.db_table, "bump_version") in installed
        for act in ("insert_insert", "update_update", "delete_delete"):
            assert (model._meta.db_table, act) in installed
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event):
            assert {(model._meta.db_table, name) for name in ("append_only", "no_truncate")} <= installed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships_partnershipevent SET source = 'pyntet'",
        "DELETE FROM partnerships_partnershipevent",
        "TRUNCATE partnerships_partnershipevent",
        "TRUNCATE partnerships_partnershiptopicsevent",
        "DELETE FROM partnerships_partnershiptopicsevent",
    ],
)
def test_events_cannot_be_changed_or_removed(statement: str) -> None:
    partnership = PartnershipFactory()
    partnership.topics.add(TopicFactory())
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(statement)
    assert acts(Partnership, partnership.pk) == ["insert"]


def test_the_event_of_a_write_through_a_form_names_the_user_and_the_reason(
    as_editor: Client, editor: User, owner: Organisation
) -> None:
    form = {"owner": owner.pk, "partner": OrganisationFactory(name="Gdynia").pk, "kind": "twin_city"}
    as_editor.post("/partnerships/new/", form | {"status": "active"})
    partnership = Partnership.objects.get()
    reason = "Byrådet, 3. juni"
    edit = form | {"status": "dormant", "version": 1, "change_reason": reason}
    as_editor.post(f"/partnerships/{partnership.pk}/edit/", edit)
    made, changed = partnership.events.order_by("pgh_id")
    assert made.pgh_context["user"] == changed.pgh_context["user"] == editor.pk
    assert changed.pgh_context["reason"] == reason
    assert "reason" not in made.pgh_context
    assert made.pgh_context_id != changed.pgh_context_id


def test_the_events_of_trash_and_restore_name_the_user(as_editor: Client, editor: User, owner: Organisation) -> None:
    agreement = AgreementFactory(partnership__owner=owner)
    as_editor.post(f"/trash/partnerships.partnership/{agreement.partnership_id}/", {"version": 1})
    as_editor.post(f"/trash/partnerships.partnership/{agreement.partnership_id}/restore/")
    for model, pk in ((Partnership, agreement.partnership_id), (Agreement, agreement.pk)):
        assert acts(model, pk) == ["insert", "update", "update"]
        events = model.events.field.model.objects.filter(pgh_obj_id=pk, pgh_label="update")
        assert [event.pgh_context["user"] for event in events] == [editor.pk, editor.pk]


def test_reading_leaves_no_event(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    for address in ("", "edit/"):
        as_editor.get(f"/partnerships/{partnership.pk}/{address}")
    as_editor.get(f"/trash/partnerships.partnership/{partnership.pk}/")
    assert acts(Partnership, partnership.pk) == ["insert"]


def test_the_page_tells_what_changed_from_what_to_what(as_editor: Client, editor: User, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Gdynia")
    partnership = PartnershipFactory(owner=owner, partner=partner, since="1987-08-04", description="<p>Før</p>")
    responsible = PersonFactory(owner=owner, name="Anna Berg")
    form = {"owner": owner.pk, "partner": partner.pk, "kind": "twin_city", "status": "active", "version": 1}
    changes = {"since": "8.1988", "description": "<p>Efter</p>", "responsible": responsible.pk}
    as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | changes | {"change_reason": "Rettet årstal"})
    page = as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/").content.decode()
    read = re.sub(r'<span class="sr-only">[^<]*</span>', "", page)
    assert "<del>4. august 1987</del> → <ins>august 1988</ins>" in read
    assert "<del>Før</del> <ins>Efter</ins>" in read
    assert "→ <ins>Anna Berg</ins>" in read
    assert "Rettet årstal" in page
    assert f'<a href="/activity/?by={editor.pk}">{editor}' in page
    assert page.count("<del>") == 2  # the person was empty before
    assert page.count('<del><span class="sr-only">') == 2


def test_the_page_hides_what_nobody_asks_for(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, source="A")
    Partnership.objects.update(source="B")
    changed = as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/").context["changes"]
    assert [[field.before for field in change.fields] for change in changed] == [["A"], []]


def test_the_newest_change_stands_first_with_what_was_done(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    as_editor.post(f"/trash/partnerships.partnership/{partnership.pk}/", {"version": 1})
    as_editor.post(f"/trash/partnerships.partnership/{partnership.pk}/restore/")
    changes = as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/").context["changes"]
    assert len({change.act for change in changes}) == 3
    assert changes[0].at >= changes[1].at >= changes[2].at


def test_a_write_by_nobody_is_the_systems(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    change, *_ = as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/").context["changes"]
    assert change.by
    assert change.reason == ""


def test_a_job_can_say_why(owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    with pghistory.context(reason="Årlig oprydning"):
        Partnership.objects.filter(pk=partnership.pk).update(status="dormant")
    assert partnership.events.order_by("-pgh_id").first().pgh_context == {"reason": "Årlig oprydning"}


def test_the_history_of_every_kind_of_record_can_be_opened_by_its_name() -> None:
    for model in record_models():
        assert isinstance(model._meta.get_field("version"), models.PositiveIntegerField)
        assert apps.get_model(model._meta.label_lower) is model


def history_of(client: Client, partnership: Partnership) -> list[list[tuple[str, str]]]:
    changed = client.get(f"/history/partnerships.partnership/{partnership.pk}/").context["changes"]
    return [[(field.before, field.after) for field in change.fields] for change in changed]


def test_links_that_were_made_and_cut_are_told_by_name(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    culture, waste = TopicFactory(name_da="Kultur"), TopicFactory(name_da="Affald")
    partnership.topics.add(waste)
    form = {"owner": owner.pk, "partner": partnership.partner_id, "kind": "twin_city", "status": "active"}
    as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | {"version": 1, "topics": [culture.pk]})
    assert history_of(as_editor, partnership)[0] == [("Affald", "Kultur")]
    page = as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/").content.decode()
    assert re.search(r"<ins>.*Kultur</ins>, <del>.*Affald</del>", page)


def test_links_written_without_the_record_are_a_change_of_their_own(as_editor: Client, owner: Organisation) -> None:
    partnership, topic = PartnershipFactory(owner=owner), TopicFactory(name_da="Kultur")
    with pghistory.context(reason="Oprydning"):
        partnership.topics.add(topic)
    assert history_of(as_editor, partnership) == [[("", "Kultur")], []]


def test_names_of_records_of_other_owners_are_not_told(as_editor: Client, owner: Organisation) -> None:
    foreign = PersonFactory(name="Skjult Person")
    partnership = PartnershipFactory(owner=owner, responsible=foreign)
    Partnership.objects.update(responsible=None)
    assert "Skjult" not in as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/").content.decode()


def test_a_long_history_has_pages(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    for number in range(60):
        Partnership.objects.update(source=str(number))
    address = f"/history/partnerships.partnership/{partnership.pk}/"
    assert len(as_editor.get(address).context["changes"]) == 50
    assert len(as_editor.get(f"{address}?page=2").context["changes"]) == 11
    assert as_editor.get(f"{address}?page=x").status_code == 200


def test_a_history_costs_the_same_however_long(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/")
        return len(captured)

    for number in range(2):
        Partnership.objects.update(source=str(number), responsible=PersonFactory(owner=owner))
    queries()
    few = queries()
    for number in range(10):
        Partnership.objects.update(source=str(number), responsible=PersonFactory(owner=owner))
    assert queries() == few


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("en to tre", "en fire tre", "en [-to-] [+fire+] tre"),
        ("", "nyt", "[+nyt+]"),
        ("væk", "", "[-væk-]"),
        ("en to\ntre fire", "en to\ntre fem", "en to\ntre [-fire-] [+fem+]"),
        (" ".join("abcdefghijklmnopq"), " ".join("abcdefghijklmnopQ"), "… i j k l m n o p [-q-] [+Q+]"),
        ("ord " * 5000, "nyt", "[-" + "ord " * 5000 + "-] [+nyt+]"),
    ],
)
def test_a_text_is_compared_word_by_word(before: str, after: str, told: str) -> None:
    marks = {"removed": "[-{}-]", "added": "[+{}+]", "kept": "{}"}
    assert " ".join(marks[part.sort].format(part.text) for part in difference(before, after)) == told
