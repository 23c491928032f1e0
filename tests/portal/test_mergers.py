"""Two records that are one: everything that points to the one that goes moves along, and comes back when undone."""

from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from partnerships.models import Partnership
from portal.models import Follow, Merger, Organisation, Person, Population, User
from portal.records.merging import Link, links_to
from strategy.models import Initiative
from tests.factories import (
    AffiliationFactory,
    InitiativeFactory,
    JournalEntryFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    PopulationFactory,
    RoleFactory,
    UserFactory,
)
from tests.walking import FACTORIES, everybodys_administrator

pytestmark = pytest.mark.django_db

PLACES = {Organisation: "organisations", Person: "persons"}


def page_of(record: Any) -> str:
    return f"/{PLACES[type(record)]}/{record.pk}/merge/"


def versions(kept: Any, gone: Any) -> dict[str, Any]:
    kept.refresh_from_db()
    gone.refresh_from_db()
    return {"with": gone.pk, "version": kept.version, "other_version": gone.version}


def merge(client: Client, kept: Any, gone: Any, **data: Any) -> Any:
    return client.post(page_of(kept), versions(kept, gone) | data)


def undo(client: Client, kept: Any) -> Any:
    kept.refresh_from_db()
    merger = Merger.objects.get(kept_id=kept.pk, undone_at=None)
    return client.post(f"/mergers/{merger.pk}/undo/", {"version": kept.version})


def row_pointing_to(link: Link, record: Any) -> Any:
    """A row of the link's table that points to the record, made as such rows are made."""
    if link.model._meta.auto_created:
        whole = FACTORIES[link.records]()
        field = next(one for one in link.records._meta.local_many_to_many if one.remote_field.through is link.model)
        getattr(whole, field.name).add(record)
        return link.model.objects.get(**{field.m2m_column_name(): whole.pk})
    if link.is_by_key:
        if link.model in FACTORIES:
            owner = Organisation.objects.owners().first()
            return FACTORIES[link.model](about=record, owner=owner)
        return link.model.objects.create(user=UserFactory(), about_kind=record.label, about_id=record.pk)
    return FACTORIES[link.model](**{link.name: record})


def pair(model: type[Any], owner: Organisation) -> tuple[Any, Any]:
    if model is Person:
        return PersonFactory(owner=owner, name="Anna Holm"), PersonFactory(owner=owner, name="Anna H. Holm")
    return OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")


# What makes an organisation an owner is never moved: such a one cannot be merged away.
OF_OWNERS = {"owner", "roles"}


def movable(model: type[Any]) -> list[Link]:
    return [link for link in links_to(model) if link.name not in OF_OWNERS or model is Person]


@pytest.mark.parametrize("model", [Organisation, Person])
def test_every_link_of_every_table_moves_and_comes_back(model: type[Any], client: Client, owner: Organisation) -> None:
    kept, gone = pair(model, owner)
    links = movable(model)
    rows = {link: row_pointing_to(link, gone) for link in links if link.model in FACTORIES or not_a_form(link)}
    assert len(rows) > 5
    client.force_login(everybodys_administrator())
    assert merge(client, kept, gone).status_code == 302
    for link, row in rows.items():
        assert link.rows(kept).filter(pk=row.pk).exists(), link
        assert not link.rows(gone).exists(), link
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert undo(client, kept).status_code == 302
    for link, row in rows.items():
        assert link.rows(gone).filter(pk=row.pk).exists(), link
        assert not link.rows(kept).exists(), link
    gone.refresh_from_db()
    assert gone.merged_into is None


def not_a_form(link: Link) -> bool:
    """Rows of tables without a factory: links to many, and rows that follow a record."""
    return bool(link.model._meta.auto_created) or link.is_by_key


def test_every_table_that_points_to_one_is_walked() -> None:
    """A table without a factory would go untested; views, imports and logins belong to owners, who never go."""
    for model in (Organisation, Person):
        untested = {
            link.model.__name__ for link in movable(model) if link.model not in FACTORIES and not not_a_form(link)
        }
        assert untested == set()


