"""The pages that everybody may open: only what was chosen is on them, and nothing of whoever asks."""

from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from partnerships.models import Activity, Partnership, PublicField, PublicPage
from partnerships.publication import Site
from portal.models import Organisation, User
from portal.records.merging import merge
from tests.factories import (
    ActivityFactory,
    AgreementFactory,
    ContactFactory,
    CountryFactory,
    DepartmentFactory,
    JournalEntryFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    PublicPageFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# What each field, once it is chosen, brings onto a partner's page; nothing else may ever bring it.
SENTINELS = {
    PublicField.KIND: "Venskabsby",
    PublicField.SINCE: "1951",
    PublicField.TOPICS: "emneXQ",
    PublicField.DESCRIPTION: "idagXQ",
    PublicField.ORIGIN: "oprindelseXQ",
    PublicField.AGREEMENTS: "aftaleXQ",
    PublicField.ACTIVITIES: "aktivitetXQ",
    PublicField.WEBSITE: "websted-xq.example",
}
NEVER = [
    "udsigtXQ", "kildeXQ", "personXQ", "forvaltningXQ", "notatXQ", "organXQ", "årsagXQ", "udkastXQ", "udløbetXQ",
    "resuméXQ", "opsagtafXQ", "resultatXQ", "andennoteXQ", "vistnokXQ", "kontaktXQ", "XQ@example.test",
    "Høj prioritet", "5678", "fondXQ", "Aktivt", "Eksempel",
]  # fmt: skip


@pytest.fixture
def public_page(owner: Organisation) -> PublicPage:
    return PublicPageFactory(owner=owner, slug="aalborg", is_on=True, fields=["kind", "since"])


def full_partnership(owner: Organisation, **fields: Any) -> Partnership:
    """A partnership on which every field says something of its own."""
    person = PersonFactory(owner=owner, name="personXQ", email="XQ@example.test")
    partner = OrganisationFactory(
        name="Fredrikstad", country=CountryFactory(code="NO", name_da="Norge", name_en="Norway"), latitude=59.22,
        longitude=10.93, website="https://websted-xq.example/", note="notatXQ", source="kildeXQ",
    )  # fmt: skip
    partnership = PartnershipFactory(
        **{
            "owner": owner, "partner": partner, "is_public": True, "since": "1951", "origin": "<p>oprindelseXQ</p>",
            "description": "<p>idagXQ</p>", "outlook": "<p>udsigtXQ</p>", "decided_by": "organXQ", "priority": "high",
            "ended_reason": "årsagXQ", "source": "kildeXQ", "responsible": person,
            "department": DepartmentFactory(owner=owner, name="forvaltningXQ"),
        }
        | fields
    )  # fmt: skip
    partnership.topics.add(TopicFactory(name_da="emneXQ", name_en="emneXQ"))
    of = {"partnership": partnership, "starts": "2000", "term_kind": "open"}
    AgreementFactory(**of, title="aftaleXQ", summary="resuméXQ", notice_given_by="", signed_by_owner="opsagtafXQ")
    AgreementFactory(**of, title="udkastXQ", stage="proposed")
    AgreementFactory(**of | {"term_kind": "fixed"}, title="udløbetXQ", ends_on="2010-12-31")
    AgreementFactory(**of, title="vistnokXQ", is_illustration=True)
    activity = ActivityFactory(
        owner=owner, title="aktivitetXQ", description="andennoteXQ", result="resultatXQ", cost=5678, funding="fondXQ"
    )
    activity.partnerships.add(partnership)
    activity.persons.add(person)
    ActivityFactory(owner=owner, title="vistnokXQ", is_illustration=True).partnerships.add(partnership)
    JournalEntryFactory(about=partnership, title="notatXQ")
    ContactFactory(about=partnership, person=person, role="kontaktXQ")
    return partnership


def everything(site: Site, partnership: Partnership) -> str:
    return site.home_html("") + str(site.partner_html(partnership.pk))


def test_nothing_appears_that_is_not_chosen(public_page: PublicPage, owner: Organisation) -> None:
    partnership = full_partnership(owner)
    choices = [(), *combinations(SENTINELS, 1), *combinations(SENTINELS, 2), tuple(SENTINELS)]
    with translation.override("da"):
        for chosen in choices:
            public_page.fields = list(chosen)
            html = everything(Site(public_page), partnership)
            assert "Fredrikstad" in html
            assert {field for field, text in SENTINELS.items() if text in html} == set(chosen)
            assert [text for text in NEVER if text in html] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"is_public": False}, {"status": "proposed"}, {"status": "ended", "ended": "2020"},
        {"status": "never_realised"}, {"is_illustration": True}, {"deleted_at": "2026-01-01T00:00Z"},
    ],
)  # fmt: skip
def test_what_is_not_chosen_or_does_not_go_on_is_not_there(
    client: Client, public_page: PublicPage, owner: Organisation, fields: dict[str, Any]
) -> None:
    partnership = full_partnership(owner, **fields)
    assert "Fredrikstad" not in client.get("/public/aalborg/").content.decode()
    assert client.get(f"/public/aalborg/{partnership.pk}-fredrikstad/").status_code == 404


