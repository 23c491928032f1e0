"""Offices abroad: their names over time, who runs them, and whom they serve."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Office, OfficeName
from portal.models import Organisation, User
from tests.factories import (
    AgreementFactory,
    CountryFactory,
    OfficeFactory,
    OfficeNameFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(owner: Organisation) -> Office:
    hungary = CountryFactory(code="HU", name_da="Ungarn", name_en="Hungary")
    return OfficeFactory(owner=owner, name="Kontor for Østeuropa", country=hungary, place="Budapest")


@pytest.fixture
def form(owner: Organisation) -> dict[str, Any]:
    return {"owner": owner.pk, "name": "Kontoret i Riga", "country": CountryFactory().pk}


def test_its_page_tells_who_runs_it_under_which_contract_and_for_whom(as_editor: Client, office: Office) -> None:
    partnership = PartnershipFactory(owner=office.owner, partner=OrganisationFactory(name="Győr"))
    contract = AgreementFactory(
        partnership=partnership, title="Driftsaftale", term_kind="fixed", ends_on=date(2030, 12, 31)
    )
    operator = OrganisationFactory(name="Konsulenthuset")
    Office.objects.update(contract=contract, operator=operator, outlook="<p>Skal dække mere</p>")
    office.partnerships.add(partnership)
    office.countries.add(CountryFactory(code="RO", name_da="Rumænien", name_en="Romania"))
    page = as_editor.get(f"/partnerships/offices/{office.pk}/").content.decode()
    for text in (
        "<h1>Kontor for Østeuropa</h1>", "Budapest", ">Driftsaftale</a>", "31. december 2030", ">Konsulenthuset</a>",
        ">Győr</a>", "Rumænien", "Skal dække mere",
    ):  # fmt: skip
        assert text in page
    link = f'<a href="/partnerships/offices/{office.pk}/">Kontor for Østeuropa</a>'
    for address in (partnership.get_absolute_url(), contract.get_absolute_url(), operator.get_absolute_url()):
        assert link in as_editor.get(address).content.decode()


def test_an_editor_creates_and_changes_one(as_editor: Client, form: dict[str, Any]) -> None:
    answer = as_editor.post("/partnerships/offices/new/", form)
    office = Office.objects.get()
    assert answer["Location"] == f"/partnerships/offices/{office.pk}/"
    as_editor.post(f"/partnerships/offices/{office.pk}/edit/", form | {"place": "Riga", "version": 1})
    office.refresh_from_db()
    assert (office.place, office.version) == ("Riga", 2)


def test_an_office_without_a_country_is_not_saved(as_editor: Client, form: dict[str, Any]) -> None:
    answer = as_editor.post("/partnerships/offices/new/", form | {"country": ""})
    assert answer.status_code == 422
    assert "Kontoret i Riga" in answer.content.decode()


def test_a_contract_or_partnership_of_another_owner_is_refused(
    client: Client, editor: User, form: dict[str, Any]
) -> None:
    other = OwnerFactory()
    editor.roles.create(owner=other, kind="editor")
    client.force_login(editor)
    theirs = PartnershipFactory(owner=other)
    for name, value in (("contract", AgreementFactory(partnership=theirs).pk), ("partnerships", [theirs.pk])):
        answer = client.post("/partnerships/offices/new/", form | {name: value})
        assert name in answer.context["form"].errors


def test_a_former_name_is_added_changed_and_put_away_from_its_page(as_editor: Client, office: Office) -> None:
    data = {"name": "DBO-kontoret", "used_to": "2013"}
    answer = as_editor.post(f"/partnerships/offices/{office.pk}/names/new/", data)
    name = OfficeName.objects.get()
    assert answer["Location"] == f"/partnerships/offices/{office.pk}/"
    assert "DBO-kontoret" in as_editor.get(answer["Location"]).content.decode()
    as_editor.post(f"/partnerships/offices/names/{name.pk}/edit/", data | {"used_from": "2004", "version": 1})
    name.refresh_from_db()
    assert name.period() == "2004–2013"
    as_editor.post(f"/trash/partnerships.officename/{name.pk}/", {"version": 2})
    assert not OfficeName.objects.exists()


def test_an_office_is_found_by_what_it_was_called(as_editor: Client, office: Office) -> None:
    OfficeNameFactory(office=office, name="DBO-kontoret")
    rows = as_editor.get("/partnerships/offices/?q=dbo").context["listing"].rows()
    assert "Kontor for Østeuropa" in rows
    page = as_editor.get("/search/?q=dbo").content.decode()
    assert f'href="/partnerships/offices/{office.pk}/"' in page


def test_the_list_of_a_country_holds_the_offices_in_it_and_those_that_cover_it(
    as_editor: Client, office: Office
) -> None:
    romania = CountryFactory(code="RO", name_da="Rumænien", name_en="Romania")
    office.countries.add(romania)
    OfficeFactory(owner=office.owner, name="Andet kontor")
    for code in ("HU", "RO"):
        rows = as_editor.get(f"/partnerships/offices/?country={code}").context["listing"].rows()
        assert "Kontor for Østeuropa" in rows
        assert "Andet kontor" not in rows


def test_strangers_and_readers_change_nothing(client: Client, stranger: User, reader: User, office: Office) -> None:
    name = OfficeNameFactory(office=office)
    addresses = [f"/partnerships/offices/{office.pk}/names/new/", f"/partnerships/offices/names/{name.pk}/edit/"]
    for user, status in ((stranger, 404), (reader, 403)):
        client.force_login(user)
        for address in addresses:
            assert client.post(address, {"name": "Et andet", "version": 1}).status_code == status


def test_what_the_database_says_about_offices_and_their_names(office: Office) -> None:
    OfficeNameFactory(office=office, name="DBO", used_from="2004")
    with pytest.raises(IntegrityError, match="office_name_once"), transaction.atomic():
        OfficeNameFactory(office=office, name="DBO", used_from="2004")
    with pytest.raises(IntegrityError, match="office_name_ends_after_it_starts"), transaction.atomic():
        OfficeName.objects.update(used_to="2003-12")
    with pytest.raises(IntegrityError, match="office_closes_after_it_opens"), transaction.atomic():
        Office.objects.update(opened="2004", closed="2003")


def test_ten_names_and_partnerships_take_as_many_queries_as_one(as_editor: Client, office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(f"/partnerships/offices/{office.pk}/")
        return len(captured)

    def grow() -> None:
        OfficeNameFactory(office=office)
        office.partnerships.add(PartnershipFactory(owner=office.owner))

    grow()
    queries()
    one = queries()
    for _number in range(9):
        grow()
    assert queries() == one