def test_the_page_compares_both_and_lists_what_moves(as_editor: Client, owner: Organisation) -> None:
    kept, gone = (
        OrganisationFactory(name="Gdynia", place="Pommern"),
        OrganisationFactory(name="Gdingen", place="Polen"),
    )
    PartnershipFactory(owner=owner, partner=gone)
    PartnershipFactory(owner=OwnerFactory(name="Hemmelig"), partner=gone, kind="cooperation")
    response = as_editor.get(f"{page_of(kept)}?with={gone.pk}")
    assert response.status_code == 200
    page = response.content.decode()
    for text in ("Gdynia", "Gdingen", "Pommern", "Polen"):
        assert text in page
    assert "Hemmelig" not in page
    assert [(move.count, len(shown)) for move, shown in response.context["moves"]] == [(2, 1)]
    assert Partnership.objects.filter(partner=gone).count() == 2


def test_one_is_chosen_by_its_name_first(as_editor: Client) -> None:
    kept, gone = OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")
    assert as_editor.get(page_of(kept)).status_code == 200
    assert as_editor.get(page_of(kept), {"with": "Gdingen"}).context["gone"] == gone
    for wrong in ("Atlantis", kept.pk, "99999999999999999999", "0"):
        assert as_editor.get(page_of(kept), {"with": wrong}).status_code == 422


def test_facts_stay_unless_chosen(as_editor: Client) -> None:
    kept = OrganisationFactory(name="Gdynia", place="Pommern", website="")
    gone = OrganisationFactory(name="Gdingen", place="Polen", website="https://gdynia.example/", note="Havn")
    merge(as_editor, kept, gone, **{"fact-website": "gone", "fact-place": "kept"})
    kept.refresh_from_db()
    assert (kept.place, kept.website, kept.note) == ("Pommern", "https://gdynia.example/", "")
    undo(as_editor, kept)
    kept.refresh_from_db()
    assert (kept.website, kept.other_names) == ("", "")


def test_the_old_name_stays_to_be_found(as_editor: Client, owner: Organisation) -> None:
    kept = OrganisationFactory(name="Gdynia", other_names="Gotenhafen")
    gone = OrganisationFactory(name="Gdingen", local_name="Gdiniô")
    partnership = PartnershipFactory(owner=owner, partner=gone)
    merge(as_editor, kept, gone)
    kept.refresh_from_db()
    assert kept.other_names.splitlines() == ["Gotenhafen", "Gdingen", "Gdiniô"]
    assert f"/partnerships/{partnership.pk}/" in as_editor.get("/partnerships/?q=gdingen").content.decode()
    assert "Gdingen" in as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()


def test_when_the_other_name_is_chosen_the_first_stays_to_be_found(as_editor: Client) -> None:
    kept, gone = OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")
    merge(as_editor, kept, gone, **{"fact-name": "gone"})
    kept.refresh_from_db()
    assert (kept.name, kept.other_names) == ("Gdingen", "Gdynia")


def test_the_one_that_went_is_in_no_list_and_its_page_says_where_it_is(as_editor: Client, owner: Organisation) -> None:
    kept, gone = OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")
    merge(as_editor, kept, gone, merged_on="2007-01-01")
    assert ">Gdingen</a>" not in as_editor.get("/organisations/").content.decode()
    assert "Gdingen" not in as_editor.get("/organisations/lookup/?partner=Gdingen").content.decode()
    page = as_editor.get(f"/organisations/{gone.pk}/").content.decode()
    assert f'href="/organisations/{kept.pk}/"' in page
    form = {"owner": owner.pk, "partner": "Gdingen", "kind": "twin_city", "status": "active"}
    as_editor.post("/partnerships/new/", form)
    assert Partnership.objects.get().partner == kept
    gone.refresh_from_db()
    assert str(gone.merged_on) == "2007-01-01"


def test_a_person_that_went_is_in_no_list_and_no_choice(as_editor: Client, owner: Organisation) -> None:
    kept, gone = pair(Person, owner)
    AffiliationFactory(person=gone)
    merge(as_editor, kept, gone)
    as_editor.get("/")  # where the message is shown
    assert "Anna H. Holm" not in as_editor.get("/persons/").content.decode()
    assert "Anna H. Holm" not in as_editor.get("/partnerships/new/").content.decode()
    assert kept.affiliations.count() == 1


