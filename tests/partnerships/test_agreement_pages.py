"""The pages of an agreement, through HTTP."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.models import Agreement, Partnership
from partnerships.terms import TermKind
from portal.models import Organisation
from tests.factories import AgreementFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))


@pytest.fixture
def form(partnership: Partnership) -> dict[str, Any]:
    form = {"partnership": partnership.pk, "title": "Aftalen", "kind": "friendship", "stage": "signed"}
    return form | {"term_kind": TermKind.UNTIL_FURTHER_NOTICE, "notice_unit": "months", "notice_boundary": "day"}


def test_the_list_shows_the_owners_agreements(as_editor: Client, partnership: Partnership) -> None:
    AgreementFactory(partnership=partnership, title="Min aftale")
    AgreementFactory(title="Fremmed aftale")
    page = as_editor.get("/agreements/").content.decode()
    assert ">Min aftale</a>" in page
    assert "Gdynia" in page
    assert "Fremmed" not in page


def test_its_page_tells_the_last_day_to_give_notice(as_editor: Client, partnership: Partnership) -> None:
    ends_on = timezone.localdate() + timedelta(days=400)
    agreement = AgreementFactory(
        partnership=partnership, title="Aftalen", term_kind=TermKind.AUTO_RENEWING, ends_on=ends_on, starts="2020-05",
        renewal_months=24, notice_count=3, contractor=OrganisationFactory(name="Havnen"), signed="2020",
        signed_by_owner="Borgmesteren", summary="<p>Om <em>havne</em></p>",
    )  # fmt: skip
    page = as_editor.get(f"/agreements/{agreement.pk}/").content.decode()
    latest = agreement.latest_notice_date(timezone.localdate())
    for text in ["<h1>Aftalen</h1>", date_format(latest), date_format(ends_on), "Havnen", "Borgmesteren", "maj 2020"]:
        assert text in page
    assert "Om <em>havne</em>" in page
    assert f'href="/partnerships/{partnership.pk}/"' in page


def test_its_rule_claims_no_more_than_is_known_of_the_beginning(as_editor: Client, partnership: Partnership) -> None:
    rules = [
        as_editor.get(f"/agreements/{AgreementFactory(partnership=partnership, **fields).pk}/").context["rule"]
        for fields in ({"starts": "2003"}, {"signed": "2003-05"}, {"starts": "2003-05-04"})
    ]
    assert [("januar" in rule, "maj 2003" in rule, "4. maj" in rule) for rule in rules] == [
        (False, False, False),
        (False, True, False),
        (False, True, True),
    ]


def test_a_proposal_has_no_dates_to_keep(as_editor: Client, partnership: Partnership) -> None:
    agreement = AgreementFactory(
        partnership=partnership, stage="proposed", term_kind=TermKind.FIXED, ends_on="2030-12-31", notice_count=3
    )
    standing = as_editor.get(f"/agreements/{agreement.pk}/").context["standing"]
    assert (standing.latest_notice_date, standing.effective_end) == (None, None)


def test_an_editor_creates_and_changes_one(as_editor: Client, form: dict[str, Any]) -> None:
    response = as_editor.post("/agreements/new/", form)
    agreement = Agreement.objects.get()
    assert response["Location"] == f"/agreements/{agreement.pk}/"
    changed = form | {"term_kind": TermKind.FIXED, "ends_on": "2030-12-31", "starts": "2020", "version": 1}
    assert as_editor.post(f"/agreements/{agreement.pk}/edit/", changed).status_code == 302
    agreement.refresh_from_db()
    assert (str(agreement.ends_on), agreement.starts, agreement.version) == ("2030-12-31", "2020", 2)


def test_a_form_for_a_new_one_has_a_way_back_to_the_list(as_editor: Client) -> None:
    page = as_editor.get("/agreements/new/")
    back = page.context["cancel"]
    assert f'href="{back}"' in page.content.decode()
    assert as_editor.get(back, follow=True).request["PATH_INFO"] == "/agreements/"


def folded(page: str) -> dict[str, bool]:
    """Which parts of a form fold, and whether they stand open."""
    parts = re.findall(r'<details class="group"( open)?><summary><h2>(.+?)</h2>', page)
    return {heading: bool(is_open) for is_open, heading in parts}


def test_what_seldom_is_filled_in_stays_folded_until_something_stands_in_it(
    as_editor: Client, partnership: Partnership, form: dict[str, Any]
) -> None:
    new = folded(as_editor.get("/agreements/new/").content.decode())
    assert new == {"Andre aftaler": False, "Hvis den er bragt til ophør": False, "Påmindelser": False}

    stored = AgreementFactory(partnership=partnership, term_kind="open", starts="2020", terminated_on=date(2025, 1, 1))
    page = as_editor.get(f"/agreements/{stored.pk}/edit/").content.decode()
    assert folded(page) == new | {"Hvis den er bragt til ophør": True}

    refused = as_editor.post("/agreements/new/", form | {"reminder_months": "tolv"})
    assert refused.status_code == 422
    assert folded(refused.content.decode()) == new | {"Påmindelser": True}
    refused.context["form"].add_error("renews", "Et felt, der mangler")
    assert [group.legend for group in refused.context["form"].fieldsets if group.folds and group.is_in_use] == [
        "Andre aftaler",
        "Påmindelser",
    ]


def test_a_new_one_from_the_page_of_a_partnership_has_it_chosen(as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get(f"/partnerships/{partnership.pk}/").content.decode()
    assert f'href="/agreements/new/?partnership={partnership.pk}"' in page
    page = as_editor.get(f"/agreements/new/?partnership={partnership.pk}").content.decode()
    assert f'<option value="{partnership.pk}" selected>' in page


WRONG = [
    {"term_kind": TermKind.FIXED},
    {"ends_on": "2030-12-31"},
    {"term_kind": TermKind.AUTO_RENEWING, "ends_on": "2030-12-31"},
    {"term_kind": TermKind.FIXED, "ends_on": "2019-12-31", "starts": "2020"},
]
TO_MEND = ["ends_on", "ends_on", "renewal_months", "ends_on"]


@pytest.mark.parametrize(("wrong", "field"), list(zip(WRONG, TO_MEND, strict=True)))
def test_terms_that_contradict_each_other_are_refused_at_the_field_to_mend(
    wrong: dict[str, str], field: str, as_editor: Client, form: dict[str, Any]
) -> None:
    response = as_editor.post("/agreements/new/", form | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert f'<li><a href="#id_{field}">' in page
    assert re.search(rf'<input[^>]* aria-invalid="true"[^>]* id="id_{field}"', page)
    assert not Agreement.objects.exists()


def test_a_notice_out_of_order_is_said_at_a_field_that_the_form_asks(
    as_editor: Client, partnership: Partnership, form: dict[str, Any]
) -> None:
    agreement = AgreementFactory(partnership=partnership, term_kind="open", notice_given_on=date(2026, 5, 1))
    address = f"/agreements/{agreement.pk}/"
    response = as_editor.post(f"{address}edit/", form | {
        "notice_given_on": "2026-05-01", "notice_received_on": "2026-04-30", "version": 1
    })  # fmt: skip
    assert list(response.context["form"].errors) == ["notice_given_on"]
    response = as_editor.post(f"{address}withdrawal/", {"notice_withdrawn_on": "2026-04-30", "version": 1})
    assert list(response.context["form"].errors) == ["notice_withdrawn_on"]
    cell = f"/cells/partnerships.agreement/{agreement.pk}/ends_on/"
    response = as_editor.post(cell, {"ends_on": "2030-12-31", "version": 1})
    assert list(response.context["form"].errors) == ["ends_on"]


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_refuses_them_too(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementFactory(**wrong)


def test_it_neither_follows_nor_renews_itself(
    as_editor: Client, partnership: Partnership, form: dict[str, Any]
) -> None:
    agreement = AgreementFactory(partnership=partnership)
    for name in ("follows", "renews"):
        data = form | {name: agreement.pk, "version": 1}
        assert as_editor.post(f"/agreements/{agreement.pk}/edit/", data).status_code == 422
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.update(**{name: agreement.pk})


@pytest.mark.parametrize(
    "wrong", [{"notice_count": "0"}, {"notice_count": "-1"}, {"renewal_months": "601"}, {"title": ""}]
)
def test_numbers_out_of_range_are_refused(wrong: dict[str, str], as_editor: Client, form: dict[str, Any]) -> None:
    assert set(as_editor.post("/agreements/new/", form | wrong).context["form"].errors) == set(wrong)


@pytest.mark.parametrize(("role", "code"), [("reader", 403), ("director", 403), ("stranger", 404)])
def test_others_may_not_change_it(
    role: str, code: int, client: Client, partnership: Partnership, request: pytest.FixtureRequest
) -> None:
    agreement = AgreementFactory(partnership=partnership)
    client.force_login(request.getfixturevalue(role))
    for method in (client.get, client.post):
        assert method(f"/agreements/{agreement.pk}/edit/").status_code == code


def test_a_save_without_a_version_or_with_an_old_one_is_refused(
    as_editor: Client, partnership: Partnership, form: dict[str, Any]
) -> None:
    agreement = AgreementFactory(partnership=partnership)
    Agreement.objects.update(source="Ny")
    assert as_editor.post(f"/agreements/{agreement.pk}/edit/", form).status_code == 400
    assert (
        as_editor.post(f"/agreements/{agreement.pk}/edit/", form | {"version": 1, "source": "Min"}).status_code == 409
    )
    assert as_editor.post(f"/agreements/{agreement.pk}/edit/", form | {"version": 2}).status_code == 302


def test_an_unknown_one_is_not_found(as_editor: Client) -> None:
    for address in ("/agreements/0/", "/agreements/0/edit/"):
        assert as_editor.get(address).status_code == 404
