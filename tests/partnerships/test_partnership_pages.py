"""The pages of a partnership, through HTTP."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Partnership
from portal.models import Organisation, User
from tests.factories import (
    ActionItemFactory,
    AgreementFactory,
    DepartmentFactory,
    InitiativeFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(owner: Organisation) -> dict[str, Any]:
    partner = OrganisationFactory(name="Gdynia")
    return {"owner": owner.pk, "partner": partner.pk, "kind": "twin_city", "status": "active", "since": "4.8.1987"}


def test_the_list_shows_the_owners_partnerships_in_danish_order(as_editor: Client, owner: Organisation) -> None:
    for name in ["Århus", "Zürich", "Ærø", "Aabenraa"]:
        PartnershipFactory(owner=owner, partner=OrganisationFactory(name=name))
    PartnershipFactory(partner=OrganisationFactory(name="Fremmed"))
    page = as_editor.get("/partnerships/").content.decode()
    places = [page.index(f">{name}</a>") for name in ["Zürich", "Ærø", "Aabenraa", "Århus"]]
    assert places == sorted(places)
    assert "Fremmed" not in page


def test_its_page_tells_what_is_recorded(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(
        owner=owner, partner=OrganisationFactory(name="Gdynia"), since="1987-08", origin="<p>Byrådet valgte den</p>",
        description="<p>Elever på <strong>besøg</strong></p>", outlook="<p>Flere besøg</p>", confirmed_on="2026-03-01",
        responsible=PersonFactory(owner=owner, name="Anna Berg"), source="Byrådssag 12",
        department=DepartmentFactory(owner=owner, name="Kultur"),
    )  # fmt: skip
    partnership.topics.add(TopicFactory(name_da="Sundhed"))
    AgreementFactory(partnership=partnership, title="Venskabsaftalen")
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    for text in [
        "<h1>Gdynia</h1>", "august 1987", "Byrådet valgte den", "Elever på <strong>besøg</strong>", "Flere besøg",
        "1. marts 2026", "Anna Berg", "Byrådssag 12", "Kultur", "Sundhed", ">Venskabsaftalen</a>",
    ]:  # fmt: skip
        assert text in page


def test_only_actions_that_somebody_still_has_to_do_count_as_open(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    initiative.partnerships.add(partnership)
    for progress in ("not_started", "attention", "done", "stopped"):
        ActionItemFactory(plan__strategy=initiative.strategy, initiative=initiative, progress=progress)
    page = as_editor.get(f"/partnerships/{partnership.pk}/")
    assert page.context["quiet"].open_actions == 2
    assert "2 åbne handlinger" in page.content.decode()
    initiative.action_items.update(progress="done")
    assert "åbne handlinger" not in as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()


def test_markup_written_past_the_form_does_no_harm(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_partnership SET description = '<p hx-get=\"/x\">a<script>b</script></p>'")
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert "<p>a</p>" in page


def test_an_editor_creates_and_changes_one(as_editor: Client, form: dict[str, Any]) -> None:
    response = as_editor.post("/partnerships/new/", form)
    partnership = Partnership.objects.get()
    assert response["Location"] == f"/partnerships/{partnership.pk}/"
    assert partnership.since == "1987-08-04"
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form | {"since": "1988", "version": 1})
    assert response.status_code == 302
    partnership.refresh_from_db()
    assert (partnership.since, partnership.version) == ("1988", 2)


def test_its_topics_are_saved(as_editor: Client, form: dict[str, Any]) -> None:
    topics = [TopicFactory(), TopicFactory()]
    as_editor.post("/partnerships/new/", form | {"topics": [topic.pk for topic in topics]})
    assert set(Partnership.objects.get().topics.all()) == set(topics)


def test_links_that_stay_as_they_are_are_neither_looked_up_nor_written(
    as_editor: Client, owner: Organisation, form: dict[str, Any]
) -> None:
    gone = PersonFactory(owner=owner, deleted_at=timezone.now())
    topics = [TopicFactory(), TopicFactory()]
    partnership = PartnershipFactory(owner=owner, partner_id=form["partner"], responsible=gone)
    partnership.topics.set(topics)
    form |= {"responsible": gone.pk, "topics": [topic.pk for topic in topics], "source": "Byrådet", "version": 1}
    with CaptureQueriesContext(connection) as queries:
        assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", form).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.responsible) == ("Byrådet", gone)
    assert [*partnership.topics.all()] == topics
    assert sum('FROM "portal_person"' in query["sql"] for query in queries.captured_queries) == 0
    assert sum("_partnership_topics" in query["sql"] for query in queries.captured_queries) == 1
    form |= {"responsible": PersonFactory().pk, "topics": [topics[0].pk], "version": 2}
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", form).status_code == 422  # another owner's person
    form |= {"responsible": "", "topics": [topics[0].pk]}
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", form).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.responsible, [*partnership.topics.all()]) == (None, topics[:1])


def test_a_new_form_has_one_owner_chosen_and_takes_the_rest_from_the_address(
    as_editor: Client, owner: Organisation
) -> None:
    partner = OrganisationFactory(name="Gdynia")
    page = as_editor.get(f"/partnerships/new/?partner={partner.pk}&kind=cooperation").content.decode()
    assert 'value="Gdynia (Danmark)"' in page
    assert '<option value="cooperation" selected>' in page


@pytest.mark.parametrize("address", ["/partnerships/new/", "/partnerships/{pk}/edit/"])
def test_an_invalid_form_keeps_what_was_typed(
    address: str, as_editor: Client, owner: Organisation, form: dict[str, Any]
) -> None:
    pk = PartnershipFactory(owner=owner).pk
    response = as_editor.post(address.format(pk=pk), form | {"since": "i går", "source": "Min kilde", "version": 1})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="i går"' in page
    assert 'value="Min kilde"' in page
    assert 'aria-invalid="true"' in page


def test_the_same_partnership_twice_is_refused_in_words(as_editor: Client, form: dict[str, Any]) -> None:
    as_editor.post("/partnerships/new/", form)
    response = as_editor.post("/partnerships/new/", form)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert Partnership.objects.count() == 1
    other = form | {"kind": "cooperation", "create_anyway": "on"}
    assert as_editor.post("/partnerships/new/", other).status_code == 302


def test_what_lies_in_the_trash_does_not_stand_in_the_way(as_editor: Client, form: dict[str, Any]) -> None:
    as_editor.post("/partnerships/new/", form)
    Partnership.objects.get().move_to_trash()
    assert as_editor.post("/partnerships/new/", form).status_code == 302


def test_the_database_refuses_what_the_form_does(owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    for wrong in ({"partner": partnership.partner}, {"partner": owner}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartnershipFactory(owner=owner, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipFactory(owner=owner, since="1990", ended="1989-12-31")


def test_nobody_marks_a_record_as_illustration_by_a_form(as_editor: Client, form: dict[str, Any]) -> None:
    as_editor.post("/partnerships/new/", form | {"is_illustration": "on", "deleted_at": "2020-01-01"})
    assert not Partnership.objects.get().is_illustration


@pytest.mark.parametrize(("role", "code"), [("reader", 403), ("director", 403), ("stranger", 404)])
def test_others_may_not_change_it(
    role: str, code: int, client: Client, owner: Organisation, request: pytest.FixtureRequest
) -> None:
    partnership = PartnershipFactory(owner=owner)
    client.force_login(request.getfixturevalue(role))
    for method in (client.get, client.post):
        assert method(f"/partnerships/{partnership.pk}/edit/").status_code == code


def test_an_unknown_one_is_not_found(as_editor: Client) -> None:
    for address in ("/partnerships/0/", "/partnerships/0/edit/"):
        assert as_editor.get(address).status_code == 404


def test_the_page_takes_as_many_queries_for_ten_agreements_as_for_one(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/partnerships/{partnership.pk}/").status_code == 200
        return len(captured)

    AgreementFactory(partnership=partnership)
    one = queries()
    for _ in range(9):
        AgreementFactory(partnership=partnership, contractor=OrganisationFactory())
        partnership.topics.add(TopicFactory())
    assert queries() == one
    assert one <= 10


def test_an_editor_of_two_owners_chooses_between_them(client: Client, editor: User, form: dict[str, Any]) -> None:
    other = OwnerFactory(name="Nabokommunen")
    editor.roles.create(owner=other, kind="editor")
    client.force_login(editor)
    assert "Nabokommunen" in client.get("/partnerships/new/").content.decode()
    client.post("/partnerships/new/", form | {"owner": other.pk})
    assert Partnership.objects.get().owner == other
