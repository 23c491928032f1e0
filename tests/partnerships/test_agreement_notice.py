"""Giving notice and taking it back: in time, too late, and to no avail."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from partnerships import terms
from partnerships.models import Agreement, Partnership
from partnerships.notice import is_possible, missed_end
from partnerships.terms import State, Term, TermKind
from portal.models import Organisation
from tests.factories import AgreementFactory, PartnershipFactory
from tests.partnerships.any_terms import DAYS, NOTICE, RENEWAL

pytestmark = pytest.mark.django_db

RENEWING = {
    "term_kind": TermKind.AUTO_RENEWING,
    "ends_on": date(2026, 12, 31),
    "renewal_months": 24,
    "notice_count": 6,
}


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner)


def give(client: Client, agreement: Agreement, **form: Any) -> Any:
    return client.post(f"/agreements/{agreement.pk}/notice/", {"version": agreement.version, **form})


def test_notice_in_time_ends_the_agreement_at_the_end_of_its_term(as_editor: Client, partnership: Partnership) -> None:
    agreement = AgreementFactory(partnership=partnership, **RENEWING)
    form = {"notice_given_on": "2026-06-30", "notice_given_by": "Borgmesteren"}
    assert give(as_editor, agreement, **form)["Location"] == f"/agreements/{agreement.pk}/"
    agreement.refresh_from_db()
    assert agreement.state(date(2026, 7, 1)) == State.NOTICE_GIVEN
    assert agreement.effective_end(date(2026, 7, 1)) == date(2026, 12, 31)


def test_notice_too_late_is_asked_about_and_then_ends_it_a_term_later(
    as_editor: Client, partnership: Partnership
) -> None:
    agreement = AgreementFactory(partnership=partnership, **RENEWING)
    form = {"notice_given_on": "2026-06-29", "notice_received_on": "2026-07-01", "notice_given_by": "Borgmesteren"}
    response = give(as_editor, agreement, **form)
    assert response.status_code == 422
    page = response.content.decode()
    for text in ["31. december 2026", "1. januar 2027", "31. december 2028", 'value="Borgmesteren"']:
        assert text in page
    agreement.refresh_from_db()
    assert agreement.notice_given_on is None
    assert give(as_editor, agreement, **form, give_anyway="on").status_code == 302
    agreement.refresh_from_db()
    assert agreement.effective_end(date(2026, 7, 2)) == date(2028, 12, 31)


def test_notice_that_changes_nothing_is_refused(as_editor: Client, partnership: Partnership) -> None:
    fixed = {"term_kind": TermKind.FIXED, "ends_on": date(2026, 12, 31)}
    for notice in (None, 6):
        agreement = AgreementFactory(partnership=partnership, notice_count=notice, **fixed)
        form = {"notice_given_on": "2026-11-01", "give_anyway": "on"}
        assert give(as_editor, agreement, **form).context["form"].errors.keys() == {"notice_given_on"}
        agreement.refresh_from_db()
        assert agreement.notice_given_on is None


def test_the_form_says_what_a_day_would_come_to_while_it_is_chosen(
    as_editor: Client, partnership: Partnership
) -> None:
    agreement = AgreementFactory(partnership=partnership, **RENEWING)
    form = as_editor.get(f"/agreements/{agreement.pk}/notice/").content.decode()
    address = f"/agreements/{agreement.pk}/notice/effect/"
    assert f'hx-get="{address}"' in form
    assert 'hx-trigger="load, ' in form  # at once, for the day that stands there: today
    assert f'name="notice_given_on" value="{timezone.localdate():%Y-%m-%d}"' in form
    assert agreement.title in form.split("<h1>")[1].split("</h1>")[0]

    def said(**days: str) -> str:
        return as_editor.get(address, days).content.decode()

    assert "31. december 2026" in said(notice_given_on="2026-06-30")
    assert "31. december 2028" in said(notice_given_on="2026-06-30", notice_received_on="2026-07-01")
    assert [said(), said(notice_given_on="i går"), said(notice_given_on="9999-12-31")] == ["", "", ""]


def test_it_is_withdrawn_until_it_takes_effect_and_can_be_given_anew(
    as_editor: Client, partnership: Partnership
) -> None:
    agreement = AgreementFactory(partnership=partnership, notice_given_on=date(2026, 1, 31), notice_count=3)
    address = f"/agreements/{agreement.pk}/withdrawal/"
    late = as_editor.post(address, {"version": 1, "notice_withdrawn_on": "2026-05-01"})
    assert late.status_code == 422
    assert "30. april 2026" in late.content.decode()
    assert as_editor.post(address, {"version": 1, "notice_withdrawn_on": ""}).status_code == 422
    assert as_editor.post(address, {"version": 1, "notice_withdrawn_on": "2026-04-30"}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state(date(2026, 6, 1)) == State.IN_FORCE
    assert give(as_editor, agreement, notice_given_on="2026-07-01").status_code == 302
    agreement.refresh_from_db()
    assert agreement.notice_withdrawn_on is None
    assert agreement.effective_end(date(2026, 7, 1)) == date(2026, 10, 1)


def test_where_no_notice_was_given_there_is_none_to_withdraw(as_editor: Client, partnership: Partnership) -> None:
    agreement = AgreementFactory(partnership=partnership)
    form = {"version": 1, "notice_withdrawn_on": "2026-05-01"}
    assert as_editor.post(f"/agreements/{agreement.pk}/withdrawal/", form).status_code == 422


@pytest.mark.parametrize(
    ("fields", "acts"),
    [
        ({}, ["notice", "renewal"]),
        ({"notice_given_on": date(2026, 1, 1), "notice_count": 24}, ["withdrawal", "renewal"]),
        ({"term_kind": "fixed", "ends_on": date(2099, 12, 31)}, ["extension", "renewal"]),
        ({"stage": "proposed"}, []),
    ],
)
def test_the_page_offers_what_can_be_done(
    fields: dict[str, Any], acts: list[str], as_editor: Client, partnership: Partnership
) -> None:
    agreement = AgreementFactory(partnership=partnership, **fields)
    page = as_editor.get(f"/agreements/{agreement.pk}/").content.decode()
    links = {
        "notice": f'href="/agreements/{agreement.pk}/notice/"',
        "withdrawal": f'href="/agreements/{agreement.pk}/withdrawal/"',
        "extension": f'href="/agreements/{agreement.pk}/extensions/new/"',
        "renewal": f"renews={agreement.pk}",
    }
    assert [act for act, link in links.items() if link in page] == acts


def test_a_reader_is_offered_nothing(client: Client, reader: Any, partnership: Partnership) -> None:
    client.force_login(reader)
    page = client.get(f"/agreements/{AgreementFactory(partnership=partnership).pk}/").content.decode()
    assert "/notice/" not in page
    assert "renews=" not in page


@given(st.builds(Term, kind=st.just(TermKind.AUTO_RENEWING), **RENEWAL, **NOTICE), DAYS)
def test_notice_is_late_exactly_when_the_last_day_for_the_running_term_has_passed(term: Term, day: date) -> None:
    end = terms.effective_end(term, day)
    assume(end is None or day <= end)
    assume(is_possible(term, day))
    latest = terms.latest_notice_date(term, day)
    assert latest is not None
    in_time = terms.notice_takes_effect(term, latest) == terms.current_end(term, day)
    assert (missed_end(term, day) is None) == in_time