def test_another_owners_partnership_is_not_there(client: Client, public_page: PublicPage) -> None:
    theirs = full_partnership(OwnerFactory())
    assert "Fredrikstad" not in client.get("/public/aalborg/").content.decode()
    assert client.get(f"/public/aalborg/{theirs.pk}-fredrikstad/").status_code == 404


def test_it_reads_in_danish_and_in_english_whatever_the_reader_chose_in_the_portal(
    client: Client, public_page: PublicPage, owner: Organisation
) -> None:
    PublicPage.objects.update(introduction_da="<p>Velkommen</p>", introduction_en="<p>Welcome</p>")
    partnership = full_partnership(owner)
    client.cookies["django_language"] = "en"
    danish = client.get("/public/aalborg/")
    assert danish["Content-Language"] == "da"
    for text in (
        '<html lang="da"',
        "Norge",
        "Venskabsby",
        "Velkommen",
        f"/public/aalborg/{partnership.pk}-fredrikstad/",
    ):
        assert text in danish.content.decode()
    client.cookies["django_language"] = "da"
    english = client.get("/public/aalborg/?lang=en")
    assert english["Content-Language"] == "en"
    for text in ('<html lang="en"', "Norway", "Twin city", "Welcome", f"{partnership.pk}-fredrikstad/?lang=en"):
        assert text in english.content.decode()
    assert "Twin city" in client.get(f"/public/aalborg/{partnership.pk}-fredrikstad/?lang=en").content.decode()


def test_nobodys_session_is_touched_and_no_cookie_set(
    client: Client, editor: User, public_page: PublicPage, owner: Organisation
) -> None:
    partnership = full_partnership(owner)
    as_nobody = client.get("/public/aalborg/")
    client.force_login(editor)
    for address in ("/public/aalborg/", f"/public/aalborg/{partnership.pk}-x/", "/public/nowhere/"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert not any("session" in query["sql"] for query in queries)
    assert client.get("/public/aalborg/").content == as_nobody.content


def test_a_second_visit_costs_one_query_and_an_unchanged_page_is_not_sent_again(
    client: Client, public_page: PublicPage, owner: Organisation
) -> None:
    full_partnership(owner)
    first = client.get("/public/aalborg/")
    assert first["Cache-Control"] == "public, max-age=60"
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/public/aalborg/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, len(queries)) == (304, b"", 1)
    Partnership.objects.update(since="1952")
    changed = client.get("/public/aalborg/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "1952" in changed.content.decode()


def test_every_change_of_what_is_shown_is_seen_at_once(
    client: Client, public_page: PublicPage, owner: Organisation
) -> None:
    PublicPage.objects.update(fields=list(PublicField))
    partnership = full_partnership(owner)
    address = f"/public/aalborg/{partnership.pk}-fredrikstad/"
    changes: list[tuple[str, Any]] = [
        ("Halden", lambda: Organisation.objects.filter(pk=partnership.partner_id).update(name="Halden")),
        ("nyaftaleXQ", lambda: partnership.agreements.filter(title="aftaleXQ").update(title="nyaftaleXQ")),
        ("nyaktivitetXQ", lambda: Activity.objects.filter(title="aktivitetXQ").update(title="nyaktivitetXQ")),
        ("nytemneXQ", lambda: partnership.topics.add(TopicFactory(name_da="nytemneXQ"))),
        (
            "andenaktivitetXQ",
            lambda: ActivityFactory(owner=owner, title="andenaktivitetXQ").partnerships.add(partnership),
        ),
    ]
    for text, change in changes:
        assert text not in client.get(address).content.decode()
        change()
        assert text in client.get(address).content.decode()


def test_turning_it_off_acts_at_once(client: Client, public_page: PublicPage, owner: Organisation) -> None:
    partnership = full_partnership(owner)
    addresses = ["/public/aalborg/", f"/public/aalborg/{partnership.pk}-fredrikstad/"]
    tags = [client.get(address)["ETag"] for address in addresses]
    public_page.is_on = False
    public_page.save()
    for address, tag in zip(addresses, tags, strict=True):
        answer = client.get(address, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.get("Cache-Control")) == (404, None)
        assert "Fredrikstad" not in answer.content.decode()


def test_a_page_in_the_trash_is_off(client: Client, public_page: PublicPage) -> None:
    public_page.move_to_trash()
    assert client.get("/public/aalborg/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/public/", "/public/nowhere/", "/public/aalborg/0-x/", "/public/aalborg/99999999999999999999-x/"]
)
def test_what_is_not_there_is_not_found(client: Client, public_page: PublicPage, address: str) -> None:
    assert client.get(f"/public/{address}").status_code == 404


