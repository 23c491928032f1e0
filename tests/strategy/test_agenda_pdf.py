"""The printed agenda: what stands in it, and what does not for those who may not read closed items."""

import io
from datetime import date
from unittest.mock import patch

import pytest
from django.test import Client
from pypdf import PdfReader

from portal.models import Organisation, User
from portal.printing.typst import PrintError
from strategy.models import Attendance, Meeting, MeetingState
from tests.factories import AgendaItemFactory, BodyFactory, DecisionFactory, MeetingFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(owner: Organisation) -> Meeting:
    meeting = MeetingFactory(
        body=BodyFactory(owner=owner, name="Tværgående gruppe"),
        starts_at="2026-12-08T09:00+01:00",
        ends_at="2026-12-08T11:30+01:00",
        place="Rådhuset",
        chair="Søren Ærø",
    )
    AgendaItemFactory(
        body=meeting.body,
        meeting=meeting,
        position=1,
        title="Aftalen med Győr og Łódź",
        case_number="2026-26443",
        summary="<p>Åben sag</p>",
        recommendations=["at aftalen fornyes"],
        annexes=["Udkast til aftale"],
    )
    closed = AgendaItemFactory(
        body=meeting.body,
        meeting=meeting,
        position=2,
        title="Fortroligt lejemål",
        is_closed=True,
        case_text="Hemmelig",
    )
    AgendaItemFactory(body=meeting.body, meeting=meeting, position=3, title="Eventuelt")
    DecisionFactory(item=closed, text="<p>Opsiges straks</p>", decided_on=date(2026, 12, 8))
    return meeting


def text_of(client: Client, meeting: Meeting) -> str:
    response = client.get(f"/meetings/{meeting.pk}/agenda.pdf")
    assert response["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


def test_the_agenda_prints_in_danish_with_every_letter(as_editor: Client, meeting: Meeting) -> None:
    Attendance.objects.create(meeting=meeting, person=PersonFactory(name="Åse Højbjerg"), kind="absent")
    text = text_of(as_editor, meeting)
    for words in [
        "Dagsorden", "Tværgående gruppe", "8. december 2026", "9.00–11.30", "Søren Ærø", "Aftalen med Győr og Łódź",
        "Sagsnr. 2026-26443", "Indstilling", "at aftalen fornyes", "Bilag 1", "Udkast til aftale", "Åse Højbjerg",
        "side 1 af",
    ]:  # fmt: skip
        assert words in text


def test_the_file_is_named_after_body_and_day(as_editor: Client, meeting: Meeting) -> None:
    response = as_editor.get(f"/meetings/{meeting.pk}/agenda.pdf")
    assert response["Content-Disposition"] == 'inline; filename="dagsorden-tvaergaaende-gruppe-2026-12-08.pdf"'


def test_a_closed_item_prints_its_number_only_for_those_who_may_not_read_it(
    client: Client, meeting: Meeting, reader: User, director: User
) -> None:
    client.force_login(reader)
    text = text_of(client, meeting)
    assert "Lukket punkt" in text
    for secret in ["Fortroligt", "Hemmelig", "Opsiges"]:
        assert secret not in text
    client.force_login(director)
    text = text_of(client, meeting)
    for content in ["Fortroligt lejemål", "Hemmelig", "Opsiges straks"]:
        assert content in text


def test_after_the_meeting_the_same_document_is_the_minutes(as_editor: Client, meeting: Meeting) -> None:
    assert "Beslutning" not in text_of(as_editor, meeting)
    DecisionFactory(item=meeting.agenda_items.get(position=1), text="<p>Godkendt med tak</p>")
    Meeting.objects.update(state=MeetingState.HELD)
    text = text_of(as_editor, meeting)
    for words in ["Referat", "Beslutning", "Godkendt med tak"]:
        assert words in text


def test_an_agenda_without_items_prints_too(as_editor: Client, owner: Organisation) -> None:
    meeting = MeetingFactory(body=BodyFactory(owner=owner, name="Magistraten"))
    assert "Magistraten" in text_of(as_editor, meeting)


def test_a_document_that_cannot_be_set_says_so_and_shows_the_way_on(as_editor: Client, meeting: Meeting) -> None:
    with patch("portal.printing.answer.render_pdf", side_effect=PrintError("agenda: no font")):
        response = as_editor.get(f"/meetings/{meeting.pk}/agenda.pdf")
    assert response.status_code == 503
    page = response.content.decode()
    assert f"/meetings/{meeting.pk}/agenda/" in page
    assert "no font" not in page