def test_records_that_would_collide_are_named_and_nothing_moves(as_editor: Client, owner: Organisation) -> None:
    kept, gone = OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")
    PartnershipFactory(owner=owner, partner=kept)
    mine = PartnershipFactory(owner=owner, partner=gone)
    JournalEntryFactory(about=gone, owner=owner)
    page = as_editor.get(f"{page_of(kept)}?with={gone.pk}")
    assert f'href="/partnerships/{mine.pk}/"' in page.content.decode()
    assert merge(as_editor, kept, gone).status_code == 422
    assert not Merger.objects.exists()
    mine.refresh_from_db()
    assert mine.partner == gone
    mine.move_to_trash()
    assert merge(as_editor, kept, gone).status_code == 302


def test_collisions_of_other_owners_are_not_told_apart(as_editor: Client) -> None:
    kept, gone = OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")
    foreign = OwnerFactory(name="Hemmelig")
    for partner in (kept, gone):
        PartnershipFactory(owner=foreign, partner=partner)
    page = as_editor.get(f"{page_of(kept)}?with={gone.pk}")
    assert "Hemmelig" not in page.content.decode()
    assert page.context["is_blocked"]
    assert page.context["blocked"] == []
    assert merge(as_editor, kept, gone).status_code == 422


def test_a_record_about_both_stands_in_the_way(as_editor: Client) -> None:
    kept, gone = OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")
    OrganisationMemberFactory(partnership=kept, member=gone)
    assert merge(as_editor, kept, gone).status_code == 422


def test_links_that_both_have_are_kept_once_and_come_back_twice(as_editor: Client, editor: User) -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory()
    initiative = InitiativeFactory()
    initiative.taking_part.set([kept, gone])
    for record in (kept, gone):
        Follow.objects.create(user=editor, about_kind=record.label, about_id=record.pk)
    merge(as_editor, kept, gone)
    assert list(Initiative.objects.get().taking_part.all()) == [kept]
    assert Follow.objects.count() == 1
    undo(as_editor, kept)
    assert set(Initiative.objects.get().taking_part.all()) == {kept, gone}
    assert Follow.objects.count() == 2


def test_parts_that_the_kept_one_has_already_stay_behind(as_editor: Client) -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory()
    PopulationFactory(organisation=kept, counted_on="2026-01-01", inhabitants=5)
    PopulationFactory(organisation=gone, counted_on="2026-01-01", inhabitants=6)
    PopulationFactory(organisation=gone, counted_on="2025-01-01", inhabitants=7)
    assert merge(as_editor, kept, gone).status_code == 302
    assert set(Population.objects.filter(organisation=kept).values_list("inhabitants", flat=True)) == {5, 7}
    assert Population.objects.get(organisation=gone).inhabitants == 6


def test_one_that_was_part_of_the_other_is_not_part_of_itself(as_editor: Client) -> None:
    gone = OrganisationFactory()
    kept = OrganisationFactory(parent=gone)
    assert merge(as_editor, kept, gone).status_code == 302
    kept.refresh_from_db()
    assert kept.parent is None
    undo(as_editor, kept)
    kept.refresh_from_db()
    assert kept.parent == gone


def test_what_was_added_or_moved_since_stays_when_it_is_undone(as_editor: Client, owner: Organisation) -> None:
    kept, gone, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    stays, moved_on = (
        PartnershipFactory(owner=owner, partner=gone),
        PartnershipFactory(owner=owner, partner=gone, kind="cooperation"),
    )
    merge(as_editor, kept, gone)
    Partnership.objects.filter(pk=moved_on.pk).update(partner=third)
    later = PartnershipFactory(owner=owner, partner=kept, kind="partner_region")
    undo(as_editor, kept)
    found = dict(Partnership.objects.values_list("pk", "partner"))
    assert found == {stays.pk: gone.pk, moved_on.pk: third.pk, later.pk: kept.pk}


def test_a_merger_is_told_in_the_history_of_all_that_moved(as_editor: Client, owner: Organisation) -> None:
    kept, gone = OrganisationFactory(name="Gdynia"), OrganisationFactory(name="Gdingen")
    partnership = PartnershipFactory(owner=owner, partner=gone)
    merge(as_editor, kept, gone)
    change, _made = as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/").context["changes"]
    assert [(field.before, field.after) for field in change.fields] == [("Gdingen", "Gdynia")]
    assert "Gdingen" in change.reason


