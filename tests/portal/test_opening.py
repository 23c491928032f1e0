"""A record's page asks for the record, its sections and what stands around it in one message to the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Organisation
from tests.factories import AgreementFactory, JournalEntryFactory, OwnerFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def test_a_page_takes_one_query_besides_those_for_the_user(as_editor: Client, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner)
    AgreementFactory.create_batch(2, partnership=partnership, title="Venskabsaftale")
    JournalEntryFactory(about=partnership, title="Besøg i rådhuset")
    address = f"/partnerships/{partnership.pk}/"
    as_editor.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = as_editor.get(address).content.decode()
    assert "Venskabsaftale" in page
    assert "Besøg i rådhuset" in page
    assert len(queries) == 3


def test_what_was_found_around_a_record_of_another_owner_is_not_shown(as_editor: Client) -> None:
    theirs = PartnershipFactory(owner=OwnerFactory())
    AgreementFactory(partnership=theirs, title="Venskabsaftale")
    answer = as_editor.get(f"/partnerships/{theirs.pk}/")
    assert answer.status_code == 404
    assert "Venskabsaftale" not in answer.content.decode()
