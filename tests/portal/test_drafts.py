"""What is typed and not saved comes back: after a closed tab, an expired login or a refused save."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from partnerships.models import Partnership
from portal.access import RoleKind
from portal.models import Draft, Organisation, User
from tests.factories import AgendaItemFactory, MeetingFactory, OrganisationFactory, PartnershipFactory, TopicFactory

pytestmark = pytest.mark.django_db

FIRST, SECOND = str(uuid.uuid4()), str(uuid.uuid4())  # keys of two openings of a form


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, source="Først", since="1951")


@pytest.fixture
def address(partnership: Partnership) -> str:
    return f"/partnerships/{partnership.pk}/edit/"


@pytest.fixture
def as_secretariat(secretariat: User) -> Client:
    client = Client()
    client.force_login(secretariat)
    return client


def typed(partnership: Partnership, **fields: object) -> dict[str, object]:
    form = {"owner": partnership.owner_id, "partner": partnership.partner_id, "kind": "twin_city", "status": "active"}
    return {**form, "since": "1951", "source": "Først", "version": 1, **fields}


def keep(client: Client, user: User, address: str, **fields: object) -> dict[str, str]:
    """Post a form's content as static/js/draft.js does; answers with what it is told."""
    form = {"_address": address, "_user": user.pk, "_title": "Rediger noget", "_draft": FIRST, "_continues": ""}
    response = client.post("/drafts/", form | fields)
    assert response.status_code == 200
    return response.json()


def key_of(page: str) -> str:
    """Under which the form on a page writes its draft."""
    return re.search('name="_draft" value="(.+?)"', page)[1]


def draft_of(user: User) -> str:
    """The address at which the only draft of a user is continued."""
    return user.drafts.get().get_absolute_url()


def test_a_page_says_whose_drafts_it_posts(as_editor: Client, editor: User, address: str) -> None:
    page = as_editor.get(address).content.decode()
    keep(as_editor, editor, address, _user=re.search('data-user="(.+?)"', page)[1])


