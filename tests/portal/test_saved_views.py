"""A list that somebody narrowed, sorted and named is one click away, for them or for those they share it with."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.access import RoleKind
from portal.models import Organisation, SavedView, User
from tests.factories import DepartmentFactory, OwnerFactory, PartnershipFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "partnerships.partnership"
QUERY = "columns=partner,since&kind=twin_city&sort=-since"
NEW = f"/views/new/?{urlencode({'listing': LIST, 'query': QUERY})}"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def save(client: Client, name: str = "Venskabsbyer", address: str = NEW, **facts: object) -> int:
    """The status of the answer to the form of a new view."""
    return client.post(address, {"name": name, "sharing": "personal", **facts}).status_code


def seen(client: Client, address: str = "/partnerships/?view=all") -> list[str]:
    """Names of the saved views above the list."""
    return [str(link.name) for link in client.get(address).context["views"].groups()[1]]


def view_of(user: User, **facts: object) -> SavedView:
    return SavedView.objects.create(**{"user": user, "listing": LIST, "name": "Min", "query": QUERY, **facts})


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_view_is_saved_from_the_list_and_reached_in_one_click(as_editor: Client) -> None:
    page = as_editor.get("/partnerships/?sort=-since&kind=twin_city&columns=since&columns=partner&q=&page=3")
    form = page.content.decode().split('id="save-view"')[1].split("</form>")[0]
    action = re.search(r'action="([^"]+)"', form)[1].replace("&amp;", "&")
    answer = as_editor.post(action, {"name": "Venskabsbyer", "sharing": "personal"})
    assert answer["Location"] == f"/partnerships/?{QUERY}"
    page = as_editor.get(answer["Location"]).content.decode()
    assert f'<a href="/partnerships/?{QUERY.replace("&", "&amp;")}" aria-current="page">Venskabsbyer</a>' in page
    assert seen(as_editor, "/agreements/?view=all") == []


def test_a_view_keeps_the_columns_on_screen_wherever_they_come_from(as_editor: Client) -> None:
    as_editor.get("/partnerships/?columns=partner&columns=owner&remember=1")
    action = as_editor.get("/partnerships/?kind=twin_city").context["listing"].which()
    save(as_editor, address=f"/views/new/?{action}")
    assert SavedView.objects.get().query == "columns=partner,owner&kind=twin_city"


def test_only_what_the_list_knows_is_kept(as_editor: Client) -> None:
    query = "kind=twin_city&page=4&export=csv&evil=1&sort=nonsense&columns=nonsense&view=all&remember=1&q="
    save(as_editor, address=f"/views/new/?{urlencode({'listing': LIST, 'query': query})}")
    assert SavedView.objects.get().query == "kind=twin_city"


def test_bad_input_is_told_and_keeps_what_was_typed(as_editor: Client) -> None:
    errors = as_editor.post(NEW, {"name": "", "sharing": "personal"}).context["form"].errors
    assert {name: len(texts) for name, texts in errors.items()} == {"name": 1}
    assert save(as_editor, "x" * 81) == 422
    assert save(as_editor, sharing="nonsense") == 422
    assert save(as_editor, sharing="role", owner="") == 422
    answer = as_editor.post(NEW, {"name": "Fælles liste", "sharing": "department", "owner": ""})
    assert answer.status_code == 422
    assert 'value="Fælles liste"' in answer.content.decode()
    assert not SavedView.objects.exists()
    assert as_editor.get("/views/new/").status_code == 404
    assert as_editor.get("/views/new/?listing=portal.country").status_code == 404
    long = f"/views/new/?{urlencode({'listing': LIST, 'query': 'q=' + 'å' * 2000})}"
    assert as_editor.get(long).status_code == 400


def test_a_name_is_taken_once_for_each_list(as_editor: Client, editor: User) -> None:
    assert save(as_editor) == 302
    answer = as_editor.post(NEW, {"name": "Venskabsbyer", "sharing": "personal"})
    assert answer.status_code == 422
    assert "Venskabsbyer" in answer.content.decode()
    assert save(as_editor, address=NEW.replace("partnerships.partnership", "partnerships.agreement")) == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        view_of(editor, name="Venskabsbyer")


def test_a_personal_view_is_nobody_elses(
    as_editor: Client, client: Client, owner: Organisation, stranger: User, secretariat: User
) -> None:
    save(as_editor)
    view = SavedView.objects.get()
    for user in (RoleFactory(owner=owner).user, secretariat, stranger):
        other = as_(user)
        assert seen(other) == []
        assert other.get(f"/views/{view.pk}/edit/").status_code == 404
        assert other.get(f"/views/{view.pk}/delete/").status_code == 404
        assert other.post(f"/views/{view.pk}/delete/").status_code == 404
        assert other.post(f"/views/{view.pk}/replace/", {"query": ""}).status_code == 404
    assert SavedView.objects.get() == view


def test_a_shared_view_is_seen_by_those_it_is_for(as_editor: Client, owner: Organisation, stranger: User) -> None:
    department = DepartmentFactory(owner=owner)
    assert save(as_editor, "Ejer", sharing="owner", owner=owner.pk) == 302
    assert save(as_editor, "Rolle", sharing="role", owner=owner.pk, role="director") == 302
    assert save(as_editor, "Forvaltning", sharing="department", department=department.pk) == 302

    def of(**role: object) -> list[str]:
        return seen(as_(RoleFactory(**{"owner": owner, **role}).user))

    assert of() == ["Ejer"]
    assert of(kind="director") == ["Ejer", "Rolle"]
    assert of(department=department) == ["Ejer", "Forvaltning"]
    assert of(department=DepartmentFactory(owner=owner)) == ["Ejer"]
    assert of(owner=OwnerFactory(), kind="director") == []
    assert seen(as_(stranger)) == []
    assert seen(as_editor) == ["Ejer", "Forvaltning", "Rolle"]  # one's own, whomever they are for


def test_sharing_takes_the_right_to_edit(reader: User, editor: User, owner: Organisation) -> None:
    client = as_(reader)
    assert "sharing" not in client.get(NEW).context["form"].fields
    assert save(client, sharing="owner", owner=owner.pk) == 302
    assert SavedView.objects.get(user=reader).sharing == "personal"
    other = OwnerFactory()
    assert save(as_(editor), sharing="owner", owner=other.pk) == 422
    assert save(as_(editor), sharing="department", department=DepartmentFactory(owner=other).pk) == 422
    assert not SavedView.objects.filter(owner=other).exists()


def test_a_department_brings_its_owner_and_a_change_of_audience_forgets_the_old_one(
    as_editor: Client, owner: Organisation
) -> None:
    department = DepartmentFactory(owner=owner)
    save(as_editor, sharing="department", department=department.pk, role="director")
    view = SavedView.objects.get()
    assert (view.owner, view.department, view.role) == (owner, department, "")
    as_editor.post(f"/views/{view.pk}/edit/", {"name": "Ny", "sharing": "personal", "department": department.pk})
    view.refresh_from_db()
    assert (view.name, view.owner, view.department, view.query) == ("Ny", None, None, QUERY)


@pytest.mark.parametrize(
    "facts",
    [
        {"sharing": "owner"},
        {"sharing": "role", "role": ""},
        {"sharing": "department"},
        {"sharing": "personal", "owner": True},
        {"sharing": "owner", "owner": True, "role": "editor"},
    ],
)
def test_the_database_refuses_a_view_for_nobody_in_particular(
    facts: dict[str, object], editor: User, owner: Organisation
) -> None:
    if facts.get("owner"):
        facts = {**facts, "owner": owner}
    with pytest.raises(IntegrityError), transaction.atomic():
        view_of(editor, **facts)


def test_the_secretariat_looks_after_the_shared_views(
    editor: User, secretariat: User, reader: User, stranger: User, owner: Organisation
) -> None:
    view = view_of(editor, sharing="role", role="director", owner=owner)
    edit = {"name": "Til direktørerne", "sharing": "role", "role": "director", "owner": owner.pk}
    assert as_(reader).get(f"/views/{view.pk}/edit/").status_code == 404  # it is not for readers
    assert as_(stranger).post(f"/views/{view.pk}/edit/", edit).status_code == 404
    assert as_(RoleFactory(owner=owner, kind="director").user).post(f"/views/{view.pk}/edit/", edit).status_code == 403
    assert as_(secretariat).post(f"/views/{view.pk}/edit/", edit).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.user) == ("Til direktørerne", editor)
    assert "Til direktørerne" in as_(secretariat).get("/views/").content.decode()
    assert "Til direktørerne" not in as_(reader).get("/views/").content.decode()


def test_a_view_takes_over_what_the_list_shows_now(as_editor: Client, editor: User) -> None:
    view = view_of(editor)
    manage = f"/views/?{urlencode({'listing': LIST, 'query': 'status=ended'})}"
    assert f'action="/views/{view.pk}/replace/"' in as_editor.get(manage).content.decode()
    assert "/replace/" not in as_editor.get("/views/").content.decode()
    answer = as_editor.post(f"/views/{view.pk}/replace/", {"query": "status=ended&page=2"})
    assert answer["Location"] == "/partnerships/?status=ended"
    view.refresh_from_db()
    assert view.query == "status=ended"


def test_a_view_is_deleted_after_a_question(as_editor: Client, editor: User) -> None:
    view = view_of(editor)
    assert as_editor.get(f"/views/{view.pk}/delete/").status_code == 200
    assert SavedView.objects.exists()
    assert as_editor.post(f"/views/{view.pk}/delete/")["Location"] == "/partnerships/?view=all"
    assert not SavedView.objects.exists()
    assert as_editor.get(f"/views/{view.pk}/edit/").status_code == 404


def test_the_views_of_a_department_go_with_it(editor: User, owner: Organisation) -> None:
    department = DepartmentFactory(owner=owner)
    view_of(editor, sharing="department", owner=owner, department=department)
    type(department).with_trash.filter(pk=department.pk).delete()
    assert not SavedView.objects.exists()


def test_the_list_opens_with_the_default_and_only_when_nothing_is_asked(as_editor: Client, editor: User) -> None:
    save(as_editor, is_default="on")
    assert as_editor.get("/partnerships/")["Location"] == f"/partnerships/?{QUERY}"
    assert as_editor.get("/partnerships/", headers=PARTIAL).status_code == 200
    for query in ("?view=all", "?q=", "?page=1", "?kind=twin_city"):
        assert as_editor.get(f"/partnerships/{query}").status_code == 200
    page = as_editor.get(f"/partnerships/?{QUERY}&q=findes-ikke").content.decode()
    assert page.count('href="/partnerships/?view=all"') == 2  # above the list, and where nothing was found
    assert as_editor.get("/agreements/").status_code == 200


def test_ones_own_default_comes_before_the_departments_the_roles_and_the_owners(owner: Organisation) -> None:
    department = DepartmentFactory(owner=owner)
    user = RoleFactory(owner=owner, department=department, kind="director").user
    maker, client = UserFactory(), as_(user)
    for sharing, facts in [
        ("owner", {}),
        ("role", {"role": "director"}),
        ("department", {"department": department}),
        ("personal", {"owner": None, "user": user}),
    ]:
        facts = {"owner": owner, "sharing": sharing, "name": sharing, "is_default": True, **facts}
        view_of(**{"user": maker, "query": f"q={sharing}", **facts})
        assert client.get("/partnerships/")["Location"] == f"/partnerships/?q={sharing}"


def test_a_default_for_others_does_not_open_for_its_maker_outside_the_group(editor: User, owner: Organisation) -> None:
    view_of(editor, sharing="role", role="director", owner=owner, is_default=True)
    assert as_(editor).get("/partnerships/").status_code == 200


def test_a_list_opens_with_one_view_only(as_editor: Client, editor: User, owner: Organisation) -> None:
    others = view_of(UserFactory(), name="Andens", is_default=True)
    save(as_editor, "Første", is_default="on")
    save(as_editor, "Anden", is_default="on")
    assert set(SavedView.objects.filter(is_default=True).values_list("name", flat=True)) == {"Anden", others.name}


def test_what_others_see_first_is_for_the_secretariat_to_decide(
    editor: User, secretariat: User, owner: Organisation
) -> None:
    facts = {"sharing": "owner", "owner": owner.pk, "is_default": "on"}
    assert save(as_(editor), **facts) == 422
    assert save(as_(secretariat), **facts) == 302
    assert as_(editor).get("/partnerships/")["Location"] == f"/partnerships/?{QUERY}"


def test_whoever_lost_the_right_cannot_make_a_shared_view_the_default(reader: User, owner: Organisation) -> None:
    view = view_of(reader, sharing="owner", owner=owner)
    assert as_(reader).post(f"/views/{view.pk}/edit/", {"name": "Ny", "is_default": "on"}).status_code == 422


def test_an_empty_default_does_not_send_one_in_circles(as_editor: Client, editor: User) -> None:
    view_of(editor, query="", is_default=True)
    assert as_editor.get("/partnerships/")["Location"] == "/partnerships/?view=all"


def test_the_choice_of_columns_is_remembered_for_its_list(as_editor: Client, owner: Organisation) -> None:
    def columns(address: str) -> list[str]:
        return [column.name for column in as_editor.get(address).context["listing"].chosen]

    usual = columns("/partnerships/")
    answer = as_editor.get("/partnerships/?columns=since&columns=partner&kind=twin_city&q=&remember=1")
    assert answer["Location"] == "/partnerships/?columns=partner,since&kind=twin_city"
    cookie = answer.cookies["columns-partnerships.partnership"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/partnerships/", "Lax", True)
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert columns("/partnerships/?kind=twin_city") == ["partner", "since"]
    assert columns("/partnerships/?columns=owner") == ["owner"]  # the address wins, and changes nothing
    assert columns("/partnerships/") == ["partner", "since"]
    assert "since" not in columns("/agreements/")
    assert as_editor.get("/partnerships/").context["listing"].usual_columns() == "/partnerships/?remember=1"
    as_editor.get("/partnerships/?remember=1")
    assert columns("/partnerships/") == usual


def test_a_cookie_of_nonsense_is_nothing_chosen(as_editor: Client) -> None:
    usual = as_editor.get("/partnerships/").context["listing"].chosen
    as_editor.cookies["columns-partnerships.partnership"] = "nonsense.<script>"
    page = as_editor.get("/partnerships/")
    assert page.context["listing"].chosen == usual
    assert "<script>" not in page.content.decode()


def test_saved_views_cost_one_query_a_page_and_none_in_a_fragment(
    as_editor: Client, editor: User, owner: Organisation
) -> None:
    PartnershipFactory(owner=owner)
    as_editor.get("/partnerships/")  # options of the filters are kept from here on

    def of_views(**options: object) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get("/partnerships/?view=all", **options).status_code == 200
        return sum("portal_savedview" in query["sql"] for query in captured)

    assert of_views() == 1
    for number in range(9):
        view_of(editor, name=str(number), sharing="owner", owner=owner)
    assert of_views() == 1
    assert of_views(headers=PARTIAL) == 0


def test_a_user_without_a_role_may_keep_views_too(client: Client, user_with: Callable[..., User]) -> None:
    client = as_(UserFactory())
    assert save(client) == 302
    assert seen(client) == ["Venskabsbyer"]
    assert RoleKind.READER not in client.get("/partnerships/?view=all").context["user"].role_kinds
