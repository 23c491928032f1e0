"""The first page: what falls due, what changed lately, and nothing of other owners."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.terms import TermKind
from portal.models import Organisation
from tests.factories import AgreementFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def test_an_empty_portal_has_a_page_that_says_so(as_editor: Client) -> None:
    response = as_editor.get("/")
    assert response.status_code == 200
    assert response.context["deadlines"] == response.context["recent"] == []


def test_what_changed_lately_is_told_from_what_is_new(as_editor: Client, owner: Organisation) -> None:
    first = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"))
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Riga"))
    Partnership.objects.filter(pk=first.pk).update(source="Ny")
    recent = as_editor.get("/").context["recent"]
    assert {str(change.record): change.is_new for change in recent} == {"Gdynia": False, "Riga": True}


def test_at_most_ten_changes_are_shown(as_editor: Client, owner: Organisation) -> None:
    for _ in range(12):
        PartnershipFactory(owner=owner)
    assert len(as_editor.get("/").context["recent"]) == 10


def test_nothing_of_another_owner_is_shown(as_editor: Client) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    AgreementFactory(title="Hemmelig aftale", term_kind=TermKind.FIXED, ends_on=soon)
    page = as_editor.get("/").content.decode()
    assert "Hemmelig aftale" not in page


def test_the_reader_is_greeted_by_name(as_editor: Client, editor: object) -> None:
    assert str(editor) in as_editor.get("/").content.decode()


def test_the_page_takes_as_many_queries_for_ten_records_as_for_one(as_editor: Client, owner: Organisation) -> None:
    soon = timezone.localdate() + timedelta(days=30)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get("/").status_code == 200
        return len(captured)

    AgreementFactory(partnership__owner=owner, term_kind=TermKind.FIXED, ends_on=soon)
    one = queries()
    for _ in range(9):
        AgreementFactory(partnership__owner=owner, term_kind=TermKind.FIXED, ends_on=soon)
    assert queries() == one
