"""Whatever is sent, the answer is a page that says what is wrong in the reader's language; never a failure."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from partnerships.forms import PartnershipForm
from partnerships.models import Agreement, Partnership
from partnerships.terms import TermKind
from portal.models import Organisation, User
from tests.factories import (
    AgreementFactory,
    DepartmentFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

LISTS = ["/partnerships/", "/agreements/", "/organisations/", "/networks/", "/networks/memberships/"]
LISTS += [
    "/persons/",
    "/strategies/",
    "/strategies/initiatives/",
    "/strategies/actions/",
    "/bodies/",
    "/meetings/",
    "/decisions/",
]
GARBAGE = [
    "\x00",
    "æøå",
    "-1",
    "99999999999999999999",
    "1e400",
    "'; DROP TABLE x; --",
    "<script>",
    "²",
    "%00",
    "a" * 3000,
]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))


@pytest.fixture
def form(owner: Organisation) -> dict[str, Any]:
    """A partnership as it may be created."""
    return {
        "owner": owner.pk,
        "partner": OrganisationFactory(name="Gdynia").pk,
        "kind": "twin_city",
        "status": "active",
    }


@pytest.fixture
def agreement_form(partnership: Partnership) -> dict[str, Any]:
    """An agreement as it may be created."""
    form = {"partnership": partnership.pk, "title": "Aftale", "kind": "friendship", "stage": "signed"}
    return form | {
        "term_kind": TermKind.FIXED,
        "ends_on": "2030-12-31",
        "notice_unit": "months",
        "notice_boundary": "day",
    }


def refused(client: Client, address: str, data: dict[str, Any]) -> dict[str, Any]:
    """The errors of a form that must not be saved."""
    before = Partnership.objects.count(), Agreement.objects.count(), Organisation.objects.count()
    response = client.post(address, data)
    assert response.status_code == 422
    assert (Partnership.objects.count(), Agreement.objects.count(), Organisation.objects.count()) == before
    assert 'class="ds-error-summary"' in response.content.decode()
    return response.context["form"].errors


@pytest.mark.parametrize("day", ["2026-02-30", "i morgen", "31.31.2026", "0000-01-01", "\x00", "99999-01-01"])
def test_no_such_day_is_refused_where_it_was_typed(day: str, as_editor: Client, form: dict[str, Any]) -> None:
    assert set(refused(as_editor, "/partnerships/new/", form | {"last_activity_on": day})) == {"last_activity_on"}


@pytest.mark.parametrize(
    "day", ["30.2.1987", "13.1987", "87", "0999", "1987-13", "1987-00", "\x00", "1987-1-1-1", "²⁰²⁶"]
)
def test_no_such_partial_date_is_refused_where_it_was_typed(day: str, as_editor: Client, form: dict[str, Any]) -> None:
    assert set(refused(as_editor, "/partnerships/new/", form | {"since": day})) == {"since"}


def test_an_end_before_the_start_is_refused(
    as_editor: Client, form: dict[str, Any], agreement_form: dict[str, Any]
) -> None:
    assert refused(as_editor, "/partnerships/new/", form | {"since": "1990", "ended": "1989-12"})
    assert refused(as_editor, "/agreements/new/", agreement_form | {"starts": "2031"})
    assert refused(as_editor, "/agreements/new/", agreement_form | {"ends_on": ""})
    assert refused(as_editor, "/agreements/new/", agreement_form | {"term_kind": TermKind.UNTIL_FURTHER_NOTICE})
    assert refused(as_editor, "/agreements/new/", agreement_form | {"term_kind": TermKind.AUTO_RENEWING})


@pytest.mark.parametrize("name", ["owner", "partner", "kind", "status", "department", "responsible", "topics"])
def test_an_unknown_choice_is_refused(name: str, as_editor: Client, form: dict[str, Any]) -> None:
    for key in GARBAGE:
        assert set(refused(as_editor, "/partnerships/new/", form | {name: key})) == {name}


@pytest.mark.parametrize("name", ["partnership", "contractor", "follows", "renews", "term_kind", "renewal_months"])
def test_an_unknown_choice_for_an_agreement_is_refused(
    name: str, as_editor: Client, agreement_form: dict[str, Any]
) -> None:
    for key in GARBAGE:
        assert name in refused(as_editor, "/agreements/new/", agreement_form | {name: key})


def test_what_belongs_to_another_owner_cannot_be_chosen(as_editor: Client, form: dict[str, Any]) -> None:
    other = OwnerFactory()
    for name, record in [("department", DepartmentFactory(owner=other)), ("responsible", PersonFactory(owner=other))]:
        assert set(refused(as_editor, "/partnerships/new/", form | {name: record.pk})) == {name}
    assert set(refused(as_editor, "/partnerships/new/", form | {"owner": other.pk})) == {"owner"}


def test_what_belongs_to_another_of_ones_own_owners_cannot_be_mixed_in(
    client: Client, editor: User, form: dict[str, Any]
) -> None:
    other = OwnerFactory()
    editor.roles.create(owner=other, kind="editor")
    client.force_login(editor)
    department = DepartmentFactory(owner=other)
    assert set(refused(client, "/partnerships/new/", form | {"department": department.pk})) == {"department"}


def test_the_partnership_of_another_owner_gets_no_agreement(as_editor: Client, agreement_form: dict[str, Any]) -> None:
    foreign = PartnershipFactory()
    assert set(refused(as_editor, "/agreements/new/", agreement_form | {"partnership": foreign.pk})) == {"partnership"}


def test_a_record_cannot_be_given_away_to_another_owner(as_editor: Client, partnership: Partnership) -> None:
    data = {"owner": OwnerFactory().pk, "partner": partnership.partner_id, "kind": "twin_city", "status": "active"}
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", data | {"version": 1}).status_code == 422
    partnership.refresh_from_db()
    assert partnership.version == 1


def test_a_refusal_of_the_database_that_no_form_has_words_for_is_not_passed_over(
    as_editor: Client, form: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(form: PartnershipForm) -> None:
        raise IntegrityError("a constraint of some other table")

    monkeypatch.setattr(PartnershipForm, "try_save", refuse)
    with pytest.raises(IntegrityError):
        as_editor.post("/partnerships/new/", form)


def test_what_was_typed_is_still_there_after_a_refusal(as_editor: Client, form: dict[str, Any]) -> None:
    typed = {"since": "i går", "source": "En kilde", "description": "<p>Lang tekst</p>"}
    page = as_editor.post("/partnerships/new/", form | typed).content.decode()
    for text in ['value="i går"', 'value="En kilde"', "&lt;p&gt;Lang tekst&lt;/p&gt;"]:
        assert text in page


def test_a_paste_of_a_hundred_kilobytes_is_kept(as_editor: Client, form: dict[str, Any]) -> None:
    text = "".join(f"<p>{number} æøå</p>" for number in range(5000))
    assert len(text.encode()) > 80_000
    assert as_editor.post("/partnerships/new/", form | {"description": text}).status_code == 302
    assert Partnership.objects.get().description == text


def test_a_paste_of_deeply_nested_markup_is_kept_or_refused(as_editor: Client, form: dict[str, Any]) -> None:
    text = "<ul><li>" * 5000 + "dyb" + "</li></ul>" * 5000
    assert as_editor.post("/partnerships/new/", form | {"description": text}).status_code in (302, 422)


def test_a_body_over_two_megabytes_is_refused(as_editor: Client, form: dict[str, Any]) -> None:
    response = as_editor.post("/partnerships/new/", form | {"description": "a" * 2_200_000})
    assert response.status_code == 413
    assert "<h1>" in response.content.decode()
    assert not Partnership.objects.exists()


def test_thousands_of_fields_are_refused(as_editor: Client) -> None:
    assert as_editor.post("/partnerships/new/", {f"x{number}": "" for number in range(2000)}).status_code == 400


@pytest.mark.parametrize("address", LISTS)
def test_garbage_in_the_address_of_a_list_is_passed_over(address: str, as_editor: Client) -> None:
    filters = as_editor.get(address).context["listing"].filter.filters
    for garbage in GARBAGE:
        everything = dict.fromkeys(["page", "sort", "columns", *filters, "nonsense"], garbage)
        everything.pop("on", None)  # of which day the picture is must be understood: tests/partnerships/test_as_at.py
        response = as_editor.get(address, everything)
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
        assert as_editor.get(address, everything, headers=headers).status_code == 200


@pytest.mark.parametrize("address", ["/partnerships/new/", "/agreements/new/", "/organisations/new/"])
def test_garbage_in_the_address_of_a_new_form_is_passed_over(address: str, as_editor: Client) -> None:
    fields = as_editor.get(address).context["form"].fields
    for garbage in GARBAGE:
        response = as_editor.get(address, dict.fromkeys(fields, garbage))
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_a_lookup_suggests_nothing_harmful(garbage: str, as_editor: Client) -> None:
    response = as_editor.get("/organisations/lookup/", {"partner": garbage})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("name", ["since", "source", "origin", "description", "partner", "change_reason"])
def test_a_nul_in_a_post_is_no_failure(name: str, as_editor: Client, partnership: Partnership) -> None:
    data = {"owner": partnership.owner_id, "partner": "Gdynia", "kind": "twin_city", "status": "active", "version": 1}
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", data | {name: f"{data.get(name, '')}\x00"})
    assert response.status_code in (302, 422)


@pytest.mark.parametrize(
    "address",
    [
        "/partnerships/99999999999999999999/",
        "/partnerships/0/",
        "/partnerships/-1/",
        "/partnerships/x/",
        "/organisations/99999999999999999999/",
        "/history/nothing/1/",
        "/history/portal.user/1/",
        "/history/portal.role/1/",
        "/history/partnerships.partnershipevent/1/",
        "/history/a.b.c/1/",
        "/history/partnerships.partnership/99999999999999999999/",
        "/history/%00.%00/1/",
        "/trash/portal.user/1/",
        "/trash/x/1/",
        "/%00/",
        "/%FF/",
    ],
)
def test_what_is_not_there_is_not_found(address: str, as_editor: Client) -> None:
    response = as_editor.get(address)
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_a_session_that_nobody_gave_out_is_no_login(client: Client) -> None:
    for value in ("x" * 32, "", "æ", '"\\000\\000\\000\\000\\000\\000\\000\\000"'):
        client.cookies["sessionid"] = value
        assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "terms",
    [
        {"ends_on": "0001-01-01", "notice_count": 3650},
        {"ends_on": "0001-01-01", "notice_count": 3650, "notice_boundary": "year"},
        {"ends_on": "9999-12-31", "notice_count": 1},
        {"ends_on": "0001-01-01", "term_kind": TermKind.AUTO_RENEWING, "renewal_months": 1, "notice_count": 12},
        {"ends_on": "9999-12-31", "term_kind": TermKind.AUTO_RENEWING, "renewal_months": 600, "notice_count": 12},
        {"ends_on": "9999-12-31", "notice_given_on": "9999-12-31", "notice_count": 3650},
        {
            "ends_on": "",
            "term_kind": TermKind.UNTIL_FURTHER_NOTICE,
            "notice_given_on": "9999-12-31",
            "notice_count": 99,
        },
        {"ends_on": "2000-02-29", "term_kind": TermKind.AUTO_RENEWING, "renewal_months": 1, "renewal_limit": 0},
    ],
)
def test_terms_at_the_ends_of_time_break_no_page(
    terms: dict[str, Any], as_editor: Client, agreement_form: dict[str, Any], partnership: Partnership
) -> None:
    response = as_editor.post("/agreements/new/", agreement_form | terms)
    assert response.status_code in (302, 422)
    for address in [
        "/",
        "/agreements/",
        f"/partnerships/{partnership.pk}/",
        f"/organisations/{partnership.partner_id}/",
    ]:
        assert as_editor.get(address).status_code == 200
    for agreement in Agreement.objects.all():
        assert as_editor.get(f"/agreements/{agreement.pk}/").status_code == 200


def test_markup_in_every_text_is_shown_as_text(as_editor: Client, owner: Organisation, editor: User) -> None:
    partner = OrganisationFactory(
        name=f"By {SCRIPT}", local_name=SCRIPT, other_names=SCRIPT, place=SCRIPT, note=SCRIPT, source=SCRIPT,
    )  # fmt: skip
    person, department = PersonFactory(owner=owner, name=SCRIPT), DepartmentFactory(owner=owner, name=SCRIPT)
    partnership = PartnershipFactory(
        owner=owner, partner=partner, responsible=person, department=department, origin=SCRIPT, source=SCRIPT,
        description=f"<p>{SCRIPT}<img src=x onerror=alert(1)></p>", outlook=SCRIPT,
    )  # fmt: skip
    agreement = AgreementFactory(
        partnership=partnership, title=SCRIPT, contractor=partner, signed_by_owner=SCRIPT, signed_by_partner=SCRIPT,
        notice_given_by=SCRIPT, summary=SCRIPT, source=SCRIPT,
    )  # fmt: skip
    Partnership.objects.update(source=SCRIPT + SCRIPT, origin=f"{SCRIPT} og mere", outlook=f"<p>{SCRIPT}</p>")
    Agreement.objects.update(title=SCRIPT + SCRIPT, summary=f"<p>{SCRIPT}</p>")
    Organisation.objects.filter(pk=partner.pk).update(note=SCRIPT + SCRIPT)
    User.objects.filter(pk=editor.pk).update(name=SCRIPT)
    addresses = ["/", "/partnerships/", "/agreements/", "/organisations/", "/partnerships/new/", "/agreements/new/"]
    for kind, record in [("partnerships", partnership), ("agreements", agreement), ("organisations", partner)]:
        addresses += [f"/{kind}/{record.pk}/", f"/{kind}/{record.pk}/edit/"]
        addresses += [f"/history/{record.label}/{record.pk}/", f"/trash/{record.label}/{record.pk}/"]
        shown = ",".join(column.name for column in as_editor.get(f"/{kind}/").context["listing"].columns)
        addresses.append(f"/{kind}/?columns={shown}")
    seen = 0
    for address in addresses:
        page = as_editor.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img" not in page, address
        seen += page.count("&lt;script&gt;")
    assert seen > 50


def test_refusals_speak_danish(client: Client, as_editor: Client, reader: User, partnership: Partnership) -> None:
    missing = as_editor.get("/partnerships/0/").content.decode()
    client.force_login(reader)
    forbidden = client.get(f"/partnerships/{partnership.pk}/edit/").content.decode()
    for page in (missing, forbidden):
        assert '<html lang="da"' in page
    assert "findes ikke" in missing
    assert "ikke" in forbidden


def test_an_address_made_up_gets_no_menu_of_its_own(as_editor: Client) -> None:
    sections = {as_editor.get(f"/{word}/").context["nav_section"] for word in ("findes", "ikke")}
    assert sections == {""}
    assert as_editor.get("/partnerships/0/").context["nav_section"] == "partnerships"