def test_a_form_shows_what_was_typed_when_it_is_continued(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    topic = TopicFactory()
    keep(as_editor, editor, address, **typed(partnership, source="Ny <kilde>", since="maj", topics=[topic.pk]))
    offered = as_editor.get(address)
    assert offered.context["form"]["source"].value() == "Først"
    assert draft_of(editor) in offered.content.decode()
    continued = as_editor.get(draft_of(editor))
    page = continued.content.decode()
    assert 'value="Ny &lt;kilde&gt;"' in page
    assert 'value="maj"' in page
    assert "ds-error-summary" not in page
    assert re.search(rf'name="topics" value="{topic.pk}"[^>]* checked', page)
    assert "Kladden" not in page


def test_a_box_that_was_unticked_stays_so(owner: Organisation, user_with: Callable[..., User]) -> None:
    user = user_with(RoleKind.SECRETARIAT)
    client = Client()
    client.force_login(user)
    item = AgendaItemFactory(body__owner=owner, is_closed=True, title="Sag")
    address = f"/meetings/items/{item.pk}/edit/"
    keep(client, user, address, title="Sag", version=1, recommendations="et\nto")
    form = client.get(draft_of(user)).context["form"]
    assert not form["is_closed"].value()
    assert form["recommendations"].value() == "et\nto"


def test_the_save_of_a_continued_draft_is_merged_with_what_has_happened_since(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    keep(as_editor, editor, address, **typed(partnership, source="Min"))
    Partnership.objects.update(since="1952")
    form = as_editor.get(draft_of(editor)).context["form"]
    assert str(form["version"].value()) == "1"
    assert as_editor.post(address, typed(partnership, source="Min")).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.since) == ("Min", "1952")
    Partnership.objects.update(source="Din")
    assert as_editor.post(address, typed(partnership, source="Min igen", version=3)).status_code == 409


def test_saving_removes_the_draft_that_the_form_was_writing(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    key = key_of(as_editor.get(address).content.decode())
    keep(as_editor, editor, address, **typed(partnership, source="Min", _draft=key))
    as_editor.post(address, typed(partnership, source="Min", _draft=key))
    assert not Draft.objects.exists()


def test_saving_leaves_a_draft_that_the_user_has_not_decided_on(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    keep(as_editor, editor, address, **typed(partnership, source="Gammel kladde"))
    as_editor.post(address, typed(partnership, source="Min", _draft=SECOND))
    assert editor.drafts.get().data["source"] == ["Gammel kladde"]


def test_a_new_record_has_drafts_too(as_editor: Client, editor: User, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Gdynia")
    address = f"/partnerships/new/?partner={partner.pk}"
    key = as_editor.get(address).context["form"]["creation_key"].value()
    fields = {"owner": owner.pk, "partner": "Gdynia", "source": "Halvt", "creation_key": key}
    keep(as_editor, editor, address, **fields)
    form = as_editor.get(draft_of(editor)).context["form"]
    assert (form["source"].value(), form["creation_key"].value()) == ("Halvt", str(key))
    save = fields | {"kind": "twin_city", "status": "active", "_draft": SECOND, "_continues": FIRST}
    assert as_editor.post(address, save).status_code == 302
    assert not Draft.objects.exists()


def test_a_refused_form_is_kept_and_its_page_goes_on_with_that_draft(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    response = as_editor.post(address, typed(partnership, since="i går", source="Min", _draft=FIRST))
    assert response.status_code == 422
    draft = editor.drafts.get()
    assert (draft.address, draft.data["since"]) == (address, ["i går"])
    assert f'name="_continues" value="{FIRST}"' in response.content.decode()
    as_editor.post(address, typed(partnership, _draft=SECOND, _continues=FIRST))
    assert not Draft.objects.exists()


def test_a_form_that_is_opened_twice_has_two_drafts_and_both_are_offered(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    keep(as_editor, editor, address, source="Første fane", _draft=FIRST)
    keep(as_editor, editor, address, source="Anden fane", _draft=SECOND)
    keep(as_editor, editor, address, source="Mere i første fane", _draft=FIRST)
    first, second = editor.drafts.get(key=FIRST), editor.drafts.get(key=SECOND)
    page = as_editor.get(address).content.decode()
    assert [page.count(f'href="{draft.get_absolute_url()}"') for draft in (first, second)] == [1, 1]
    continued = as_editor.get(first.get_absolute_url())
    assert continued.context["form"]["source"].value() == "Mere i første fane"
    assert continued.context["draft"].waiting == [second]


def test_drafts_of_new_records_are_told_apart_by_what_is_typed_as_the_name(as_editor: Client, editor: User) -> None:
    keep(as_editor, editor, "/networks/new/", name="Byer ved havet", _draft=FIRST)
    keep(as_editor, editor, "/networks/new/", name="Byer i bjergene", _draft=SECOND)
    page = as_editor.get("/networks/new/").content.decode()
    assert re.findall(r"ikke er gemt\. <strong>(.+?)</strong>", page) == ["Byer i bjergene", "Byer ved havet"]


def test_a_refused_save_stands_beside_the_drafts_that_it_does_not_continue(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    keep(as_editor, editor, address, source="Vigtig tekst fra i går", _draft=FIRST)
    key = key_of(as_editor.get(address).content.decode())
    assert as_editor.post(address, typed(partnership, since="i går", source="Ny", _draft=key)).status_code == 422
    assert as_editor.post(address, typed(partnership, since="i går", source="Uden nøgle")).status_code == 422
    drafts = {str(draft.key): draft.data["source"] for draft in editor.drafts.all()}
    assert drafts.pop(FIRST) == ["Vigtig tekst fra i går"]
    assert drafts.pop(key) == ["Ny"]
    assert list(drafts.values()) == [["Uden nøgle"]]


@pytest.mark.parametrize(
    "kind", ["networks", "partnerships", "agreements", "strategies", "meetings", "partnerships/enquiries"]
)
def test_a_new_form_that_is_saved_as_it_stands_leaves_no_draft(
    kind: str, as_secretariat: Client, secretariat: User, owner: Organisation
) -> None:
    address = f"/{kind}/new/"
    form = as_secretariat.get(address).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() not in (None, "", False)}
    hidden = {field.html_initial_name: field.value() for field in form if field.field.show_hidden_initial}
    posted = {"owner": owner.pk, **values, **hidden, "_draft": FIRST}  # a browser chooses the first owner by itself
    keep(as_secretariat, secretariat, address, **posted | {"source": "Skrevet og slettet igen"})
    response = as_secretariat.post(address, posted)
    assert response.status_code == 422
    assert not secretariat.drafts.exists()
    assert 'name="_continues" value=""' in response.content.decode()


def test_what_is_typed_and_taken_back_leaves_no_draft(as_editor: Client, editor: User, address: str) -> None:
    keep(as_editor, editor, address, source="En anden", _draft=SECOND)
    keep(as_editor, editor, address, source="Min")
    assert keep(as_editor, editor, address, source="", _untouched="") == {"text": ""}
    assert [str(draft.key) for draft in editor.drafts.all()] == [SECOND]


def test_the_form_that_continues_a_draft_takes_it_over(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    keep(as_editor, editor, address, source="Første fane")
    page = as_editor.get(draft_of(editor)).content.decode()
    second = key_of(page)
    assert f'name="_continues" value="{FIRST}"' in page
    for source in ("Fortsat", "Fortsat igen"):
        keep(as_editor, editor, address, source=source, _draft=second, _continues=FIRST)
    assert editor.drafts.get().data["source"] == ["Fortsat igen"]
    keep(as_editor, editor, address, source="Første fane igen")
    as_editor.post(address, typed(partnership, source="Fortsat igen", _draft=second, _continues=FIRST))
    assert editor.drafts.get().data["source"] == ["Første fane igen"]


def test_a_draft_says_which_record_it_is_about(owner: Organisation, as_secretariat: Client, secretariat: User) -> None:
    meeting = MeetingFactory(body__owner=owner, body__name="Styregruppen")
    address = f"/meetings/{meeting.pk}/attendance/"
    response = as_secretariat.post(address, {"kind": "guest", "creation_key": str(uuid.uuid4()), "_draft": FIRST})
    assert response.status_code == 422
    assert str(meeting) in str(secretariat.drafts.get())
    keep(as_secretariat, secretariat, "/networks/new/", _title="Nyt netværk", name="Eurocities")
    assert "Nyt netværk: Eurocities" in as_secretariat.get("/drafts/").content.decode()


def test_while_conflicts_are_decided_the_draft_stands_on_the_version_first_opened(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    content = {"version": 2, "opened_on": 1, "source": "Min", "mine-source": "Min", "choice-source": "own"}
    keep(as_editor, editor, address, **content)
    data = editor.drafts.get().data
    assert data["version"] == ["1"]
    assert not any(name.startswith(("mine-", "choice-", "opened_on", "_user")) for name in data)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "https://evil.example/partnerships/1/edit/",
        "//evil.example/",
        "javascript:alert(1)",
        "/no/such/page/",
        "/" * 501,
    ],
)
def test_only_pages_of_the_portal_have_drafts(wrong: str, as_editor: Client, editor: User) -> None:
    assert as_editor.post("/drafts/", {"_address": wrong, "_user": editor.pk}).status_code == 400


def test_a_draft_that_is_too_long_is_refused(as_editor: Client, editor: User, address: str) -> None:
    response = as_editor.post("/drafts/", {"_address": address, "_user": editor.pk, "source": "x" * 500_001})
    assert response.status_code == 413
    assert response.json()["text"]


def test_what_one_user_typed_is_not_kept_as_anothers(as_editor: Client, reader: User, address: str) -> None:
    assert as_editor.post("/drafts/", {"_address": address, "_user": reader.pk}).status_code == 403


def test_a_draft_is_its_writers_alone(
    as_editor: Client, editor: User, administrator: User, partnership: Partnership, address: str
) -> None:
    keep(as_editor, editor, address, **typed(partnership, source="Hemmeligt"))
    other = Client()
    other.force_login(administrator)
    for page in ("/drafts/", address, draft_of(editor)):
        assert "Hemmeligt" not in other.get(page).content.decode()
    assert other.post(f"/drafts/{Draft.objects.get().pk}/delete/").status_code == 404
    assert Draft.objects.exists()


def test_a_draft_opens_nothing_that_its_writer_may_no_longer_see(
    as_editor: Client, editor: User, partnership: Partnership, address: str
) -> None:
    keep(as_editor, editor, address, **typed(partnership, source="Min"))
    editor.roles.update(kind=RoleKind.READER)
    assert as_editor.get(draft_of(editor)).status_code == 403
    editor.roles.all().delete()
    assert as_editor.get(draft_of(editor)).status_code == 404


def test_drafts_are_listed_and_on_the_overview(as_editor: Client, editor: User, address: str) -> None:
    assert "Rediger noget" not in as_editor.get("/").content.decode()
    keep(as_editor, editor, address, source="Min")
    for page in ("/drafts/", "/"):
        html = as_editor.get(page).content.decode()
        assert f'<a href="{draft_of(editor)}">Rediger noget</a>' in html


def test_a_draft_can_be_thrown_away(as_editor: Client, editor: User, address: str) -> None:
    keep(as_editor, editor, address, source="Min")
    assert as_editor.post(f"/drafts/{editor.drafts.get().pk}/delete/")["Location"] == "/drafts/"
    assert as_editor.get("/drafts/").status_code == 200
    keep(as_editor, editor, address, source="Min")
    response = as_editor.post(
        f"/drafts/{editor.drafts.get().pk}/delete/", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert response.status_code == 200
    assert not Draft.objects.exists()


def test_after_seven_days_a_draft_is_ignored_and_tidied_away(as_editor: Client, editor: User, address: str) -> None:
    keep(as_editor, editor, address, source="Gammel")
    keep(as_editor, editor, "/partnerships/new/", source="Ny")
    editor.drafts.filter(address=address).update(saved_at=timezone.now() - timedelta(days=7, minutes=1))
    assert as_editor.get(address).context["draft"].waiting == []
    assert address not in as_editor.get("/drafts/").content.decode()
    call_command("tidy", verbosity=0)
    assert [draft.address for draft in Draft.objects.all()] == ["/partnerships/new/"]


def test_the_list_of_drafts_costs_the_same_for_one_and_for_ten(
    as_editor: Client, editor: User, django_assert_max_num_queries: Callable
) -> None:
    for number in range(10):
        keep(as_editor, editor, f"/partnerships/new/?partner={number}", source="Ny")
    with django_assert_max_num_queries(6):
        as_editor.get("/drafts/")


def test_logging_out_clears_what_the_browser_has_kept(as_editor: Client) -> None:
    assert as_editor.post("/logout/")["Clear-Site-Data"] == '"cache", "storage"'
