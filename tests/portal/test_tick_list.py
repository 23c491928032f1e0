"""Choices among many are boxes to tick; a long list of them can be searched, and shows first what is ticked."""

import re

import pytest
from django.test import Client

from portal.models import Organisation
from tests.factories import PartnershipFactory, TopicFactory

pytestmark = pytest.mark.django_db


def topics_of(page: str) -> list[str]:
    return re.findall(r'name="topics"[^>]*>\s*([^<]*?)\s*</label>', page)


def test_a_short_list_stands_in_its_own_order_without_a_search_box(as_editor: Client, owner: Organisation) -> None:
    topics = [TopicFactory(name_da=f"Emne {number:02}") for number in range(12)]
    partnership = PartnershipFactory(owner=owner)
    partnership.topics.add(topics[7])
    page = as_editor.get(f"/partnerships/{partnership.pk}/edit/").content.decode()
    assert topics_of(page) == [f"Emne {number:02}" for number in range(12)]
    assert "data-find" not in page


def test_a_long_list_has_a_search_box_and_begins_with_what_is_ticked(as_editor: Client, owner: Organisation) -> None:
    topics = [TopicFactory(name_da=f"Emne {number:02}") for number in range(13)]
    partnership = PartnershipFactory(owner=owner)
    partnership.topics.add(topics[7], topics[9])
    for address in (
        f"/partnerships/{partnership.pk}/edit/",
        f"/cells/partnerships.partnership/{partnership.pk}/topics/",
    ):
        page = as_editor.get(address).content.decode()
        assert topics_of(page)[:3] == ["Emne 07", "Emne 09", "Emne 00"]
        assert len(topics_of(page)) == 13
        find = re.search(r"<p[^>]* data-find hidden>.*?</p>", page, re.DOTALL)
        assert find
        assert "name=" not in find[0]  # it is not posted


def test_what_was_ticked_in_a_refused_form_comes_first(as_editor: Client, owner: Organisation) -> None:
    topics = [TopicFactory(name_da=f"Emne {number:02}") for number in range(13)]
    response = as_editor.post("/partnerships/new/", {"owner": owner.pk, "topics": [topics[12].pk]})
    assert response.status_code == 422
    assert topics_of(response.content.decode())[:2] == ["Emne 12", "Emne 00"]
