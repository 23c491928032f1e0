"""Any version of any record can be seen and brought back, through HTTP."""

from datetime import date

import pghistory
import pytest
from django.db import models, transaction
from django.test import Client

from partnerships.models import Agreement, Partnership
from partnerships.terms import TermKind
from portal.models import Organisation, User
from portal.records.events import past_fields
from portal.records.forms import form_class_of
from portal.records.versioned import VersionedModel, record_models
from strategy.models import Initiative, MeetingState, Progress
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AgreementFactory,
    DepartmentFactory,
    InitiativeFactory,
    MeetingFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    PerspectiveFactory,
    RoleFactory,
    TopicFactory,
)
from tests.walking import FACTORIES, change, contents, everybodys_administrator, filled

pytestmark = pytest.mark.django_db

# Fields that decide who may change a record, or whether it may be changed at all, or that follow from another field.
DECISIVE = {
    "partnerships.reviewround": {"closed_on"},
    "portal.organisation": {"is_owner"},
    "strategy.agendaitem": {"meeting", "body"},
    "strategy.decision": {"item"},
    "strategy.initiative": {"strategy"},
}


def page_of(record: VersionedModel, version: int, act: str = "") -> str:
    return f"/history/{record.label}/{record.pk}/{version}/{act}"


def restore(client: Client, record: VersionedModel, number: int, **data: object) -> object:
    form = {"version": type(record).objects.get(pk=record.pk).version, "change_reason": "Fortrudt"} | data
    return client.post(page_of(record, number, "restore/"), form)


def make(model: type[VersionedModel]) -> VersionedModel:
    record = filled(model)
    if model._meta.label_lower == "strategy.decision":  # may only be changed at a meeting
        meeting = MeetingFactory(body=record.item.body, state=MeetingState.HELD)
        type(record.item).objects.filter(pk=record.item_id).update(meeting=meeting)
    return model.objects.get(pk=record.pk)


def test_every_kind_of_record_has_a_factory() -> None:
    assert [model for model in record_models() if model not in FACTORIES] == []


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model._meta.label_lower)
def test_all_that_the_form_of_every_kind_of_record_asks_for_comes_back_and_nothing_else(
    model: type[VersionedModel], client: Client
) -> None:
    record, form_class = make(model), form_class_of(model)
    asked = set(form_class._meta.fields or ()) if form_class else set()
    before, version = contents(record), record.version
    fields = [field for field in past_fields(model) if field.name not in DECISIVE.get(record.label, set())]
    with pghistory.context(), transaction.atomic():
        changed = [field.name for field in fields if field.name != "owner" and change(record, field)]
        for field in model._meta.local_many_to_many:
            if field.name in before:
                getattr(record, field.name).set([FACTORIES[field.related_model]()])
    assert len(changed) >= len(fields) / 2, f"only {changed}"
    now = contents(record)
    assert {name for name in before if before[name] != now[name]} >= set(changed) & before.keys()
    client.force_login(everybodys_administrator())
    for page in (
        page_of(record, version),
        f"/history/{record.label}/{record.pk}/",
        page_of(record, version, "restore/"),
    ):
        assert client.get(page).status_code == 200
    response = restore(client, record, version)
    assert response.status_code == 302, response.context and response.context["form"].errors
    computed = {field.name for field in model._meta.fields if field.generated}
    for name, value in contents(record).items():
        if name not in computed:
            assert value == (before if name.removesuffix("_id") in asked else now)[name], name


def ways_of_their_own(owner: Organisation) -> list[tuple[VersionedModel, dict[str, object]]]:
    """Records, each with what changes in another way than by its form."""
    meeting = MeetingFactory(body__owner=owner)
    planned = {"body": meeting.body, "meeting": MeetingFactory(body=meeting.body)}
    into = PersonFactory(owner=owner)
    return [
        (InitiativeFactory(perspective__strategy__owner=owner), {"progress": Progress.DONE}),
        (ActionItemFactory(plan__strategy__owner=owner), {"progress": Progress.STOPPED}),
        (meeting, {"state": MeetingState.HELD}),
        (AgendaItemFactory(**planned, position=3), {"position": 1}),
        (AgendaItemFactory(**planned), {"meeting": None}),
        (PersonFactory(owner=owner), {"merged_into": into}),
        (OrganisationFactory(), {"theme": "green"}),
        (PartnershipFactory(owner=owner), {"confirmed_on": date(2026, 5, 4)}),
    ]


