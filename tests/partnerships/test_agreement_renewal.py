"""An agreement that renews another begins with what that one says."""

from datetime import date

import pytest
from django.test import Client

from partnerships.models import Agreement
from partnerships.terms import TermKind
from portal.models import Organisation, User
from tests.factories import AgreementFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(owner: Organisation, editor: User) -> Agreement:
    agreement = AgreementFactory(
        partnership__owner=owner, title="Aftalen", term_kind=TermKind.AUTO_RENEWING, ends_on=date(2026, 12, 31),
        starts="2020", signed="2019", renewal_months=24, notice_count=3, contractor=OrganisationFactory(),
    )  # fmt: skip
    agreement.reminder_recipients.add(editor)
    return agreement


def renewing(agreement: Agreement) -> str:
    return f"/agreements/new/?partnership={agreement.partnership_id}&renews={agreement.pk}&stage=proposed"


def test_its_terms_stand_in_the_form_but_not_its_days(as_editor: Client, agreement: Agreement, editor: User) -> None:
    page = as_editor.get(renewing(agreement))
    form = page.context["form"]
    filled_in = {name: form[name].value() for name in ("title", "term_kind", "renewal_months", "notice_count")}
    assert filled_in == {"title": "Aftalen", "term_kind": "auto", "renewal_months": 24, "notice_count": 3}
    assert str(agreement.contractor) in form["contractor"].value()
    assert form["stage"].value() == "proposed"
    assert form["reminder_recipients"].value() == [editor.pk]
    assert not any(form[name].value() for name in ("starts", "ends_on", "signed", "notice_given_on"))
    assert "Aftalen" in page.context["title"]
    assert f'href="{agreement.get_absolute_url()}"' in page.content.decode()  # the way back


def test_it_is_saved_beside_the_one_it_renews(as_editor: Client, agreement: Agreement) -> None:
    form = {
        "partnership": agreement.partnership_id, "title": "Den nye", "kind": "memorandum", "stage": "proposed",
        "term_kind": "open", "notice_unit": "months", "notice_boundary": "day", "renews": agreement.pk,
    }  # fmt: skip
    assert as_editor.post(renewing(agreement), form).status_code == 302
    assert Agreement.objects.get(title="Den nye").renews == agreement


@pytest.mark.parametrize("unknown", ["999999", "99999999999999999999999", "9" * 5000, "x"])
def test_one_that_is_not_known_fills_in_nothing(as_editor: Client, unknown: str) -> None:
    assert as_editor.get(f"/agreements/new/?renews={unknown}").context["form"]["title"].value() is None


def test_nor_does_that_of_another_owner(as_editor: Client) -> None:
    theirs = AgreementFactory(title="Deres aftale")
    page = as_editor.get(renewing(theirs))
    assert page.context["form"]["title"].value() is None
    assert "Deres aftale" not in page.content.decode()
