"""Two people edit one record: the second sees both versions, keeps all that was typed, and can save after all."""

import re

import pytest
from django.test import Client

from partnerships.models import Agreement, Partnership
from portal.models import Organisation, User
from tests.factories import (
    AgreementFactory,
    DepartmentFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    partner = OrganisationFactory(name="Gdynia")
    return PartnershipFactory(owner=owner, partner=partner, source="Først", since="1987-08-04")


def form_of(partnership: Partnership, **typed: object) -> dict[str, object]:
    form = {"owner": partnership.owner_id, "partner": "Gdynia (Danmark)", "kind": "twin_city", "status": "active"}
    return {**form, "since": "4.8.1987", "source": "Først", "version": 1, **typed}


def rows(page: str) -> list[tuple[str, str, str]]:
    """The table of differences: what the field is called, what I wrote, what is stored."""
    return re.findall(r'<th scope="row">(.*?)</th><td><mark>(.*?)</mark></td><td>(.*?)</td>', page)


def test_the_page_shows_both_versions_of_what_differs_and_nothing_else(
    as_editor: Client, partnership: Partnership
) -> None:
    Partnership.objects.update(source="Din", status="dormant")
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form_of(partnership, source="Min"))
    assert response.status_code == 409
    differing = {(mine, stored) for _label, mine, stored in rows(response.content.decode())}
    assert ("Min", "Din") in differing
    assert len(differing) == 2  # the source and the status


def test_who_saved_meanwhile_is_named(as_editor: Client, secretariat: User, partnership: Partnership) -> None:
    other = Client()
    other.force_login(secretariat)
    address = f"/partnerships/{partnership.pk}/edit/"
    assert other.post(address, form_of(partnership, source="Din")).status_code == 302
    page = as_editor.post(address, form_of(partnership, source="Min")).content.decode()
    assert str(secretariat) in page


def test_every_typed_character_is_kept(as_editor: Client, partnership: Partnership, owner: Organisation) -> None:
    chosen, other = TopicFactory(), TopicFactory()
    department, person = DepartmentFactory(owner=owner), PersonFactory(owner=owner)
    Partnership.objects.update(source="Din")
    typed = {
        "status": "ended",
        "since": "1999",
        "ended": "maj måske",
        "priority": "high",
        "topics": [chosen.pk],
        "department": department.pk,
        "responsible": person.pk,
        "origin": "<p>Linje 1</p><p>Linje 2 & 3</p>",
        "description": "<p>Fed <strong>tekst</strong> med 'tegn' & æøå</p>",
        "outlook": "<h3>Nyt</h3><ul><li>et</li></ul>",
        "last_activity_on": "2026-13-45",
        "confirmed_on": "2026-01-02",
        "source": 'Min "kilde" <1>',
        "change_reason": "Fordi",
    }
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form_of(partnership, **typed))
    assert response.status_code == 409
    form = response.context["form"]
    for name in typed.keys() - {"topics", "department", "responsible"}:
        assert form[name].value() == typed[name]
    page = response.content.decode()
    for markup in [
        'value="maj måske"',
        'value="2026-13-45"',
        "&lt;p&gt;Fed &lt;strong&gt;tekst&lt;/strong&gt; med &#x27;tegn&#x27; &amp; æøå&lt;/p&gt;",
        "&lt;h3&gt;Nyt&lt;/h3&gt;&lt;ul&gt;&lt;li&gt;et&lt;/li&gt;&lt;/ul&gt;",
        'value="Min &quot;kilde&quot; &lt;1&gt;"',
        'value="Fordi"',
        f'<option value="{department.pk}" selected>',
        f'<option value="{person.pk}" selected>',
        '<option value="ended" selected>',
    ]:
        assert markup in page
    assert re.search(rf'type="checkbox" name="topics" value="{chosen.pk}"[^>]* checked', page)
    assert not re.search(rf'type="checkbox" name="topics" value="{other.pk}"[^>]* checked', page)
    partnership.refresh_from_db()
    assert partnership.source == "Din"


def test_the_same_form_saved_once_more_goes_through(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din")
    address, typed = f"/partnerships/{partnership.pk}/edit/", form_of(partnership, source="Min", since="1988")
    page = as_editor.post(address, typed).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert as_editor.post(address, typed | {"version": version}).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.since) == ("Min", "1988")


def test_the_second_save_clashes_too_if_somebody_saved_again(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din")
    address, typed = f"/partnerships/{partnership.pk}/edit/", form_of(partnership, source="Min")
    as_editor.post(address, typed)
    Partnership.objects.update(source="Din igen")
    assert as_editor.post(address, typed | {"version": 2}).status_code == 409


def test_differing_choices_among_many_are_told_by_name(as_editor: Client, partnership: Partnership) -> None:
    mine, stored = TopicFactory(name_da="Sundhed"), TopicFactory(name_da="Klima")
    address = f"/partnerships/{partnership.pk}/edit/"
    as_editor.post(address, form_of(partnership, topics=[stored.pk]))
    response = as_editor.post(address, form_of(partnership, topics=[mine.pk]))
    assert response.status_code == 409
    assert [(mine, stored) for _label, mine, stored in rows(response.content.decode())] == [("Sundhed", "Klima")]


def test_a_differing_record_date_and_choice_are_told_as_people_read_them(
    as_editor: Client, partnership: Partnership, owner: Organisation
) -> None:
    mine, stored = PersonFactory(owner=owner, name="Anna"), PersonFactory(owner=owner, name="Bo")
    Partnership.objects.update(responsible=stored, confirmed_on="2026-02-01")
    typed = form_of(partnership, responsible=mine.pk, confirmed_on="2026-03-01")
    found = rows(as_editor.post(f"/partnerships/{partnership.pk}/edit/", typed).content.decode())
    assert {(mine, stored) for _label, mine, stored in found} == {
        ("Anna", "Bo"),
        ("1. marts 2026", "1. februar 2026"),
    }


def test_identical_edits_clash_without_a_difference(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Samme")
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form_of(partnership, source="Samme"))
    assert response.status_code == 409
    assert rows(response.content.decode()) == []


def test_markup_in_both_versions_is_shown_as_text(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="<script>din()</script>")
    typed = form_of(partnership, source="<script>min()</script>")
    page = as_editor.post(f"/partnerships/{partnership.pk}/edit/", typed).content.decode()
    assert "<script>min()" not in page
    assert "<script>din()" not in page
    assert "&lt;script&gt;din()" in page


def test_agreements_clash_too(as_editor: Client, owner: Organisation) -> None:
    agreement = AgreementFactory(partnership__owner=owner, title="Først")
    Agreement.objects.update(title="Din")
    form = {"title": "Min", "partnership": agreement.partnership_id, "version": 1}
    response = as_editor.post(f"/agreements/{agreement.pk}/edit/", form)
    assert response.status_code == 409
    assert ("Min", "Din") in {(mine, stored) for _label, mine, stored in rows(response.content.decode())}
    assert 'value="Min"' in response.content.decode()


def test_organisations_clash_too(as_editor: Client) -> None:
    organisation = OrganisationFactory(name="Først")
    Organisation.objects.update(name="Din")
    response = as_editor.post(f"/organisations/{organisation.pk}/edit/", {"name": "Min", "version": 1})
    assert response.status_code == 409
    assert ("Min", "Din") in {(mine, stored) for _label, mine, stored in rows(response.content.decode())}
