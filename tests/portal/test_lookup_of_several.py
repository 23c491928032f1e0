"""Several organisations among thousands are chosen by their names; those that are chosen stand as ticked boxes."""

import re
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.forms import ActivityForm
from partnerships.models import Activity
from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import ActivityFactory, CountryFactory, OrganisationFactory
from tests.importing import carry_out, checked, problems

pytestmark = pytest.mark.django_db
NEW = "/partnerships/activities/new/"


@pytest.fixture
def gdynia() -> Organisation:
    return OrganisationFactory(name="Gdynia", country=CountryFactory(code="PL", name_da="Polen", name_en="Poland"))


@pytest.fixture
def activity(owner: Organisation, gdynia: Organisation) -> Activity:
    activity = ActivityFactory(owner=owner, title="Kor på besøg", starts_on="2026-05-04")
    activity.organisations.add(gdynia)
    return activity


@pytest.fixture
def colleague(user_with: Callable[..., User]) -> Client:
    client = Client()
    client.force_login(user_with(RoleKind.SECRETARIAT))
    return client


def typed(owner: Organisation, *organisations: object, **more: object) -> dict[str, Any]:
    form = {"owner": owner.pk, "title": "Kor på besøg", "kind": "visit", "starts_on": "2026-05-04"}
    return {**form, "organisations": [*organisations], **more}


def edit(client: Client, activity: Activity, *organisations: object, **more: object) -> HttpResponse:
    return client.post(address(activity), typed(activity.owner, *organisations, version=activity.version, **more))


def address(activity: Activity) -> str:
    return f"/partnerships/activities/{activity.pk}/edit/"


def opened(client: Client, activity: Activity) -> Any:
    return client.get(address(activity)).context["form"]["chosen"].value()


def names(activity: Activity) -> set[str]:
    return set(activity.organisations.values_list("name", flat=True))


def boxes(response: HttpResponse) -> dict[str, bool]:
    """The labels of the boxes for organisations, and whether they are ticked."""
    found = re.findall(
        r'<input type="checkbox" name="organisations"([^>]*)>\s*([^<]*?)\s*</label>', response.content.decode()
    )
    return {label: "checked" in attributes for attributes, label in found}


def inputs(response: HttpResponse) -> list[str]:
    page = re.sub("<template>.*?</template>", "", response.content.decode(), flags=re.DOTALL)
    found = re.findall(r'<input type="text" name="organisations"([^>]*)>', page)
    return [re.search(r'value="([^"]*)"|$', attributes)[1] or "" for attributes in found]  # type: ignore[index]


def test_names_in_any_spelling_are_chosen(as_editor: Client, owner: Organisation, gdynia: Organisation) -> None:
    OrganisationFactory(name="Győr")
    assert as_editor.post(NEW, typed(owner, "gyor", "Gdynia (Polen)", "")).status_code == HTTPStatus.FOUND
    assert names(Activity.objects.get()) == {"Gdynia", "Győr"}


def test_keys_and_names_are_taken_together_and_one_named_twice_counts_once(
    as_editor: Client, owner: Organisation, gdynia: Organisation
) -> None:
    OrganisationFactory(name="Orsa")
    as_editor.post(NEW, typed(owner, gdynia.pk, "Orsa", "gdynia"))
    assert names(Activity.objects.get()) == {"Gdynia", "Orsa"}


def test_the_form_has_a_box_for_each_that_is_chosen_and_one_empty_input(as_editor: Client, activity: Activity) -> None:
    OrganisationFactory(name="Orsa")
    page = as_editor.get(address(activity))
    assert boxes(page) == {"Gdynia (Polen)": True}
    assert inputs(page) == [""]


def test_the_address_can_choose_one(as_editor: Client, gdynia: Organisation) -> None:
    assert boxes(as_editor.get(f"{NEW}?organisations={gdynia.pk}")) == {"Gdynia (Polen)": True}