@pytest.mark.parametrize("old", [{"version": 7}, {"other_version": 7}])
def test_an_old_version_of_either_is_a_clash(old: dict[str, int], as_editor: Client) -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory()
    assert merge(as_editor, kept, gone, **old).status_code == 409
    assert merge(as_editor, kept, gone, version="").status_code == 400
    assert not Merger.objects.exists()
    merge(as_editor, kept, gone)
    merger = Merger.objects.get()
    assert as_editor.get(f"/mergers/{merger.pk}/undo/").status_code == 200
    assert as_editor.post(f"/mergers/{merger.pk}/undo/", {"version": 99}).status_code == 409
    assert as_editor.post(f"/mergers/{merger.pk}/undo/").status_code == 400


def test_a_merger_is_undone_once(as_editor: Client) -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory()
    merge(as_editor, kept, gone)
    merger = Merger.objects.get()
    undo(as_editor, kept)
    assert as_editor.post(f"/mergers/{merger.pk}/undo/", {"version": 1}).status_code == 404
    assert as_editor.get("/mergers/0/undo/").status_code == 404


def test_an_owner_is_never_merged_away(client: Client, owner: Organisation, administrator: User) -> None:
    client.force_login(administrator)
    other = OrganisationFactory()
    for gone in (owner, RoleFactory(owner__is_owner=False).owner):
        assert merge(client, other, gone).status_code == 422
    assert not Merger.objects.exists()


def test_only_its_administrator_merges_something_into_an_owner(
    client: Client, owner: Organisation, administrator: User, editor: User
) -> None:
    gone = OrganisationFactory(name="Aalborg by")
    client.force_login(editor)
    assert merge(client, owner, gone).status_code == 403
    client.force_login(administrator)
    assert merge(client, owner, gone).status_code == 302


def test_readers_and_strangers_merge_nothing(
    client: Client, reader: User, stranger: User, owner: Organisation
) -> None:
    kept, gone = pair(Person, owner)
    client.force_login(reader)
    assert client.get(page_of(kept)).status_code == 403
    assert merge(client, kept, gone).status_code == 403
    assert "merge/" not in client.get(f"/persons/{kept.pk}/").content.decode()
    client.force_login(stranger)
    assert client.get(page_of(kept)).status_code == 404
    assert merge(client, kept, gone).status_code == 404


def test_persons_of_different_owners_are_not_merged(client: Client, owner: Organisation) -> None:
    kept, gone = PersonFactory(owner=owner), PersonFactory(owner=OwnerFactory())
    client.force_login(everybodys_administrator())
    assert merge(client, kept, gone).status_code == 422


def test_what_went_into_another_cannot_go_again(as_editor: Client) -> None:
    kept, gone, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    merge(as_editor, kept, gone)
    assert merge(as_editor, third, gone).status_code == 422
    assert merge(as_editor, gone, third).status_code == 422
    assert merge(as_editor, third, kept).status_code == 302
    gone.refresh_from_db()
    assert gone.merged_into == third


def test_facts_that_a_constraint_forbids_together_are_refused(as_editor: Client) -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory(latitude=57, longitude=10)
    assert merge(as_editor, kept, gone, **{"fact-latitude": "gone"}).status_code == 422
    assert merge(as_editor, kept, gone, **{"fact-latitude": "gone", "fact-longitude": "gone"}).status_code == 302


# Tables that name records by kind and key without belonging to them: search is derived from the records, which mark
# themselves as changed; imports, mergers and the log of the
# administration tell of what was done then, and to which record.
TELLING = {"SearchDocument", "SearchStale", "ImportRow", "Merger", "LogEntry"}


def test_no_table_that_names_records_by_kind_and_key_is_forgotten() -> None:
    walked = {link.model.__name__ for link in links_to(Organisation) if link.is_by_key}
    naming = {
        model.__name__
        for model in apps.get_models()
        if not issubclass(model, pghistory.models.Event)
        and {"about_id", "record_id", "object_id", "kept_id"} & {field.name for field in model._meta.concrete_fields}
    }
    assert naming == walked | TELLING


@pytest.mark.parametrize("model", [Organisation, Person])
def test_every_foreign_key_that_the_database_knows_is_walked(model: type[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND confrelid = %s::regclass",
            [model._meta.db_table],
        )
        known = set(cursor.fetchall())
    walked = {(link.model._meta.db_table, link.attname) for link in links_to(model) if not link.is_by_key}
    assert len(known) > 5
    assert walked == known
