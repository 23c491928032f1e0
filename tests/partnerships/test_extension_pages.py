"""Extensions of an agreement, from its page."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from partnerships.models import Agreement, Extension
from partnerships.terms import TermKind
from portal.models import Organisation
from tests.factories import AgreementFactory, ExtensionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(owner: Organisation) -> Agreement:
    return AgreementFactory(
        partnership__owner=owner, term_kind=TermKind.FIXED, starts="2020", ends_on=date(2026, 12, 31)
    )


def extend(client: Client, agreement: Agreement, **form: Any) -> Any:
    return client.post(f"/agreements/{agreement.pk}/extensions/new/", form)


def test_an_extension_moves_the_end_from_the_day_it_was_agreed(as_editor: Client, agreement: Agreement) -> None:
    response = extend(as_editor, agreement, agreed_on="2026-05-04", ends_on="2028-12-31", note="Brev fra byen")
    assert response["Location"] == f"/agreements/{agreement.pk}/"
    assert agreement.effective_end(date(2026, 5, 3)) == date(2026, 12, 31)
    assert agreement.effective_end(date(2026, 5, 4)) == date(2028, 12, 31)
    page = as_editor.get(f"/agreements/{agreement.pk}/").content.decode()
    for text in ["31. december 2028", "4. maj 2026", "Brev fra byen"]:
        assert text in page
    before = as_editor.get(f"/agreements/{agreement.pk}/?on=2026-05-03").content.decode()
    assert "Brev fra byen" not in before  # nobody knew


def test_it_is_changed_and_put_into_the_trash_from_there(as_editor: Client, agreement: Agreement) -> None:
    extension = ExtensionFactory(agreement=agreement, agreed_on="2026-05-04", ends_on="2028-12-31")
    page = as_editor.get(f"/agreements/{agreement.pk}/").content.decode()
    edit, trash = f"/agreements/extensions/{extension.pk}/edit/", f"/trash/partnerships.extension/{extension.pk}/"
    assert f"{agreement}: 4. maj 2026" in as_editor.get(trash).content.decode()
    assert f'href="{edit}"' in page
    assert f'href="{trash}"' in page
    form = {"version": 1, "agreed_on": "2026-05-04", "ends_on": "2029-12-31"}
    assert as_editor.post(edit, form).status_code == 302
    assert agreement.effective_end(date(2027, 1, 1)) == date(2029, 12, 31)
    assert as_editor.post(trash, {"version": 2}).status_code == 302
    assert agreement.effective_end(date(2027, 1, 1)) == date(2026, 12, 31)


def test_an_extension_without_an_end_is_until_further_notice(as_editor: Client, agreement: Agreement) -> None:
    assert extend(as_editor, agreement, agreed_on="2026-05-04", without_end="on").status_code == 302
    assert agreement.effective_end(date(2027, 1, 1)) is None
    page = as_editor.get(f"/agreements/extensions/{Extension.objects.get().pk}/edit/").content.decode()
    assert re.search(r'<input type="checkbox" name="without_end"[^>]* checked', page)


@pytest.mark.parametrize("unclear", [{}, {"ends_on": "2028-12-31", "without_end": "on"}])
def test_that_there_is_no_end_is_said_and_not_left_out(
    as_editor: Client, agreement: Agreement, unclear: dict[str, str]
) -> None:
    response = extend(as_editor, agreement, agreed_on="2026-05-04", **unclear)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"ends_on"}
    assert not Extension.objects.exists()


def test_it_makes_the_end_later_or_is_refused(as_editor: Client, agreement: Agreement) -> None:
    ExtensionFactory(agreement=agreement, agreed_on="2026-05-04", ends_on="2028-12-31")
    for agreed_on, ends_on in [("2026-05-03", "2026-12-31"), ("2026-06-01", "2028-12-31")]:
        response = extend(as_editor, agreement, agreed_on=agreed_on, ends_on=ends_on)
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"ends_on"}


@pytest.mark.parametrize(
    "terms", [{"term_kind": "open", "ends_on": None}, {"term_kind": "auto", "renewal_months": 12}]
)
def test_only_a_fixed_term_is_extended(as_editor: Client, agreement: Agreement, terms: dict[str, Any]) -> None:
    Agreement.objects.update(**terms)
    response = extend(as_editor, agreement, agreed_on="2026-05-04", ends_on="2028-12-31")
    assert response.status_code == 422
    assert not Extension.objects.exists()


def test_once_a_day(as_editor: Client, agreement: Agreement) -> None:
    ExtensionFactory(agreement=agreement, agreed_on="2026-05-04", ends_on="2028-12-31")
    response = extend(as_editor, agreement, agreed_on="2026-05-04", ends_on="2029-12-31")
    assert response.status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionFactory(agreement=agreement, agreed_on="2026-05-04")


@pytest.mark.parametrize(
    ("name", "day", "status"),
    [("ends_on", "2026-12-31", 422), ("ends_on", "2029-12-31", 302), ("agreed_on", "2026-06-01", 302)],
)
def test_a_cell_judges_the_end_as_the_whole_form_does(
    name: str, day: str, status: int, as_editor: Client, agreement: Agreement
) -> None:
    extension = ExtensionFactory(agreement=agreement, agreed_on="2026-05-04", ends_on="2028-12-31")
    address = f"/cells/partnerships.extension/{extension.pk}/{name}/"
    assert as_editor.post(address, {name: day, "version": 1}).status_code == status


def test_a_cell_does_not_move_an_extension_behind_a_later_end(as_editor: Client, agreement: Agreement) -> None:
    extension = ExtensionFactory(agreement=agreement, agreed_on="2026-05-04", ends_on="2028-12-31")
    ExtensionFactory(agreement=agreement, agreed_on="2026-08-01", ends_on="2030-12-31")
    address = f"/cells/partnerships.extension/{extension.pk}/agreed_on/"
    assert as_editor.post(address, {"agreed_on": "2026-09-01", "version": 1}).status_code == 422
    extension.refresh_from_db()
    assert extension.agreed_on == date(2026, 5, 4)
