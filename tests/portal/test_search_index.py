"""Search is never behind: whichever way a record was written, the next search knows of it."""

import json
from collections.abc import Callable
from threading import Thread
from time import sleep

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from portal.models import (
    Attachment,
    Country,
    JournalEntry,
    Organisation,
    SearchDocument,
    SearchStale,
    SearchWord,
    Topic,
    User,
)
from portal.search import index
from portal.search.index import drain, mark_all
from portal.search.registry import register, sources
from portal.search.results import Results
from portal.search.suggestions import suggestions
from portal.views.record import record_models
from strategy.models import AgendaItem
from tests.factories import (
    AgendaItemFactory,
    AgreementFactory,
    DecisionFactory,
    InitiativeFactory,
    MembershipFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(editor: User) -> Callable[[str], set[str]]:
    """The titles of all that the editor finds, which are suggested as well where names begin so."""
    return lambda text: {row.title for row in Results(User.objects.get(pk=editor.pk), text).page}


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_every_type_of_record_is_searched() -> None:
    assert {model._meta.label_lower for model in record_models()} == sources().keys()


# --- kinds of write --------------------------------------------------------------------------------------------------
def save(organisation: Organisation) -> None:
    organisation.name = "Narvik"
    organisation.save()


def update(organisation: Organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(name="Narvik")


def bulk_update(organisation: Organisation) -> None:
    organisation.name = "Narvik"
    Organisation.objects.bulk_update([organisation], ["name"])


def update_or_create(organisation: Organisation) -> None:
    Organisation.objects.update_or_create(pk=organisation.pk, defaults={"name": "Narvik"})


def bulk_upsert(organisation: Organisation) -> None:
    organisation.name = "Narvik"
    Organisation.objects.bulk_create(
        [organisation], update_conflicts=True, unique_fields=["id"], update_fields=["name"]
    )


def raw_sql(organisation: Organisation) -> None:
    execute("UPDATE portal_organisation SET name = 'Narvik' WHERE id = %s", organisation.pk)


def fixture(organisation: Organisation) -> None:
    path = f"/tmp/organisation-{organisation.pk}.json"  # noqa: S108
    fields = {"name": "Narvik", "kind": "city", "country": "DK", "version": 1}
    with open(path, "w") as file:
        json.dump([{"model": "portal.organisation", "pk": organisation.pk, "fields": fields}], file)
    call_command("loaddata", path, verbosity=0)


def form(organisation: Organisation) -> None:
    client = Client()
    client.force_login(RoleFactory(kind="editor").user)
    version = Organisation.objects.get(pk=organisation.pk).version
    values = {"name": "Narvik", "kind": "city", "country": "DK", "version": version}
    assert client.post(f"/organisations/{organisation.pk}/edit/", values).status_code == 302


def admin(organisation: Organisation) -> None:
    client = Client()
    client.force_login(RoleFactory(user__is_staff=True, user__is_superuser=True).user)
    values = {"name": "Narvik", "kind": "city", "country": "DK", "theme": "default"}
    assert client.post(f"/admin/portal/organisation/{organisation.pk}/change/", values).status_code == 302


WRITES = [save, update, bulk_update, update_or_create, bulk_upsert, raw_sql, fixture, form, admin]


@pytest.mark.parametrize("write", WRITES)
def test_a_change_is_found_at_once_however_it_was_written(
    write: Callable[[Organisation], None], found: Callable[[str], set[str]]
) -> None:
    organisation = OrganisationFactory(name="Tromsø")
    assert found("tromsø") == {"Tromsø"}
    write(organisation)
    assert found("narvik") == {"Narvik"}
    assert found("tromsø") == set()


def test_a_new_record_is_found_at_once_however_it_was_made(found: Callable[[str], set[str]]) -> None:
    country = OrganisationFactory(name="Bodø enkelt").country
    Organisation.objects.bulk_create([Organisation(name="Bodø mange", kind="city", country=country)])
    execute(
        "INSERT INTO portal_organisation (name, local_name, other_names, kind, country_id, place, website, note,"
        " source, is_owner, theme, version) VALUES ('Bodø SQL', '', '', 'city', 'DK', '', '', '', '', false, '', 1)"
    )
    assert found("bodø") == {"Bodø enkelt", "Bodø mange", "Bodø SQL"}


def test_a_deleted_record_is_gone_at_once_however_it_was_deleted(found: Callable[[str], set[str]]) -> None:
    records = [OrganisationFactory(name=f"Bodø {number}") for number in range(4)]
    assert len(found("bodø")) == 4
    records[0].delete()
    Organisation.objects.filter(pk=records[1].pk).delete()
    execute("DELETE FROM portal_organisation WHERE id = %s", records[2].pk)
    assert found("bodø") == {"Bodø 3"}
    assert not SearchWord.objects.filter(word__in="012").exists()


def test_what_a_cascade_deletes_or_empties_is_followed(owner: Organisation, found: Callable[[str], set[str]]) -> None:
    organisation = OrganisationFactory(name="Bodø")
    organisation.populations.create(counted_on="2026-01-01", inhabitants=1, source="Manntallet")
    person = PersonFactory(owner=owner, name="Ane Berg")
    PartnershipFactory(owner=owner, partner__name="Umeå", responsible=person)
    assert found("manntallet") != set()
    assert found("berg") == {"Ane Berg", "Umeå"}
    organisation.delete()
    person.delete()
    assert found("manntallet") == found("berg") == set()


def test_a_write_that_is_rolled_back_leaves_no_trace(found: Callable[[str], set[str]]) -> None:
    organisation = OrganisationFactory(name="Tromsø")
    assert found("tromsø")
    with transaction.atomic():
        save(organisation)
        assert found("narvik") == {"Narvik"}
        transaction.set_rollback(True)
    assert found("narvik") == set()
    assert found("tromsø") == {"Tromsø"}
    assert not SearchStale.objects.exists()


def test_trash_hides_a_record_with_its_parts_and_restoring_brings_them_back(
    owner: Organisation, as_editor: Client, found: Callable[[str], set[str]]
) -> None:
    partnership = PartnershipFactory(owner=owner, partner__name="Gävle")
    agreement = AgreementFactory(partnership=partnership, title="Gävleaftalen")
    Attachment.objects.create(
        owner=owner, about_kind=agreement.label, about_id=agreement.pk, name="Gävlebilag.pdf", size=1
    )
    assert found("gävle") == {"Gävle", "Gävleaftalen", "Gävlebilag.pdf"}
    address = f"/trash/partnerships.partnership/{partnership.pk}/"
    as_editor.post(address, {"version": partnership.version})
    assert found("gävle") == {"Gävle"}  # the city
    assert len(suggestions(RoleFactory(owner=owner).user, "gävle") or []) == 1
    as_editor.post(f"{address}restore/")
    assert found("gävle") == {"Gävle", "Gävleaftalen", "Gävlebilag.pdf"}


# --- records that tell of others -------------------------------------------------------------------------------------
def test_a_new_name_reaches_all_that_show_it(owner: Organisation, found: Callable[[str], set[str]]) -> None:
    city = OrganisationFactory(name="Tromsø")
    partnership = PartnershipFactory(owner=owner, partner=city)
    AgreementFactory(partnership=partnership, title="Aftalen")
    item = AgendaItemFactory(body__owner=owner, title="Rejsen")
    item.partnerships.add(partnership)
    InitiativeFactory(perspective__strategy__owner=owner, title="Nordpå", code="1").taking_part.add(city)
    MembershipFactory(organisation=city, network__name="Isnettet")
    JournalEntry.objects.create(
        owner=owner, about_kind="partnerships.partnership", about_id=partnership.pk, title="Besøg", day="2026-01-01"
    )
    rest = {"Aftalen", "Rejsen", "1 Nordpå", "Isnettet"}
    assert found("tromsø") == {"Tromsø", *rest}
    update(city)
    assert found("tromsø") == set()
    assert found("narvik") == {"Narvik", *rest}
    assert SearchDocument.objects.get(kind="portal.journalentry").detail == "Narvik"


def test_links_to_many_are_followed_both_when_made_and_when_cut(
    owner: Organisation, found: Callable[[str], set[str]]
) -> None:
    partnership = PartnershipFactory(owner=owner, partner__name="Umeå")
    topic = TopicFactory(name_da="Tangforskning")
    assert found("tangforskning") == set()
    partnership.topics.add(topic)
    assert found("tangforskning") == {"Umeå"}
    Topic.objects.filter(pk=topic.pk).update(name_da="Algedyrkning")
    assert found("algedyrkning") == {"Umeå"}
    partnership.topics.clear()
    assert found("algedyrkning") == set()
    partnership.topics.through.objects.bulk_create([partnership.topics.through(partnership=partnership, topic=topic)])
    assert found("algedyrkning") == {"Umeå"}
    execute("DELETE FROM partnerships_partnership_topics")
    assert found("algedyrkning") == set()


def test_a_country_gets_a_new_name_everywhere(owner: Organisation, found: Callable[[str], set[str]]) -> None:
    country = Country.objects.create(code="ZZ", name_da="Atlantis", name_en="Atlantis", continent="EU")
    PartnershipFactory(owner=owner, partner__name="Platon", partner__country=country)
    assert found("atlantis") == {"Platon"}
    Country.objects.filter(pk="ZZ").update(name_da="Ultima Thule")
    assert found("thule") == {"Platon"}


def test_closing_an_item_closes_all_that_hangs_on_it_at_once(owner: Organisation) -> None:
    item = AgendaItemFactory(body__owner=owner, title="Hemmelig sag")
    decision = DecisionFactory(item=item, text="<p>Hemmelig beslutning</p>")
    for record in (item, decision):
        Attachment.objects.create(
            owner=owner, about_kind=record.label, about_id=record.pk, name=f"Hemmeligt {record.label}.pdf", size=1
        )
    reader = RoleFactory(owner=owner, kind="reader").user
    assert len(suggestions(reader, "hemmelig") or []) == 4
    AgendaItem.objects.update(is_closed=True)
    assert suggestions(reader, "hemmelig") == []
    assert Results(reader, "hemmelig").total == 0
    AgendaItem.objects.update(is_closed=False)
    assert Results(reader, "hemmelig").total == 4


def test_records_move_with_what_they_belong_to(owner: Organisation, found: Callable[[str], set[str]]) -> None:
    item = AgendaItemFactory(body__owner=owner, title="Flyttes")
    DecisionFactory(item=item, text="<p>Flyttet</p>")
    assert found("flytter") == {"Flyttes"}
    type(item.body).objects.update(owner=OwnerFactory())
    assert found("flytter") == set()


# --- backlogs --------------------------------------------------------------------------------------------------------
def test_a_search_goes_through_so_many_documents_and_leaves_out_what_is_behind(
    editor: User, owner: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.search.index.BATCH", 5)
    monkeypatch.setattr("portal.search.results.AT_A_TIME", 5)
    monkeypatch.setattr("portal.search.suggestions.AT_A_TIME", 5)
    items = AgendaItemFactory.create_batch(30, body__owner=owner, title="Vandsag")
    assert not Results(editor, "vandsag").is_complete
    drain()
    assert Results(editor, "vandsag").total == 30
    AgendaItem.objects.filter(pk__in=[item.pk for item in items]).update(is_closed=True)
    results = Results(editor, "vandsag")
    assert not results.is_complete
    assert results.total == 0
    assert suggestions(editor, "vandsag") == []
    assert drain()
    assert not SearchStale.objects.exists()


def test_reindex_mends_whatever_happened_to_the_documents(found: Callable[[str], set[str]]) -> None:
    organisation = OrganisationFactory(name="Tromsø")
    assert found("tromsø")
    SearchDocument.objects.filter(record_id=organisation.pk).delete()
    SearchDocument.objects.create(kind="portal.organisation", record_id=0, scope=0, title="Genfærd", words="")
    assert found("tromsø") == set()
    call_command("reindex")
    assert found("tromsø") == {"Tromsø"}
    assert not SearchDocument.objects.filter(title="Genfærd").exists()


def test_a_text_of_any_size_is_searched(owner: Organisation, found: Callable[[str], set[str]]) -> None:
    words = " ".join(f"ord{number}" for number in range(40_000))
    PartnershipFactory(
        owner=owner, partner__name="Umeå", partner__other_names="x" * 3000 + "\n" + words[:3000], description=words
    )
    assert found("ord17") == {"Umeå"}


def test_documents_are_built_with_few_queries(owner: Organisation) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            drain()
        return len(captured)

    def make() -> None:
        partnership = PartnershipFactory(owner=owner, responsible=PersonFactory(owner=owner))
        partnership.topics.add(TopicFactory())
        item = AgendaItemFactory(body__owner=owner)
        item.partnerships.add(partnership)
        decision = DecisionFactory(item=item)
        for record in (partnership, decision):
            Attachment.objects.create(owner=owner, about_kind=record.label, about_id=record.pk, name="Fil.pdf", size=1)

    make()
    queries()
    make()
    few = queries()
    for _ in range(6):
        make()
    assert queries() == few


@pytest.mark.django_db(transaction=True)
def test_searches_beside_each_other_bring_a_record_up_to_date_once(monkeypatch: pytest.MonkeyPatch) -> None:
    user = RoleFactory().user
    OrganisationFactory.create_batch(20, name="Bodø")
    drain()
    mark_all()
    answers: list[int] = []
    rebuilt: list[str] = []

    def rebuild_slowly(kind: str, keys: set[int]) -> None:
        rebuilt.append(kind)
        sleep(0.3)
        rebuild(kind, keys)

    rebuild = index._rebuild
    monkeypatch.setattr(index, "_rebuild", rebuild_slowly)

    def search() -> None:
        try:
            answers.append(Results(User.objects.get(pk=user.pk), "bodø").total)
        finally:
            connection.close()

    threads = [Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [20] * 4
    assert rebuilt == ["portal.organisation"]
    assert SearchDocument.objects.filter(title="Bodø").count() == 20


def test_a_link_whose_end_cannot_be_seen_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.search.registry._sources", sources())
    register(Partnership, names=["agreements__title"])
    with pytest.raises(ImproperlyConfigured):
        sources()["partnerships.partnership"].relations  # noqa: B018
