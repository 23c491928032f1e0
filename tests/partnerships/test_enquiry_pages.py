"""Enquiries: weighed against what there is, answered with a reason, made a partnership, counted year by year."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Answer, Enquiry, Partnership
from portal.models import Country, Organisation, User
from tests.factories import (
    AgreementFactory,
    CountryFactory,
    EnquiryFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def china(db: None) -> Country:
    return CountryFactory(code="CN", name_da="Kina", name_en="China", continent="AS")


@pytest.fixture
def hefei(owner: Organisation, china: Country) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Hefei", country=china))


@pytest.fixture
def enquiry(owner: Organisation, china: Country) -> Enquiry:
    return EnquiryFactory(owner=owner, country=china, sender="Kunshan")


@pytest.fixture
def form(owner: Organisation, china: Country) -> dict[str, Any]:
    return {"owner": owner.pk, "received_on": "2026-05-04", "sender": "Kunshan", "country": "CN", "answer": "open"}


def beside(client: Client, owner: Organisation, country: str) -> Any:
    return client.get(f"/partnerships/enquiries/weighing/?owner={owner.pk}&country={country}").context["weighing"]


# What there is already


def test_the_partner_in_the_country_and_its_agreements_are_shown_beside_the_form(
    as_editor: Client, owner: Organisation, hefei: Partnership
) -> None:
    AgreementFactory(partnership=hefei, title="Venskabsaftalen")
    for address in ("new/", "weighing/"):
        page = as_editor.get(f"/partnerships/enquiries/{address}?owner={owner.pk}&country=CN").content.decode()
        assert 'data-color="warning"' in page
        for text in (">Hefei</a>", "Venskabsaftalen"):
            assert text in page


def test_partners_elsewhere_on_the_continent_do_not_warn(
    as_editor: Client, owner: Organisation, hefei: Partnership
) -> None:
    CountryFactory(code="IN", name_da="Indien", name_en="India", continent="AS")
    weighing = beside(as_editor, owner, "IN")
    assert weighing.in_country == []
    assert [going.partnership for going in weighing.on_continent] == [hefei]
    address = f"/partnerships/enquiries/weighing/?owner={owner.pk}&country=IN"
    assert 'data-color="warning"' not in as_editor.get(address).content.decode()


def test_what_has_ended_and_what_others_have_does_not_count(
    as_editor: Client, owner: Organisation, hefei: Partnership
) -> None:
    PartnershipFactory(partner=hefei.partner)
    Partnership.objects.filter(pk=hefei.pk).update(status="ended")
    weighing = beside(as_editor, owner, "CN")
    assert weighing.in_country == weighing.on_continent == []


def test_earlier_enquiries_from_the_country_are_shown_with_their_answer(
    as_editor: Client, enquiry: Enquiry, china: Country
) -> None:
    EnquiryFactory(
        owner=enquiry.owner, country=china, sender="Suzhou", received_on=date(2020, 1, 1), answer="declined",
        answered_on=date(2020, 2, 1), reason="<p>Vi har Hefei</p>",
    )  # fmt: skip
    EnquiryFactory(country=china, sender="Hos en anden ejer")
    page = as_editor.get(f"/partnerships/enquiries/{enquiry.pk}/")
    assert [one.sender for one in page.context["weighing"].earlier] == ["Suzhou"]
    assert "Vi har Hefei" in page.content.decode()


@pytest.mark.parametrize("query", ["", "country=XX", "country=%00", "owner=x&country=", "owner=99999999999999999999"])
def test_without_a_country_it_says_what_will_stand_there(as_editor: Client, query: str) -> None:
    answer = as_editor.get(f"/partnerships/enquiries/weighing/?{query}")
    assert (answer.status_code, answer.context["weighing"]) == (200, None)


def test_the_partners_of_another_owner_are_not_told(
    client: Client, stranger: User, owner: Organisation, hefei: Partnership
) -> None:
    client.force_login(stranger)
    assert "Hefei" not in client.get(f"/partnerships/enquiries/weighing/?owner={owner.pk}&country=CN").content.decode()


def test_many_partners_take_as_many_queries_as_one(
    as_editor: Client, owner: Organisation, hefei: Partnership, china: Country
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            beside(as_editor, owner, "CN")
        return len(captured)

    AgreementFactory(partnership=hefei)
    queries()
    one = queries()
    for _number in range(9):
        AgreementFactory(partnership=PartnershipFactory(owner=owner, partner=OrganisationFactory(country=china)))
    assert queries() == one


# From enquiry to answer and partnership


def test_an_enquiry_is_noted(as_editor: Client, form: dict[str, Any]) -> None:
    assert as_editor.get("/partnerships/enquiries/new/").context["form"]["received_on"].value() == timezone.localdate()
    answer = as_editor.post("/partnerships/enquiries/new/", form | {"wish": "<p>Handel</p>"})
    enquiry = Enquiry.objects.get()
    assert answer["Location"] == f"/partnerships/enquiries/{enquiry.pk}/"
    assert "Handel" in as_editor.get(answer["Location"]).content.decode()


def test_a_refused_form_keeps_the_text_and_what_stands_beside_it(
    as_editor: Client, form: dict[str, Any], hefei: Partnership
) -> None:
    answer = as_editor.post("/partnerships/enquiries/new/", form | {"sender": "", "wish": "<p>Handel</p>"})
    assert answer.status_code == 422
    assert "Handel" in answer.content.decode()
    assert [going.partnership for going in answer.context["weighing"].in_country] == [hefei]


def test_it_is_answered_today_with_a_reason(as_editor: Client, enquiry: Enquiry, hefei: Partnership) -> None:
    address = f"/partnerships/enquiries/{enquiry.pk}/answer/"
    page = as_editor.get(address)
    assert page.context["form"]["answered_on"].value() == timezone.localdate()
    assert page.context["weighing"].in_country
    data = {"answer": "declined", "answered_on": timezone.localdate(), "reason": "<p>Vi har Hefei</p>", "version": 1}
    assert as_editor.post(address, data)["Location"] == f"/partnerships/enquiries/{enquiry.pk}/"
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.answered_on) == ("declined", timezone.localdate())


def test_nothing_is_answered_by_leaving_the_form_as_it_opens(as_editor: Client, enquiry: Enquiry) -> None:
    address = f"/partnerships/enquiries/{enquiry.pk}/answer/"
    page = as_editor.get(address)
    choices = [value for value, _label in page.context["form"].fields["answer"].choices]
    assert choices[0] == ""
    assert Answer.OPEN not in choices
    assert enquiry.sender in page.context["title"]
    refused = as_editor.post(address, {"version": enquiry.version, "answer": "", "answered_on": "2026-06-01"})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"answer"}


@pytest.mark.parametrize("data", [{"answer": ""}, {"answer": "declined", "answered_on": "2020-01-01"}])
def test_an_answer_says_what_and_comes_after_the_question(
    as_editor: Client, enquiry: Enquiry, data: dict[str, str]
) -> None:
    address = f"/partnerships/enquiries/{enquiry.pk}/answer/"
    answer = as_editor.post(address, {"answered_on": timezone.localdate(), "version": 1} | data)
    assert answer.status_code == 422


def becoming(enquiry: Enquiry, city: Organisation) -> dict[str, object]:
    """What the form posts that makes a partnership of an enquiry."""
    version = Enquiry.objects.get(pk=enquiry.pk).version
    chosen = {"owner": enquiry.owner_id, "partner": city.pk, "kind": "twin_city", "status": "proposed"}
    return {"enquiry": enquiry.pk, "enquiry_version": version} | chosen


def test_it_becomes_a_partnership_to_which_it_leads(as_editor: Client, enquiry: Enquiry, china: Country) -> None:
    city = OrganisationFactory(name="Kunshan", country=china)
    address = f"/partnerships/enquiries/{enquiry.pk}/partnership/"
    form = as_editor.get(address).context["form"]
    assert (form["owner"].value(), form["partner"].value()) == (enquiry.owner_id, "Kunshan")
    data = becoming(enquiry, city)
    answer = as_editor.post(address, data)
    partnership = Partnership.objects.get()
    assert answer["Location"] == f"/partnerships/{partnership.pk}/"
    enquiry.refresh_from_db()
    assert (enquiry.partnership, enquiry.answer, enquiry.answered_on) == (
        partnership, "accepted", timezone.localdate(),
    )  # fmt: skip
    assert f"/partnerships/enquiries/{enquiry.pk}/" in as_editor.get(answer["Location"]).content.decode()
    assert address not in as_editor.get(f"/partnerships/enquiries/{enquiry.pk}/").content.decode()


def test_the_day_of_an_earlier_answer_stays_when_it_becomes_a_partnership(
    as_editor: Client, enquiry: Enquiry, china: Country
) -> None:
    Enquiry.objects.update(answer="accepted", answered_on=date(2026, 6, 1))
    city = OrganisationFactory(country=china)
    as_editor.post(f"/partnerships/enquiries/{enquiry.pk}/partnership/", becoming(enquiry, city))
    enquiry.refresh_from_db()
    assert enquiry.answered_on == date(2026, 6, 1)


def test_an_enquiry_that_is_dated_ahead_becomes_one_too(as_editor: Client, enquiry: Enquiry, china: Country) -> None:
    ahead = timezone.localdate() + timedelta(days=3)
    Enquiry.objects.update(received_on=ahead)
    data = becoming(enquiry, OrganisationFactory(country=china))
    assert as_editor.post(f"/partnerships/enquiries/{enquiry.pk}/partnership/", data).status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.partnership, enquiry.answered_on) == (Partnership.objects.get(), ahead)


def test_an_answer_that_others_gave_meanwhile_is_told_before_it_is_written_over(
    as_editor: Client, enquiry: Enquiry, china: Country
) -> None:
    address = f"/partnerships/enquiries/{enquiry.pk}/partnership/"
    opened = as_editor.get(address).context["form"]["enquiry_version"].value()
    data = becoming(enquiry, OrganisationFactory(country=china)) | {"enquiry_version": opened}
    Enquiry.objects.update(answer="declined", answered_on=date(2026, 6, 1))
    refused = as_editor.post(address, data)
    assert refused.status_code == 422
    assert str(Answer.DECLINED.label) in refused.context["form"].non_field_errors()[0]
    assert not Partnership.objects.exists()
    data["enquiry_version"] = refused.context["form"]["enquiry_version"].value()
    assert as_editor.post(address, data).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.answer == "accepted"
    assert as_editor.post(address, data | {"enquiry_version": ""}).status_code == 422


def test_the_enquiry_of_another_owner_does_not_become_ones_partnership(
    client: Client, editor: User, enquiry: Enquiry, china: Country
) -> None:
    other = OwnerFactory()
    editor.roles.create(owner=other, kind="editor")
    client.force_login(editor)
    data = becoming(enquiry, OrganisationFactory()) | {"owner": other.pk}
    answer = client.post(f"/partnerships/enquiries/{enquiry.pk}/partnership/", data)
    assert "enquiry" in answer.context["form"].errors
    assert not Partnership.objects.exists()


def test_what_the_database_says_about_answers(enquiry: Enquiry) -> None:
    for values in ({"answer": "declined"}, {"answered_on": date(2026, 6, 1)}):
        with pytest.raises(IntegrityError, match="enquiry_answer_has_a_day"), transaction.atomic():
            Enquiry.objects.update(**values)
    with pytest.raises(IntegrityError, match="enquiry_answered_after_it_came"), transaction.atomic():
        Enquiry.objects.update(answer="declined", answered_on=date(2026, 5, 3))


# Who waits, and how many there were


def test_whoever_has_waited_for_more_than_thirty_days_stands_on_the_overview(
    client: Client, editor: User, reader: User, owner: Organisation
) -> None:
    today = timezone.localdate()
    EnquiryFactory(owner=owner, sender="Længe siden", received_on=today - timedelta(days=31))
    EnquiryFactory(owner=owner, sender="Lige i grænsen", received_on=today - timedelta(days=30))
    EnquiryFactory(
        owner=owner, sender="Besvaret", received_on=date(2020, 1, 1), answer="declined", answered_on=date(2020, 1, 2)
    )
    EnquiryFactory(sender="Hos en anden ejer", received_on=date(2020, 1, 1))
    client.force_login(editor)
    (panel,) = [panel for panel in client.get("/").context["panels"] if panel.id == "enquiries"]
    assert [line.title for line in panel.lines] == ["Længe siden"]
    assert "Længe siden" in client.get(panel.url).content.decode()
    client.force_login(reader)
    assert not [panel for panel in client.get("/").context["panels"] if panel.id == "enquiries"]


def test_the_report_counts_a_year_by_country_continent_and_answer(
    as_editor: Client, owner: Organisation, china: Country
) -> None:
    india = CountryFactory(code="IN", name_da="Indien", name_en="India", continent="AS")
    for country, answer in ((china, "open"), (china, "declined"), (india, "declined")):
        answered_on = None if answer == "open" else date(2025, 6, 1)
        EnquiryFactory(
            owner=owner, country=country, received_on=date(2025, 5, 4), answer=answer, answered_on=answered_on
        )
    EnquiryFactory(owner=owner, country=china, received_on=date(2024, 5, 4))
    EnquiryFactory(country=china, received_on=date(2025, 5, 4))
    report = as_editor.get(f"/partnerships/enquiries/report/{owner.pk}/2025/").context["report"]
    ((continent, countries),) = report.continents
    assert [(row.name, row.total, dict(row.counts)["declined"]) for row in countries] == [
        ("Indien", 1, 1), ("Kina", 2, 1),
    ]  # fmt: skip
    assert (continent.total, report.total.total) == (3, 3)
    for row in countries:
        listed = as_editor.get(f"/partnerships/enquiries/?year=2025&{row.query}").context["listing"]
        assert listed.page.paginator.count == row.total
    listed = as_editor.get(f"/partnerships/enquiries/?year=2025&{continent.query}&answer=declined").context["listing"]
    assert listed.page.paginator.count == 2


def test_there_is_no_report_of_a_year_to_come(as_editor: Client, owner: Organisation) -> None:
    for year in (0, 9999, 99999999):
        assert as_editor.get(f"/partnerships/enquiries/report/{owner.pk}/{year}/").status_code == 404


def test_an_enquiry_is_found_by_search(as_editor: Client, enquiry: Enquiry) -> None:
    page = as_editor.get("/search/?q=kunshan").content.decode()
    assert f'href="/partnerships/enquiries/{enquiry.pk}/"' in page
