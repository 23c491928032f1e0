"""What a file would do: matched, understood and judged by the rules of the forms, before anything is written."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from networks.models import MembershipStatus
from partnerships.models import Partnership
from portal.access import RoleKind
from portal.imports.mapping import guess, missing
from portal.models import ImportRow, Organisation, User
from strategy.models import MeetingState
from tests.factories import (
    AgendaItemFactory,
    AgreementFactory,
    BodyFactory,
    CountryFactory,
    DepartmentFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    TopicFactory,
)
from tests.importing import acts, cells, check_again, checked, importer, problems

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_headings_are_known_in_both_languages_by_label_field_name_and_our_own_lists(editor: User) -> None:
    def fields(*headings: str) -> dict[str, int]:
        return guess(importer("partnership"), list(headings), editor)

    assert fields("Partner", "Type", "Siden", "Fagområder") == {"partner": 0, "kind": 1, "since": 2, "topics": 3}
    assert fields("SINCE", "last activity stated", "Kind") == {"since": 0, "last_activity_on": 1, "kind": 2}
    assert fields("last_activity_on", "Id", "Ukendt") == {"last_activity_on": 0, "id": 1}


def test_what_names_the_record_must_come_from_somewhere(editor: User) -> None:
    assert missing(importer("partnership"), {"kind"}, editor) == ["Partner"]
    assert missing(importer("partnership"), {"id"}, editor) == []
    assert missing(importer("actionitem"), {"title"}, editor) == []


def test_a_row_is_new_changed_unchanged_or_refused(editor: User, owner: Organisation) -> None:
    for name in ("Rendsburg", "Lerum", "Tulle"):
        OrganisationFactory(name=name)
    kept = PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="Lerum"), since="1946")
    PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="Tulle"), since="1951")
    text = "Rendsburg;Venskabsby;1951\nLERUM;twin city;1946\nTulle;twin_city;4. august 1987\nX;By;1\n"
    run = checked("partnership", f"Partner;Type;Siden\n{text}", editor, owner=owner)
    assert [row.act for row in run.rows.all()] == ["new", "unchanged", "changed", "refused"]
    assert run.rows.get(number=3).record_id == kept.pk
    assert cells(run)[4] == {"since": ["1951", "4 August 1987"]}
    assert problems(run)[5].keys() == {"partner", "kind", "since"}
    assert Partnership.objects.count() == 2


def test_values_are_understood_as_people_write_them(editor: User, owner: Organisation) -> None:
    OrganisationFactory(name="Győr")
    TopicFactory(name_da="Kultur", name_en="Culture", code="culture")
    TopicFactory(name_da="Sundhed", name_en="Health", code="health")
    DepartmentFactory(owner=owner, name="Borgmesterens Forvaltning", short_name="BM")
    PersonFactory(owner=owner, name="Søren Åkjær", email="soren@aalborg.example")
    text = (
        "Partner;Kind;Topics;Department;Responsible;Last activity stated;Description\n"
        'gyor (Danmark);VENSKABSBY;"culture; sundhed";bm;soren akjaer;31.12.2026;"Et\n\nTo"\n'
    )
    run = checked("partnership", text, editor, owner=owner)
    (row,) = run.rows.all()
    assert row.problems == {}
    assert len(row.values["topics"]) == 2
    assert {"partner", "kind", "department", "responsible"} < row.values.keys()
    assert row.values["last_activity_on"] == "2026-12-31"
    assert row.values["description"] == "<p>Et</p><p>To</p>"


def test_a_name_that_several_bear_is_refused_with_the_choices(editor: User, owner: Organisation) -> None:
    norway = CountryFactory(code="NO", name_da="Norge", name_en="Norway")
    OrganisationFactory(name="Fredrikstad", country=norway)
    OrganisationFactory(name="Fredrikstad")
    text = "Partner;Kind\nFredrikstad;twin_city\nFredrikstad (Norge);twin_city\n"
    run = checked("partnership", text, editor, owner=owner)
    assert "Fredrikstad (Norway)" in problems(run)[2]["partner"]
    assert run.rows.get(number=3).act == "new"


def test_the_namesake_that_was_there_already_stays(editor: User, owner: Organisation) -> None:
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Nord"))
    OrganisationFactory(name="Nord", country=CountryFactory(code="NO", name_da="Norge", name_en="Norway"))
    run = checked("partnership", "Partner;Kind\nNord;twin_city\n", editor, owner=owner)
    assert acts(run) == {"unchanged": 1}


def test_two_rows_about_one_record_are_both_refused_and_name_each_other(editor: User) -> None:
    CountryFactory()
    text = "Name;Country;Kind\nA;DK;city\nB;DK;city\nA;Danmark;region\n"
    run = checked("organisation", text, editor)
    assert acts(run) == {"new": 1, "refused": 2}
    assert "4" in problems(run)[2][""]
    assert "2" in problems(run)[4][""]


def test_two_rows_with_the_same_id_are_both_refused(editor: User) -> None:
    pk = OrganisationFactory().pk
    run = checked("organisation", f"Id;Place\n{pk};Her\n{pk};Der\n", editor)
    assert acts(run) == {"refused": 2}


def test_rows_may_repeat_each_other_if_that_is_said(editor: User) -> None:
    CountryFactory()
    text = "Name;Country;Kind\nA;DK;city\nA;DK;city\nA;DK;region\n"
    run = checked("organisation", text.rpartition("A")[0], editor)
    assert acts(run) == {"refused": 2}
    run.takes_repeats = True
    run.save()
    check_again(run, editor)
    assert [row.act for row in run.rows.all()] == ["new", "unchanged"]
    again = checked("organisation", text, editor)
    again.takes_repeats = True
    again.save()
    check_again(again, editor)
    assert [row.act for row in again.rows.all()] == ["refused", "unchanged", "refused"]


def test_an_id_says_which_record_a_row_is_about(editor: User, stranger: User) -> None:
    known = OrganisationFactory(name="Gammelt navn")
    text = f"Id;Name\n{known.pk};Nyt navn\n999999;X\nabc;Y\n{'9' * 5000};Z\n"
    run = checked("organisation", text, editor)
    assert [row.act for row in run.rows.all()] == ["changed", "refused", "refused", "refused"]
    assert cells(run)[2] == {"name": ["Gammelt navn", "Nyt navn"]}


def test_a_record_of_another_owner_cannot_be_named(editor: User, owner: Organisation) -> None:
    foreign = PartnershipFactory()
    run = checked("partnership", f"Id;Since\n{foreign.pk};1951\n", editor, owner=owner)
    assert acts(run) == {"refused": 1}


def test_a_record_does_not_move_from_one_owner_to_another(
    editor: User, owner: Organisation, user_with: Callable[..., User]
) -> None:
    other = OwnerFactory()
    editor.roles.create(owner=other, kind=RoleKind.EDITOR)
    user = User.objects.get(pk=editor.pk)
    run = checked("partnership", f"Id;Since\n{PartnershipFactory(owner=other).pk};1951\n", user, owner=owner)
    assert "another owner" in problems(run)[2][""]


def test_rights_are_asked_row_by_row(editor: User, owner: Organisation) -> None:
    ours, shared = OwnerFactory(name="En ejer"), OrganisationFactory(name="En by")
    run = checked("organisation", f"Id;Place\n{ours.pk};Her\n{shared.pk};Der\n", editor)
    assert [row.act for row in run.rows.all()] == ["refused", "changed"]


def test_what_is_frozen_is_refused_with_the_reason(secretariat: User, owner: Organisation) -> None:
    meeting = MeetingFactory(body__owner=owner, state=MeetingState.AGENDA_LOCKED)
    item = AgendaItemFactory(body=meeting.body, meeting=meeting)
    run = checked("agendaitem", f"Id;Title\n{item.pk};Ny\n", secretariat, owner=owner)
    assert "locked" in problems(run)[2][""]


def test_decisions_obey_the_meeting(secretariat: User, owner: Organisation) -> None:
    body = BodyFactory(owner=owner)
    sitting = MeetingFactory(body=body, state=MeetingState.HELD)
    AgendaItemFactory(body=body, meeting=sitting, title="Kan afgøres")
    AgendaItemFactory(body=body, title="Ligger i puljen")
    text = "Item;Outcome;Decided\nKan afgøres;Godkendt;1-2-2026\nLigger i puljen;approved;1-2-2026\n"
    run = checked("decision", text, secretariat, owner=owner)
    assert [row.act for row in run.rows.all()] == ["new", "refused"]


def test_the_rules_of_the_form_hold_row_by_row(editor: User, owner: Organisation) -> None:
    NetworkFactory(name="Eurocities")
    OwnerFactory(name="Anden Kommune")
    OrganisationFactory(name="Tampere")
    text = "Network;Organisation;Status\nEurocities;Anden Kommune;member\nEurocities;Tampere;member\n"
    run = checked("membership", text, editor, owner=owner)
    assert "keeps its own memberships" in problems(run)[2]["organisation"]
    assert run.rows.get(number=3).act == "new"


def test_somebody_elses_department_cannot_be_responsible(editor: User, owner: Organisation) -> None:
    DepartmentFactory(name="Fremmed forvaltning")
    OrganisationFactory(name="Tampere")
    text = "Partner;Kind;Department\nTampere;twin_city;Fremmed forvaltning\n"
    assert problems(checked("partnership", text, editor, owner=owner))[2].keys() == {"department"}


def test_the_databases_own_rules_are_asked_before_anything_is_written(editor: User, owner: Organisation) -> None:
    for name in ("A", "B", "C"):
        OrganisationFactory(name=name)
    partnership = PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="A"))
    text = (
        "Partnership;Title;Kind;Term;End of the term;Starts\n"
        "A;Uden slut;friendship;fixed;;\n"
        "A;Baglæns;friendship;fixed;1.1.2020;2021\n"
        "A;God nok;friendship;fixed;1.1.2030;2021\n"
    )
    run = checked("agreement", text, editor, owner=owner)
    assert [row.act for row in run.rows.all()] == ["refused", "refused", "new"], problems(run)
    assert "needs the date" in problems(run)[2][""]
    other = PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="B"))
    text = f"Id;Partner\n{other.pk};A\n"
    assert "already has a partnership" in problems(checked("partnership", text, editor, owner=owner))[2][""]
    text = f"Id;Partner\n{other.pk};A\n{partnership.pk};B\n"  # they change places
    assert acts(checked("partnership", text, editor, owner=owner)) == {"changed": 2}


def test_rows_of_the_file_that_cannot_both_be_are_both_refused(editor: User, owner: Organisation) -> None:
    NetworkFactory(name="UBC")
    text = "Network;Organisation;Status;Joined\nUBC;Aalborg Kommune;member;1991\nUBC;Aalborg Kommune;member;2001\n"
    run = checked("membership", text, editor, owner=owner)
    assert acts(run) == {"refused": 2}
    assert "3" in problems(run)[2][""]
    MembershipFactory(network__name="CPMR", organisation=owner, status=MembershipStatus.MEMBER, joined="1990")
    text = "Network;Organisation;Status;Joined\nCPMR;Aalborg Kommune;member;2001\n"
    assert acts(checked("membership", text, editor, owner=owner)) == {"refused": 1}


def test_a_row_with_cells_too_many_is_refused(editor: User) -> None:
    CountryFactory()
    run = checked("organisation", "Name;Country;Kind\nAalborg; Øst;DK;city\n", editor)
    assert acts(run) == {"refused": 1}


def test_an_empty_cell_takes_a_default_for_a_new_record_and_empties_an_old_one(
    editor: User, owner: Organisation
) -> None:
    OrganisationFactory(name="Tulle")
    PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Lerum"), since="1951")
    text = "Partner;Kind;Status;Since\nTulle;twin_city;;\nLerum;twin_city;active;\n"
    run = checked("partnership", text, editor, owner=owner)
    assert [row.act for row in run.rows.all()] == ["new", "changed"]
    assert cells(run)[3] == {"since": ["1951", ""]}


def test_an_abridged_text_is_no_change(secretariat: User, editor: User, owner: Organisation) -> None:
    long = "<p>" + "Et meget langt referat " * 20 + "</p>"
    partnership = PartnershipFactory(owner=owner, description=long)
    text = f"Id;Description\n{partnership.pk};Et meget langt referat Et meget…\n"
    assert acts(checked("partnership", text, editor, owner=owner)) == {"unchanged": 1}
    text = f"Id;Description\n{partnership.pk};Noget andet…\n"
    assert acts(checked("partnership", text, editor, owner=owner)) == {"changed": 1}


def test_the_hour_of_a_meeting_survives_a_list_without_seconds(secretariat: User, owner: Organisation) -> None:
    starts_at = datetime(2026, 12, 8, 9, 0, 30, tzinfo=UTC)
    meeting = MeetingFactory(body__owner=owner, starts_at=starts_at)
    text = f"Id;Starts;Place\n{meeting.pk};8. december 2026 kl. 10.00;Rådhuset\n"
    run = checked("meeting", text, secretariat, owner=owner)
    assert cells(run) == {2: {"place": ["", "Rådhuset"]}}


def test_the_body_of_a_meeting_stays_what_it_was(secretariat: User, owner: Organisation) -> None:
    meeting = MeetingFactory(body__owner=owner)
    BodyFactory(owner=owner, name="Et andet organ")
    run = checked("meeting", f"Id;Body\n{meeting.pk};Et andet organ\n", secretariat, owner=owner)
    assert problems(run)[2].keys() == {"body"}


def test_what_lies_in_the_trash_comes_back_instead_of_a_double(editor: User, owner: Organisation) -> None:
    partnership = PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Tulle"))
    partnership.move_to_trash()
    run = checked("partnership", "Partner;Kind\nTulle;twin_city\n", editor, owner=owner)
    (row,) = run.rows.all()
    assert (row.act, row.record_id) == ("new", partnership.pk)


def test_the_number_of_queries_does_not_grow_with_the_rows(editor: User, owner: Organisation) -> None:
    TopicFactory(name_da="Kultur")
    for number in range(60):
        partner = OrganisationFactory(name=f"Sted {number}")
        if number % 2:
            AgreementFactory(partnership=PartnershipFactory(owner=owner, partner=partner), title="Aftale")

    def queries(rows: int) -> int:
        text = "".join(f"Sted {number};twin_city;Kultur\n" for number in range(rows))
        with CaptureQueriesContext(connection) as captured:
            checked("partnership", f"Partner;Kind;Topics\n{text}", editor, owner=owner)
        return len(captured)

    queries(1)  # what the user may do is asked once
    assert queries(60) == queries(6)


def test_a_file_of_several_helpings_is_checked_as_one(editor: User) -> None:
    CountryFactory()
    text = "Name;Country;Kind\n" + "".join(f"Sted {number};DK;city\n" for number in range(1200))
    run = checked("organisation", text, editor)
    assert acts(run) == {"new": 1200}
    assert ImportRow.objects.filter(run=run).count() == 1200