def test_what_has_a_way_of_its_own_stays_as_it_is_and_is_not_said_to_come_back(
    client: Client, owner: Organisation
) -> None:
    client.force_login(RoleFactory(owner=owner, kind="administrator").user)
    for record, changed in ways_of_their_own(owner):
        records = type(record).objects.filter(pk=record.pk)
        records.update(**changed)
        assert client.get(page_of(record, 1, "restore/")).context["rows"] == [], record.label
        assert restore(client, record, 1).status_code == 302, record.label
        assert {name: getattr(records.get(), name) for name in changed} == changed
        assert records.get().version == 2


def test_an_initiative_comes_back_to_the_strategy_of_its_perspective(as_editor: Client, owner: Organisation) -> None:
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    there = PerspectiveFactory(strategy__owner=owner)
    Initiative.objects.update(perspective=there, strategy=there.strategy)
    assert restore(as_editor, initiative, 1).status_code == 302
    stored = Initiative.objects.get()
    assert (stored.perspective, stored.strategy) == (initiative.perspective, initiative.strategy)


def test_the_page_of_a_version_tells_its_facts(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, source="Kilden før", since="1987-08")
    topic = TopicFactory(name_da="Kultur")
    partnership.topics.add(topic)
    Partnership.objects.update(source="Kilden nu")
    with pghistory.context():
        partnership.topics.clear()
        Partnership.objects.update(source="Kilden til sidst")
    page = as_editor.get(page_of(partnership, 1)).content.decode()
    assert "Kilden før" in page
    assert "Kilden nu" not in page
    assert "august 1987" in page
    assert "Kultur" in page
    assert "Kultur" not in as_editor.get(page_of(partnership, 3)).content.decode()
    assert f'href="{page_of(partnership, 1, "restore/")}"' in page
    assert "restore/" not in as_editor.get(page_of(partnership, 3)).content.decode()


def test_the_confirmation_lists_what_stands_now_and_what_stood_then(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, source="Kilden før")
    Partnership.objects.update(source="Kilden nu", priority="high")
    response = as_editor.get(page_of(partnership, 1, "restore/"))
    rows = [(row.before, row.after) for row in response.context["rows"]]
    assert ("Kilden nu", "Kilden før") in rows
    assert len(rows) == 2
    assert "1" in response.context["form"]["change_reason"].value()
    assert Partnership.objects.get().source == "Kilden nu"


def test_restoring_is_a_change_like_any_other(as_editor: Client, editor: User, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, source="Før")
    Partnership.objects.update(source="Nu")
    response = restore(as_editor, partnership, 1, change_reason="Version 1 gendannet")
    assert response["Location"] == f"/history/partnerships.partnership/{partnership.pk}/"
    event = partnership.events.order_by("-pgh_id").first()
    assert (event.version, event.source) == (3, "Før")
    assert (event.pgh_context["user"], event.pgh_context["reason"]) == (editor.pk, "Version 1 gendannet")


def test_links_alone_are_restored_too_and_move_the_version(as_editor: Client, owner: Organisation) -> None:
    partnership, topic = PartnershipFactory(owner=owner), TopicFactory()
    partnership.topics.add(topic)
    form = {"owner": owner.pk, "partner": partnership.partner.pk, "kind": "twin_city", "status": "active"}
    as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | {"version": 1})
    assert not partnership.topics.exists()
    assert restore(as_editor, partnership, 1).status_code == 302
    assert list(partnership.topics.all()) == [topic]
    assert Partnership.objects.get().version == 3