def test_an_unknown_name_is_refused_and_all_that_was_typed_comes_back(
    as_editor: Client, owner: Organisation, gdynia: Organisation
) -> None:
    response = as_editor.post(NEW, typed(owner, gdynia.pk, "Atlantis", "Mu <1>", "Gdynia"))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    errors = response.context["form"].errors["organisations"]
    assert ["Atlantis" in errors[0], "Mu <1>" in errors[1], len(errors)] == [True, True, 2]
    assert boxes(response) == {"Gdynia (Polen)": True}
    assert inputs(response) == ["Atlantis", "Mu &lt;1&gt;", "Gdynia", ""]
    assert not Activity.objects.exists()


def test_of_several_with_one_name_the_country_tells(
    as_editor: Client, owner: Organisation, gdynia: Organisation
) -> None:
    OrganisationFactory(name="Gdynia")
    response = as_editor.post(NEW, typed(owner, "Gdynia"))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    error = response.context["form"].errors["organisations"][0]
    assert "Gdynia (Danmark)" in error
    assert "Gdynia (Polen)" in error


@pytest.mark.parametrize("text", ["9999999", "9999999999999999999", "\x00", "?", "²", "x" * 5000])
def test_what_is_no_organisation_is_refused(text: str, as_editor: Client, owner: Organisation) -> None:
    assert as_editor.post(NEW, typed(owner, text)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_lies_in_the_trash_or_has_been_merged_cannot_be_chosen(
    as_editor: Client, owner: Organisation, gdynia: Organisation
) -> None:
    gone = OrganisationFactory(name="Gammel Kreis", merged_into=gdynia)
    in_trash = OrganisationFactory(name="Atlantis")
    in_trash.move_to_trash()
    for one in (gone.pk, in_trash.pk, gone.name, in_trash.name):
        assert as_editor.post(NEW, typed(owner, one)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_draft_brings_back_boxes_and_names(
    as_editor: Client, editor: User, activity: Activity, owner: Organisation
) -> None:
    orsa = OrganisationFactory(name="Orsa")
    kept = typed(owner, orsa.pk, "Atlantis", "", version=1, chosen=opened(as_editor, activity))
    kept |= {"_draft": str(uuid.uuid4()), "_address": address(activity), "_user": str(editor.pk)}
    assert as_editor.post("/drafts/", kept).status_code == HTTPStatus.OK
    page = as_editor.get(editor.drafts.get().get_absolute_url())
    assert boxes(page) == {"Orsa (Danmark)": True}
    assert inputs(page) == ["Atlantis", ""]


def test_an_unticked_box_takes_away_and_an_unchanged_form_changes_nothing(
    as_editor: Client, activity: Activity, gdynia: Organisation
) -> None:
    chosen = opened(as_editor, activity)
    edit(as_editor, activity, gdynia.pk, "", chosen=chosen)
    activity.refresh_from_db()
    assert (activity.version, names(activity)) == (1, {"Gdynia"})
    edit(as_editor, activity, "", chosen=chosen)
    assert names(activity) == set()


def test_what_two_have_chosen_is_merged(
    as_editor: Client, colleague: Client, activity: Activity, gdynia: Organisation
) -> None:
    for name in ("Orsa", "Riga"):
        OrganisationFactory(name=name)
    chosen = opened(as_editor, activity)
    assert edit(colleague, activity, gdynia.pk, "Orsa", chosen=chosen).status_code == HTTPStatus.FOUND
    assert edit(as_editor, activity, "Riga", "", chosen=chosen).status_code == HTTPStatus.FOUND  # Gdynia is unticked
    assert names(activity) == {"Orsa", "Riga"}


def test_names_survive_the_page_that_asks_about_another_field(
    as_editor: Client, activity: Activity, gdynia: Organisation
) -> None:
    chosen = opened(as_editor, activity)
    Activity.objects.update(source="Din")
    response = edit(as_editor, activity, gdynia.pk, "Atlantis", chosen=chosen, source="Min")
    assert response.status_code == HTTPStatus.CONFLICT
    hidden = re.findall(r'<input type="hidden" name="organisations" value="([^"]*)"', response.content.decode())
    assert sorted(hidden) == sorted([str(gdynia.pk), "Atlantis"])


def test_one_cell_takes_names_too(as_editor: Client, activity: Activity, gdynia: Organisation) -> None:
    OrganisationFactory(name="Orsa")
    cell = f"/cells/partnerships.activity/{activity.pk}/organisations/"
    page = as_editor.get(cell, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert (boxes(page), inputs(page)) == ({"Gdynia (Polen)": True}, [""])
    form = {"version": 1, "chosen": page.context["form"]["chosen"].value(), "organisations": [gdynia.pk, "Atlantis"]}
    refused = as_editor.post(cell, form)
    assert (refused.status_code, inputs(refused)) == (HTTPStatus.UNPROCESSABLE_ENTITY, ["Atlantis", ""])
    assert as_editor.post(cell, form | {"organisations": ["Orsa"]}).status_code == HTTPStatus.FOUND
    assert names(activity) == {"Orsa"}


def test_many_activities_get_organisations_by_name(
    as_editor: Client, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ActivityForm, "in_bulk", ["organisations"])
    OrganisationFactory(name="Orsa")
    wish = {"organisations-act": "add", "organisations": ["orsa", ""], "row": [str(activity.pk)]}
    bulk = "/bulk/partnerships.activity/"
    unknown = as_editor.post(f"{bulk}confirm/", wish | {"organisations": ["Atlantis"]})
    assert (unknown.status_code, inputs(unknown)) == (HTTPStatus.UNPROCESSABLE_ENTITY, ["Atlantis", ""])
    assert "Orsa" in as_editor.post(f"{bulk}confirm/", wish).content.decode()
    as_editor.post(f"{bulk}apply/", wish | {"row": [f"{activity.pk}:1"]})
    assert names(activity) == {"Gdynia", "Orsa"}


def test_a_file_names_several(editor: User, owner: Organisation, gdynia: Organisation) -> None:
    OrganisationFactory(name="Orsa")
    rows = 'Kor;Besøg;2026-05-04;"Gdynia; Orsa"\nMesse;Besøg;2026-05-04;Atlantis'
    label = ActivityForm.base_fields["organisations"].label
    run = checked("activity", f"Titel;Type;Fra;{label}\n{rows}", editor, owner=owner)
    assert [*problems(run)] == [3]
    assert "Atlantis" in problems(run)[3]["organisations"]
    run.rows.filter(number=3).delete()
    carry_out(run, editor)
    assert names(Activity.objects.get()) == {"Gdynia", "Orsa"}


def test_what_a_dialog_makes_is_a_box_in_the_list_of_boxes(as_editor: Client, owner: Organisation) -> None:
    page = as_editor.get(NEW).content.decode()
    assert re.search(r'<div id="id_organisations">\s*</div>', page)
    assert "dialog=id_organisations" in page
    made = OrganisationFactory(name="Dialogby")
    as_editor.post(NEW, typed(owner, made.pk, ""))
    assert names(Activity.objects.get()) == {"Dialogby"}


@pytest.mark.parametrize("path", [NEW, "edit"])
def test_the_form_costs_the_same_with_a_thousand_organisations(
    path: str, as_editor: Client, activity: Activity
) -> None:
    path = address(activity) if path == "edit" else path
    country = CountryFactory()

    def cost(number: int) -> tuple[int, int]:
        rows = [Organisation(name=f"By {one}", kind="city", country=country) for one in range(number)]
        Organisation.objects.bulk_create(rows)
        as_editor.get(path)
        with CaptureQueriesContext(connection) as captured:
            page = as_editor.get(path).content
        return len(captured), round(len(page), -3)

    assert cost(10) == cost(990)
