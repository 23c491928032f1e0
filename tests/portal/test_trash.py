"""Nothing is deleted: a record goes into the trash with its parts, and comes back as it was."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Agreement, Partnership
from portal.models import Organisation, User
from portal.records.about import AboutRecord
from portal.records.versioned import VersionedModel, record_models
from strategy.models import MeetingState
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AgreementFactory,
    AttachmentFactory,
    ContactFactory,
    DecisionFactory,
    InitiativeFactory,
    JournalEntryFactory,
    MeetingFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    TopicFactory,
)
from tests.walking import FACTORIES, contents, everybodys_administrator, filled

pytestmark = pytest.mark.django_db

BOOKKEEPING = {"version", "updated_at"}  # moved by every write


def values(model: type[VersionedModel]) -> list[dict[str, object]]:
    rows = model.with_trash.order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in BOOKKEEPING} for row in rows]


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    """A partnership with everything on it, and two agreements."""
    partnership = PartnershipFactory(
        owner=owner,
        partner=OrganisationFactory(name="Gdynia"),
        since="1987-08",
        responsible=PersonFactory(owner=owner),
        description="<p>God</p>",
        confirmed_on="2026-01-02",
    )
    partnership.topics.add(TopicFactory(), TopicFactory())
    AgreementFactory(partnership=partnership, title="Aftale A", summary="<p>Kort</p>")
    AgreementFactory(partnership=partnership, title="Aftale B")
    return partnership


def trash_of(record: VersionedModel) -> str:
    return f"/trash/{record.label}/{record.pk}/"


def put_away(client: Client, record: VersionedModel) -> None:
    assert client.post(trash_of(record), {"version": record.version}).status_code == 302


def test_the_page_says_what_goes_along(as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get(trash_of(partnership)).content.decode()
    assert "Aftale A" in page
    assert "Aftale B" in page
    assert Partnership.objects.get().deleted_at is None


def test_a_record_goes_into_the_trash_with_its_parts(as_editor: Client, partnership: Partnership) -> None:
    response = as_editor.post(trash_of(partnership), {"version": 1})
    assert response["Location"] == "/trash/"
    assert not Partnership.objects.exists()
    assert not Agreement.objects.exists()
    assert {row.deleted_at for row in Agreement.with_trash.all()} == {Partnership.with_trash.get().deleted_at}


def test_what_lies_in_the_trash_is_hidden_everywhere_else(
    as_editor: Client, partnership: Partnership, owner: Organisation
) -> None:
    agreement = Agreement.objects.get(title="Aftale A")
    put_away(as_editor, partnership)
    for address in [
        f"/partnerships/{partnership.pk}/",
        f"/partnerships/{partnership.pk}/edit/",
        f"/agreements/{agreement.pk}/",
        f"/history/partnerships.partnership/{partnership.pk}/",
        f"/trash/partnerships.partnership/{partnership.pk}/",
    ]:
        assert as_editor.get(address).status_code == 404
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", {"version": 2}).status_code == 404
    for address in ["/partnerships/", "/agreements/", "/", f"/organisations/{partnership.partner_id}/"]:
        page = as_editor.get(address).content.decode()
        assert f"/partnerships/{partnership.pk}/" not in page
        assert "Aftale A" not in page
    form = as_editor.get("/agreements/new/").content.decode()
    assert f'<option value="{partnership.pk}"' not in form


def test_restoring_brings_it_back_field_by_field_with_its_parts(as_editor: Client, partnership: Partnership) -> None:
    models = (Partnership, Agreement)
    before, topics = [values(model) for model in models], set(partnership.topics.all())
    put_away(as_editor, partnership)
    response = as_editor.post(f"{trash_of(partnership)}restore/")
    assert response["Location"] == f"/partnerships/{partnership.pk}/"
    assert [values(model) for model in models] == before
    assert set(partnership.topics.all()) == topics
    assert as_editor.get(f"/partnerships/{partnership.pk}/").status_code == 200


def test_a_part_that_lay_there_already_stays_there(as_editor: Client, partnership: Partnership) -> None:
    earlier = Agreement.objects.get(title="Aftale A")
    put_away(as_editor, earlier)
    put_away(as_editor, partnership)
    as_editor.post(f"{trash_of(partnership)}restore/")
    assert [agreement.title for agreement in Agreement.objects.all()] == ["Aftale B"]


def test_the_trash_lists_whole_records_and_not_the_parts_that_went_along(
    as_editor: Client, partnership: Partnership
) -> None:
    put_away(as_editor, partnership)
    page = as_editor.get("/trash/").content.decode()
    assert f'action="/trash/partnerships.partnership/{partnership.pk}/restore/"' in page
    assert "partnerships.agreement" not in page


def test_a_part_cannot_come_back_before_the_whole(as_editor: Client, partnership: Partnership) -> None:
    agreement = Agreement.objects.get(title="Aftale A")
    put_away(as_editor, partnership)
    response = as_editor.post(f"/trash/partnerships.agreement/{agreement.pk}/restore/")
    assert response.status_code == 409
    assert "Gdynia" in response.content.decode()
    assert not Agreement.objects.exists()


def test_a_record_whose_place_is_taken_meanwhile_stays_in_the_trash(
    as_editor: Client, partnership: Partnership
) -> None:
    put_away(as_editor, partnership)
    PartnershipFactory(owner=partnership.owner, partner=partnership.partner)
    response = as_editor.post(f"{trash_of(partnership)}restore/")
    assert response.status_code == 409
    assert Partnership.trashed().count() == 1


def test_a_record_in_use_cannot_go(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    page = as_editor.get(trash_of(partnership.partner))
    assert f'href="/partnerships/{partnership.pk}/"' in page.content.decode()
    assert '<button class="ds-button" data-color="danger"' not in page.content.decode()
    assert as_editor.post(trash_of(partnership.partner), {"version": 1}).status_code == 409
    assert Organisation.objects.filter(pk=partnership.partner_id).exists()


def test_use_by_another_owner_keeps_it_too_but_is_not_told_apart(as_editor: Client) -> None:
    foreign = PartnershipFactory(owner=OrganisationFactory(name="Fremmed ejer", is_owner=True))
    AgreementFactory(partnership=foreign, contractor=foreign.partner, title="Hemmelig aftale")
    for response in (
        as_editor.get(trash_of(foreign.partner)),
        as_editor.post(trash_of(foreign.partner), {"version": 1}),
    ):
        page = response.content.decode()
        assert f"/partnerships/{foreign.pk}/" not in page
        assert "Hemmelig aftale" not in page
        assert '<button class="ds-button" data-color="danger"' not in page
    assert response.status_code == 409
    assert Organisation.objects.filter(pk=foreign.partner_id).exists()


def test_once_nothing_uses_it_any_more_it_goes(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    put_away(as_editor, partnership)
    put_away(as_editor, partnership.partner)
    assert not Organisation.objects.filter(pk=partnership.partner_id).exists()


def test_an_old_version_on_the_confirmation_is_a_clash(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Ny")
    assert as_editor.post(trash_of(partnership), {"version": 1}).status_code == 409
    assert Partnership.objects.exists()


@pytest.mark.parametrize("role", ["reader", "director"])
def test_whoever_may_only_read_may_not_trash_or_restore(
    role: str, client: Client, partnership: Partnership, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(trash_of(partnership)).status_code == 403
    assert client.post(trash_of(partnership), {"version": 1}).status_code == 403
    partnership.move_to_trash()
    assert client.post(f"{trash_of(partnership)}restore/").status_code == 403
    page = client.get("/trash/").content.decode()
    assert "Gdynia" in page
    assert "restore" not in page


def test_a_stranger_does_not_learn_that_it_exists(client: Client, stranger: User, partnership: Partnership) -> None:
    client.force_login(stranger)
    assert client.get(trash_of(partnership)).status_code == 404
    assert client.post(trash_of(partnership), {"version": 1}).status_code == 404
    partnership.move_to_trash()
    assert client.post(f"{trash_of(partnership)}restore/").status_code == 404
    assert "Gdynia" not in client.get("/trash/").content.decode()


def test_the_trash_takes_as_many_queries_for_two_records_of_every_kind_as_for_one(client: Client) -> None:
    models = [model for model in record_models() if hasattr(model, "get_absolute_url")]

    def queries() -> int:
        for model in models:
            key = filled(model).pk
            if hasattr(model, "section"):  # whether it may be changed, what it is about has a say in
                about = AgendaItemFactory(meeting=MeetingFactory())
                model.objects.filter(pk=key).update(about_kind=about.label, about_id=about.pk)
            model.objects.filter(pk=key).update(deleted_at=timezone.now())
        client.force_login(everybodys_administrator())
        with CaptureQueriesContext(connection) as captured:
            rows = client.get("/trash/").context["rows"]
        assert len(rows) == sum(model.trashed().count() for model in models)
        return len(captured)

    assert queries() == queries()


def test_what_is_not_in_the_trash_cannot_be_restored(as_editor: Client, partnership: Partnership) -> None:
    assert as_editor.post(f"{trash_of(partnership)}restore/").status_code == 404
    assert as_editor.post("/trash/partnerships.partnership/0/restore/").status_code == 404
    assert as_editor.post("/trash/partnerships.partnership/99999999999999999999/restore/").status_code == 404


def test_restore_answers_only_to_a_post(as_editor: Client, partnership: Partnership) -> None:
    partnership.move_to_trash()
    assert as_editor.get(f"{trash_of(partnership)}restore/").status_code == 405
    assert not Partnership.objects.exists()


def test_only_an_administrator_may_trash_an_owner(client: Client, owner: Organisation) -> None:
    for kind, code in [("editor", 403), ("secretariat", 403), ("administrator", 200)]:
        client.force_login(RoleFactory(owner=owner, kind=kind).user)
        assert client.get(trash_of(owner)).status_code == code


def test_parts_and_what_they_are_part_of_name_each_other() -> None:
    for model in record_models():
        for name in model.parts:
            relation = model._meta.get_field(name)
            assert issubclass(relation.related_model, VersionedModel)


def around(record: VersionedModel) -> list[VersionedModel]:
    """A file, a note and a contact of the record; for its owner or, of shared knowledge, for anyone."""
    owner = Organisation.objects.filter(pk=record.owning_id()).first() or OwnerFactory()
    return [make(about=record, owner=owner) for make in (AttachmentFactory, JournalEntryFactory, ContactFactory)]


def part(record: VersionedModel, relation: Any) -> VersionedModel:
    alone = {"initiative": None} if relation.name == "status_updates" else {}  # a report is about one thing
    return FACTORIES[relation.related_model](**alone | {relation.field.name: record})


def put_where_it_may_go(record: VersionedModel) -> VersionedModel:
    """What a meeting holds fast can only go once it is free."""
    if record.label == "portal.organisation":  # an owner has a file of its own beside it
        type(record).objects.filter(pk=record.pk).update(is_owner=False)
    if record.label == "strategy.agendaitem":
        type(record).objects.filter(pk=record.pk).update(meeting=None)
    if record.label == "strategy.decision":
        meeting = MeetingFactory(body=record.item.body, state=MeetingState.HELD)
        type(record.item).objects.filter(pk=record.item_id).update(meeting=meeting)
    return type(record).objects.get(pk=record.pk)


# A status that was reported goes only along with what it is about.
NEVER_ALONE = {"strategy.statusupdate"}


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model._meta.label_lower)
def test_every_kind_of_record_comes_back_as_it_was_with_all_that_belongs_to_it(
    model: type[VersionedModel], client: Client
) -> None:
    record = put_where_it_may_go(filled(model))
    parts = [part(record, model._meta.get_field(name)) for name in model.parts]
    beside = [] if issubclass(model, AboutRecord) or not hasattr(model, "get_absolute_url") else around(record)
    everything = [model.objects.get(pk=record.pk), *parts, *beside]
    before = [contents(one) for one in everything]
    client.force_login(everybodys_administrator())
    response = client.post(trash_of(record), {"version": everything[0].version})
    if record.label in NEVER_ALONE:
        assert response.status_code == 409
        return
    assert response.status_code == 302, response.context["in_use_by"]
    for one in everything:
        assert client.get(f"/history/{one.label}/{one.pk}/").status_code == 404
        assert client.get(trash_of(one)).status_code == 404
    assert not any(type(part).objects.filter(pk=part.pk).exists() for part in parts)
    assert client.post(f"{trash_of(record)}restore/").status_code == 302
    assert [contents(one) for one in everything] == before
    for one in everything:
        assert client.get(f"/history/{one.label}/{one.pk}/").status_code == 200


def test_a_record_waits_also_for_what_its_parts_point_to(as_editor: Client, owner: Organisation) -> None:
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    decision = DecisionFactory(item__body__owner=owner)
    ActionItemFactory(initiative=initiative, plan__strategy=initiative.strategy, decision=decision)
    put_away(as_editor, initiative)
    decision.move_to_trash()
    response = as_editor.post(f"{trash_of(initiative)}restore/")
    assert response.status_code == 409
    assert str(decision) in response.content.decode()
    decision.restore()
    assert as_editor.post(f"{trash_of(initiative)}restore/").status_code == 302


def test_a_note_in_the_trash_waits_for_what_it_is_about(as_editor: Client, partnership: Partnership) -> None:
    note = JournalEntryFactory(about=partnership, owner=partnership.owner)
    put_away(as_editor, note)
    put_away(as_editor, partnership)
    assert as_editor.post(f"{trash_of(note)}restore/").status_code == 409
    partnership.refresh_from_db(from_queryset=Partnership.with_trash.all())
    as_editor.post(f"{trash_of(partnership)}restore/")
    assert as_editor.post(f"{trash_of(note)}restore/").status_code == 302