def test_a_record_that_says_the_same_offers_nothing_to_restore(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    page = as_editor.get(page_of(partnership, 1, "restore/"))
    assert page.context["rows"] == []
    assert b'name="change_reason"' not in page.content


def test_an_old_version_on_the_form_is_a_clash(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, source="Før")
    Partnership.objects.update(source="Nu")
    response = restore(as_editor, partnership, 1, version=1)
    assert response.status_code == 409
    assert Partnership.objects.get().source == "Nu"
    assert restore(as_editor, partnership, 1, version="").status_code == 400


def test_without_a_reason_nothing_is_restored(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, source="Før")
    Partnership.objects.update(source="Nu")
    assert restore(as_editor, partnership, 1, change_reason="").status_code == 422
    assert Partnership.objects.get().source == "Nu"


def test_a_version_that_a_constraint_forbids_is_refused_in_its_words(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, kind="twin_city")
    Partnership.objects.update(kind="cooperation")
    PartnershipFactory(owner=owner, partner=partnership.partner, kind="twin_city")
    response = restore(as_editor, partnership, 1)
    assert response.status_code == 422
    constraint = next(one for one in Partnership._meta.constraints if one.name == "partnership_once_per_kind")
    assert str(constraint.violation_error_message) in response.content.decode()
    assert Partnership.objects.get(pk=partnership.pk).kind == "cooperation"


@pytest.mark.parametrize("fate", ["trashed", "foreign"])
def test_a_version_that_points_to_what_cannot_be_pointed_to_is_refused(
    fate: str, as_editor: Client, owner: Organisation
) -> None:
    person = PersonFactory(owner=owner, name="Anna Berg")
    partnership = PartnershipFactory(owner=owner, responsible=person)
    Partnership.objects.update(responsible=None)
    if fate == "trashed":
        person.move_to_trash()
    else:
        type(person).objects.update(owner=OwnerFactory())
    response = restore(as_editor, partnership, 1)
    assert response.status_code == 422
    assert Partnership.objects.get().responsible is None
    assert ("Anna Berg" in response.content.decode()) == (fate == "trashed")


def test_a_version_that_belonged_to_another_owner_is_not_brought_back(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=OwnerFactory())
    Partnership.objects.update(owner=owner)
    assert restore(as_editor, partnership, 1).status_code == 403
    assert Partnership.objects.get().owner == owner


@pytest.mark.parametrize(("role", "code"), [("reader", 403), ("director", 403), ("stranger", 404)])
def test_whoever_may_not_change_it_may_not_restore_it(
    role: str, code: int, client: Client, owner: Organisation, request: pytest.FixtureRequest
) -> None:
    partnership = PartnershipFactory(owner=owner, source="Før")
    Partnership.objects.update(source="Nu")
    client.force_login(request.getfixturevalue(role))
    assert client.get(page_of(partnership, 1, "restore/")).status_code == code
    assert restore(client, partnership, 1).status_code == code
    assert client.get(page_of(partnership, 1)).status_code == (404 if role == "stranger" else 200)
    assert Partnership.objects.get().source == "Nu"


@pytest.mark.parametrize("version", ["0", "7", "99999999999999999999"])
def test_a_version_that_never_was_is_not_found(version: str, as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    for act in ("", "restore/"):
        assert as_editor.get(f"/history/partnerships.partnership/{partnership.pk}/{version}/{act}").status_code == 404


def test_terms_come_back_together_where_one_by_one_they_would_be_refused(
    as_editor: Client, owner: Organisation
) -> None:
    agreement = AgreementFactory(
        partnership__owner=owner, term_kind=TermKind.FIXED, starts="2020", ends_on="2030-01-01"
    )
    Agreement.objects.update(term_kind=TermKind.UNTIL_FURTHER_NOTICE, ends_on=None)
    assert restore(as_editor, agreement, 1).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.term_kind, str(agreement.ends_on)) == (TermKind.FIXED, "2030-01-01")


@pytest.mark.parametrize("name", ["follows", "renews", "amends"])
def test_agreements_do_not_lead_back_to_each_other_by_their_history(
    name: str, as_editor: Client, owner: Organisation
) -> None:
    fixed = {"partnership__owner": owner, "term_kind": TermKind.FIXED, "ends_on": "2030-12-31"}
    one, other = AgreementFactory(**fixed, title="Den ene"), AgreementFactory(**fixed, title="Den anden")
    Agreement.objects.filter(pk=one.pk).update(**{name: other})
    Agreement.objects.filter(pk=one.pk).update(**{name: None})
    Agreement.objects.filter(pk=other.pk).update(**{name: one})
    response = restore(as_editor, one, 2)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert getattr(Agreement.objects.get(pk=one.pk), name) is None


def test_names_of_what_the_reader_may_not_see_are_not_told(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, department=DepartmentFactory(name="Hemmelig", owner=OwnerFactory()))
    Partnership.objects.update(department=None)
    for address in (page_of(partnership, 1), page_of(partnership, 1, "restore/"), page_of(partnership, 1)[:-2]):
        page = as_editor.get(address)
        assert page.status_code == 200
        assert "Hemmelig" not in page.content.decode()


def test_an_organisation_is_not_made_an_owner_by_its_history(as_editor: Client) -> None:
    organisation = OrganisationFactory(is_owner=True, note="Før")
    Organisation.objects.filter(pk=organisation.pk).update(is_owner=False, note="Nu")
    assert restore(as_editor, organisation, 1).status_code == 302
    assert isinstance(Organisation._meta.get_field("is_owner"), models.BooleanField)
    organisation.refresh_from_db()
    assert (organisation.is_owner, organisation.note) == (False, "Før")
