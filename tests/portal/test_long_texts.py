"""Formatted text has a length that nobody reaches by writing; a paste beyond it is refused and not lost."""

import pytest
from django.test import Client

from partnerships.models import Partnership
from portal.models import Organisation, User
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, description="<p>Først</p>")


def form(partnership: Partnership, description: str) -> dict[str, object]:
    chosen = {"owner": partnership.owner_id, "partner": partnership.partner_id, "kind": partnership.kind}
    return {**chosen, "status": partnership.status, "description": description, "version": 1}


@pytest.mark.parametrize(
    ("pasted", "length", "limit"),
    [
        ("æ" * 100_000, "100.000", "50.000"),
        ("<p>" + "<strong>a</strong> b" * 10_000 + "</p>", "200.007", "100.000"),
    ],
)
def test_a_paste_beyond_the_limit_is_refused_and_kept_in_the_form(
    pasted: str, length: str, limit: str, as_editor: Client, editor: User, partnership: Partnership
) -> None:
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form(partnership, pasted))
    assert response.status_code == 422
    (said,) = response.context["form"].errors["description"]
    assert length in said
    assert limit in said
    assert response.context["form"]["description"].value() == pasted
    assert editor.drafts.get().data["description"] == [pasted]
    partnership.refresh_from_db()
    assert (partnership.description, partnership.version, partnership.events.count()) == ("<p>Først</p>", 1, 1)


@pytest.mark.parametrize("address", ["/cells/partnerships.partnership/{pk}/description/", "/partnerships/{pk}/edit/"])
@pytest.mark.parametrize(("length", "code"), [(50_000, 302), (50_001, 422)])
def test_the_limit_counts_what_one_reads(
    length: int, code: int, address: str, as_editor: Client, partnership: Partnership
) -> None:
    pasted = f"<p><em>{'&amp;' * 10_000}</em>{'o' * (length - 10_000)}</p>"
    response = as_editor.post(address.format(pk=partnership.pk), form(partnership, pasted))
    assert response.status_code == code
