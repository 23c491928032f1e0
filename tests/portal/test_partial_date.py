"""Dates known to the year, the month or the day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation

from partnerships.models import Partnership
from portal.models import Organisation
from portal.records.partial_date import PartialDateFormField, display, first_day, parse
from tests.factories import OrganisationFactory, PartnershipFactory


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1951", "1951"),
        (" 1951 ", "1951"),
        ("8.1987", "1987-08"),
        ("08/1987", "1987-08"),
        ("1987-08", "1987-08"),
        ("4.8.1987", "1987-08-04"),
        ("4. 8. 1987", "1987-08-04"),
        ("04-08-1987", "1987-08-04"),
        ("1987-08-04", "1987-08-04"),
        ("29.2.2024", "2024-02-29"),
        ("1000", "1000"),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, stored: str) -> None:
    assert parse(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "87",
        "0951",
        "3000",
        "13.1987",
        "0.1987",
        "30.2.2024",
        "29.2.2023",
        "1987-8",
        "august 1987",
        "1.2.3.4",
        "²⁰²⁴",
        "١٩٥١",
        "１９５１",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(typed)


@pytest.mark.parametrize("written", ["٢٠٢٤", "2024-1", "2024\n"])
def test_a_record_cannot_hold_what_the_database_does_not_read_as_a_date(written: str) -> None:
    with pytest.raises(ValidationError):
        Partnership._meta.get_field("since").run_validators(written)


@pytest.mark.parametrize(
    ("stored", "danish", "english"),
    [
        ("", "", ""),
        ("1951", "1951", "1951"),
        ("1987-08", "august 1987", "August 1987"),
        ("1987-05-04", "4. maj 1987", "4 May 1987"),
    ],
)
def test_dates_are_shown_as_precisely_as_they_are_known(stored: str, danish: str, english: str) -> None:
    with translation.override("da"):
        assert display(stored) == danish
    with translation.override("en"):
        assert display(stored) == english


@pytest.mark.parametrize("stored", ["1951", "1987-08", "1987-08-04", "2000-10-10", "2000-10"])
def test_what_the_form_shows_it_reads_back(stored: str) -> None:
    assert parse(PartialDateFormField().prepare_value(stored)) == stored


def test_the_first_day_is_the_earliest_it_can_mean() -> None:
    assert first_day("") is None
    assert first_day("1951") == date(1951, 1, 1)
    assert first_day("1987-08") == date(1987, 8, 1)
    assert first_day("1987-08-04") == date(1987, 8, 4)


@pytest.mark.django_db
def test_the_database_finds_the_same_first_day() -> None:
    for stored in ["1951", "1987-08", "1987-08-04"]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT portal_first_day(%s)", [stored])
            assert cursor.fetchone()[0] == first_day(stored)


@pytest.mark.django_db
def test_they_sort_among_each_other(as_editor: Client, owner: Organisation) -> None:
    for since in ["1987-08-04", "1987", "1988", "1987-09", "1951"]:
        PartnershipFactory(owner=owner, since=since)
    assert list(Partnership.objects.order_by("since").values_list("since", flat=True)) == [
        "1951",
        "1987",
        "1987-08-04",
        "1987-09",
        "1988",
    ]


@pytest.mark.django_db
def test_a_form_takes_a_year_or_a_day(as_editor: Client, owner: Organisation) -> None:
    form = {"owner": owner.pk, "partner": OrganisationFactory().pk, "kind": "twin_city", "status": "active"}
    assert as_editor.post("/partnerships/new/", form | {"since": "8.1987", "ended": "1999"}).status_code == 302
    partnership = Partnership.objects.get()
    assert (partnership.since, partnership.ended) == ("1987-08", "1999")
    page = as_editor.get(f"/partnerships/{partnership.pk}/edit/").content.decode()
    assert 'value="8.1987"' in page


@pytest.mark.django_db
def test_the_database_refuses_an_end_before_the_start() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipFactory(since="1990", ended="1989")