def test_search_engines_are_told_what_it_is(
    client: Client, public_page: PublicPage, owner: Organisation, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.example.dk/"
    partnership = full_partnership(owner)
    html = client.get("/public/aalborg/").content.decode()
    assert "Aalborg Kommune</title>" in html
    assert '<meta name="description" content="' in html
    assert 'hreflang="en" href="https://portal.example.dk/public/aalborg/?lang=en"' in html
    html = client.get(f"/public/aalborg/{partnership.pk}-hvad-som-helst/").content.decode()
    assert f'rel="canonical" href="https://portal.example.dk/public/aalborg/{partnership.pk}-fredrikstad/"' in html


def test_markup_written_past_the_form_does_no_harm(
    client: Client, public_page: PublicPage, owner: Organisation
) -> None:
    PublicPage.objects.update(fields=["description"], introduction_da="<p onclick='x'>a<script>b</script></p>")
    partnership = full_partnership(owner, description='<p hx-get="/x">c<script>d</script></p>')
    assert "<p>a</p>" in client.get("/public/aalborg/").content.decode()
    assert "<p>c</p>" in client.get(f"/public/aalborg/{partnership.pk}-x/").content.decode()


def test_an_administrator_makes_one_and_sees_it_before_anybody_else(
    client: Client, administrator: User, owner: Organisation
) -> None:
    partnership = full_partnership(owner)
    client.force_login(administrator)
    begin = f"/partnerships/public/new/?owner={owner.pk}"
    assert f'href="{begin}"' in client.get(f"/organisations/{owner.pk}/").content.decode()
    form = {"owner": owner.pk, "slug": "aalborg", "fields": ["kind", "topics"], "introduction_da": "<p>Hej</p>"}
    answer = client.post(begin, form)
    page = PublicPage.objects.get()
    assert answer["Location"] == f"/partnerships/public/{page.pk}/"
    assert (page.is_on, page.fields) == (False, ["kind", "topics"])
    assert client.get("/public/aalborg/").status_code == 404
    assert "/public/aalborg/" in client.get(f"/partnerships/public/{page.pk}/").content.decode()
    assert f'href="/partnerships/public/{page.pk}/"' in client.get(f"/organisations/{owner.pk}/").content.decode()
    preview = client.get(f"/partnerships/public/{page.pk}/preview/").content.decode()
    assert "noindex" in preview
    link = f"/partnerships/public/{page.pk}/preview/{partnership.pk}/"
    assert link in preview
    assert "emneXQ" in client.get(link).content.decode()
    form |= {"is_on": "on", "version": 1}
    assert client.post(f"/partnerships/public/{page.pk}/edit/", form).status_code == 302
    assert Client().get("/public/aalborg/").status_code == 200


def test_an_address_is_somebodys_alone_and_must_be_one(
    client: Client, administrator: User, public_page: PublicPage
) -> None:
    client.force_login(administrator)
    form = {"owner": public_page.owner_id, "slug": "aalborg"}
    assert client.post("/partnerships/public/new/", form).status_code == 422
    for wrong in ({"slug": "to ord"}, {"slug": "andet", "fields": ["owner"]}):
        assert client.post("/partnerships/public/new/", form | wrong).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicPageFactory(slug="aalborg")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicPageFactory(owner=public_page.owner)


def test_two_administrators_do_not_lose_what_either_ticked(
    client: Client, administrator: User, public_page: PublicPage
) -> None:
    client.force_login(administrator)
    PublicPage.objects.update(fields=["kind", "since", "topics"])  # version 2, behind the back of an open form
    address = f"/partnerships/public/{public_page.pk}/edit/"
    form = {"owner": public_page.owner_id, "slug": "nyt", "fields": ["kind", "since"], "version": 1}
    assert client.post(address, form).status_code == 302
    public_page.refresh_from_db()
    assert (public_page.slug, public_page.fields) == ("nyt", ["kind", "since", "topics"])
    asked = client.post(address, form | {"version": 1, "fields": ["website", "kind"]})
    assert asked.status_code == 409
    assert "website" in asked.content.decode()


def test_a_mark_in_the_list_puts_partnerships_on_the_page(as_editor: Client, public_page: PublicPage) -> None:
    partnership = PartnershipFactory(owner=public_page.owner)
    form = {"is_public": "on", "version": 1}
    answer = as_editor.post(f"/cells/partnerships.partnership/{partnership.pk}/is_public/", form)
    assert answer.status_code == 302
    listed = as_editor.get("/partnerships/?public=1&columns=partner,is_public").content.decode()
    assert f"/partnerships/{partnership.pk}/" in listed


def test_the_page_of_a_merged_partner_goes_by_its_new_name(
    client: Client, public_page: PublicPage, owner: Organisation
) -> None:
    partnership = full_partnership(owner)
    successor = OrganisationFactory(name="Viken")
    merge(kept=successor, gone=partnership.partner, chosen=set(), user=UserFactory())
    html = client.get("/public/aalborg/").content.decode()
    assert "Viken" in html
    assert "Fredrikstad" not in html
