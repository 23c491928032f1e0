"""The pages of an initiative, and reporting how it goes, through HTTP."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Organisation, User
from strategy.models import Initiative, Progress, StatusUpdate
from strategy.services import report_progress
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    InitiativeFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PerspectiveFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db

IN_A_ROW = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "li#initiative-1"}
IN_ITS_SECTION = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "section#status"}


@pytest.fixture
def initiative(owner: Organisation) -> Initiative:
    perspective = PerspectiveFactory(strategy=StrategyFactory(owner=owner), name="Det globale")
    return InitiativeFactory(perspective=perspective, code="1.a", title="Internationalt hus")


def test_the_list_shows_how_each_initiative_goes_and_when_that_was_said(
    as_editor: Client, initiative: Initiative, editor: User
) -> None:
    report_progress(
        record=initiative, progress=Progress.OFF_TRACK, note="Ingen penge", user=editor, on=date(2026, 5, 4)
    )
    InitiativeFactory(title="En fremmed indsats")
    page = as_editor.get("/strategies/initiatives/").content.decode()
    for text in ["1.a Internationalt hus", "Det globale", 'data-tone="danger"', "4. maj 2026"]:
        assert text in page
    assert "En fremmed indsats" not in page


def test_the_list_can_be_cut_down_to_what_lacks_a_report(
    as_editor: Client, initiative: Initiative, editor: User
) -> None:
    silent = InitiativeFactory(perspective=initiative.perspective, title="Den tavse")
    report_progress(record=initiative, progress=Progress.DONE, note="Færdig", user=editor, on=date(2026, 5, 4))
    report_progress(record=silent, progress=Progress.DONE, note="Færdig", user=editor, on=date(2025, 5, 4))
    page = as_editor.get("/strategies/initiatives/?unreported_in=2026").content.decode()
    assert "Den tavse" in page
    assert "Internationalt hus" not in page


def test_lists_do_not_ask_more_often_for_more_rows(as_editor: Client, initiative: Initiative) -> None:
    as_editor.get("/strategies/initiatives/")  # options of the filters are kept from here on
    with CaptureQueriesContext(connection) as one:
        as_editor.get("/strategies/initiatives/")
    for _each in range(9):
        InitiativeFactory(perspective=initiative.perspective)
    with CaptureQueriesContext(connection) as ten:
        as_editor.get("/strategies/initiatives/")
    assert len(ten) == len(one)


def test_the_page_shows_what_it_is_about_and_whom_it_involves(
    as_editor: Client, initiative: Initiative, owner: Organisation, editor: User
) -> None:
    Initiative.objects.filter(pk=initiative.pk).update(purpose="<p>Tag godt imod</p>", budget="200.000 kr.")
    initiative.partnerships.add(PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Tampere")))
    initiative.networks.add(NetworkFactory(name="EUniverCities"))
    initiative.taking_part.add(OrganisationFactory(name="Aalborg Universitet"))
    ActionItemFactory(
        plan=ActionPlanFactory(strategy=initiative.strategy), initiative=initiative, title="Find lokaler"
    )
    report_progress(
        record=initiative, progress=Progress.ON_TRACK, note="Åbnet i marts", user=editor, on=date(2026, 4, 1)
    )
    page = as_editor.get(f"/strategies/initiatives/{initiative.pk}/").content.decode()
    for text in [
        "Tag godt imod", "200.000 kr.", "Tampere", "EUniverCities", "Aalborg Universitet", "Find lokaler",
        "Åbnet i marts", "1. april 2026", editor.name,
    ]:  # fmt: skip
        assert text in page


def test_queries_of_the_page_do_not_grow(as_editor: Client, initiative: Initiative, editor: User) -> None:
    plan = ActionPlanFactory(strategy=initiative.strategy)

    def add(count: int) -> None:
        for _each in range(count):
            action = ActionItemFactory(plan=plan, initiative=initiative)
            for record in [action, initiative]:
                report_progress(record=record, progress=Progress.DONE, note="Nu", user=editor, on=date(2026, 4, 1))
            initiative.partnerships.add(PartnershipFactory(owner=plan.strategy.owner))

    add(1)
    with CaptureQueriesContext(connection) as one:
        as_editor.get(f"/strategies/initiatives/{initiative.pk}/")
    add(9)
    with CaptureQueriesContext(connection) as ten:
        as_editor.get(f"/strategies/initiatives/{initiative.pk}/")
    assert len(ten) == len(one)


def test_an_editor_creates_and_changes_an_initiative(as_editor: Client, owner: Organisation) -> None:
    perspective = PerspectiveFactory(strategy=StrategyFactory(owner=owner))
    form = {"perspective": perspective.pk, "code": "1.b", "title": "Smart City"}
    response = as_editor.post("/strategies/initiatives/new/", form)
    initiative = Initiative.objects.get()
    assert response["Location"] == f"/strategies/initiatives/{initiative.pk}/"
    assert initiative.strategy == perspective.strategy
    as_editor.post(f"/strategies/initiatives/{initiative.pk}/edit/", form | {"title": "Smart by", "version": 1})
    initiative.refresh_from_db()
    assert (initiative.title, initiative.progress) == ("Smart by", Progress.NOT_REPORTED)


def test_the_form_does_not_change_the_status(as_editor: Client, initiative: Initiative) -> None:
    form = {"perspective": initiative.perspective_id, "code": "1.a", "title": "Hus", "progress": "done", "version": 1}
    as_editor.post(f"/strategies/initiatives/{initiative.pk}/edit/", form)
    initiative.refresh_from_db()
    assert (initiative.title, initiative.progress) == ("Hus", Progress.NOT_REPORTED)


def test_a_code_is_used_once_in_a_strategy(as_editor: Client, initiative: Initiative) -> None:
    form = {"perspective": initiative.perspective_id, "code": "1.a", "title": "Endnu et hus"}
    response = as_editor.post("/strategies/initiatives/new/", form)
    assert response.status_code == 422
    assert "Endnu et hus" in response.content.decode()
    with pytest.raises(IntegrityError, match="initiative_code_once"), transaction.atomic():
        InitiativeFactory(perspective=initiative.perspective, code="1.a")


def test_an_empty_form_and_a_foreign_perspective_are_refused(as_editor: Client) -> None:
    assert as_editor.post("/strategies/initiatives/new/", {"code": "1.a"}).status_code == 422
    form = {"perspective": PerspectiveFactory().pk, "code": "1.a", "title": "Smuglet ind"}
    assert as_editor.post("/strategies/initiatives/new/", form).status_code == 422


def test_a_form_without_version_is_refused_and_a_stale_one_shown_again(
    as_editor: Client, initiative: Initiative
) -> None:
    form = {"perspective": initiative.perspective_id, "code": "1.a", "title": "Min titel"}
    assert as_editor.post(f"/strategies/initiatives/{initiative.pk}/edit/", form).status_code == 400
    Initiative.objects.update(title="En andens titel")
    response = as_editor.post(f"/strategies/initiatives/{initiative.pk}/edit/", form | {"version": 1})
    assert response.status_code == 409
    assert "Min titel" in response.content.decode()


@pytest.mark.parametrize("role", ["reader", "director"])
def test_those_who_only_read_can_neither_edit_nor_report(
    client: Client, role: str, initiative: Initiative, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    page = client.get(f"/strategies/initiatives/{initiative.pk}/")
    assert page.status_code == 200
    assert '/status/"' not in page.content.decode().partition("<main")[2]
    for act in ["edit", "status"]:
        assert client.get(f"/strategies/initiatives/{initiative.pk}/{act}/").status_code == 403
    response = client.post(
        f"/strategies/initiatives/{initiative.pk}/status/", {"progress": "done", "note": "Færdig", "version": 1}
    )
    assert response.status_code == 403
    assert client.get("/strategies/initiatives/new/").status_code == 403
    assert not StatusUpdate.objects.exists()


def test_other_owners_initiatives_and_unknown_ones_are_not_found(
    client: Client, stranger: User, initiative: Initiative
) -> None:
    client.force_login(stranger)
    for pk in [initiative.pk, 999999]:
        for act in ["", "edit/", "status/"]:
            assert client.get(f"/strategies/initiatives/{pk}/{act}").status_code == 404
        assert client.post(f"/strategies/initiatives/{pk}/status/", {"version": 1}).status_code == 404


# --- reporting


@time_machine.travel("2026-06-30 22:30Z")
def test_a_status_is_reported_with_a_note_who_said_it_and_the_danish_day(
    as_editor: Client, initiative: Initiative, editor: User
) -> None:
    page = as_editor.get(f"/strategies/initiatives/{initiative.pk}/status/")
    assert page.status_code == 200
    assert "hx-post" not in page.content.decode()  # a page of its own has no place to be swapped into
    response = as_editor.post(
        f"/strategies/initiatives/{initiative.pk}/status/",
        {"progress": "attention", "note": "Mangler lokaler", "version": 1},
    )
    assert response["Location"] == f"/strategies/initiatives/{initiative.pk}/"
    update = StatusUpdate.objects.get()
    assert (update.initiative, update.progress, update.note) == (initiative, "attention", "Mangler lokaler")
    assert (update.made_by, update.made_on) == (editor, date(2026, 7, 1))
    initiative.refresh_from_db()
    assert initiative.progress == "attention"


@pytest.mark.parametrize("note", ["", "   ", "x" * 2001])
def test_a_status_without_a_note_is_refused(as_editor: Client, initiative: Initiative, note: str) -> None:
    response = as_editor.post(
        f"/strategies/initiatives/{initiative.pk}/status/", {"progress": "done", "note": note, "version": 1}
    )
    assert response.status_code == 422
    assert 'value="done" selected' in response.content.decode()
    initiative.refresh_from_db()
    assert (initiative.progress, initiative.version) == (Progress.NOT_REPORTED, 1)
    assert not StatusUpdate.objects.exists()


def test_not_reported_cannot_be_reported(as_editor: Client, initiative: Initiative) -> None:
    response = as_editor.post(
        f"/strategies/initiatives/{initiative.pk}/status/", {"progress": "not_reported", "note": "Hm", "version": 1}
    )
    assert response.status_code == 422
    assert "Hm" in response.content.decode()


def test_all_that_was_said_is_kept(as_editor: Client, initiative: Initiative) -> None:
    address = f"/strategies/initiatives/{initiative.pk}/status/"
    as_editor.post(address, {"progress": "not_started", "note": "Venter på budgettet", "version": 1})
    as_editor.post(address, {"progress": "on_track", "note": "Budgettet kom", "version": 2})
    page = as_editor.get(f"/strategies/initiatives/{initiative.pk}/").content.decode()
    assert page.index("Budgettet kom") < page.index("Venter på budgettet")


@pytest.mark.parametrize("first", ["on_track", "off_track"])
def test_whoever_reports_second_sees_what_the_first_said_and_keeps_the_note(
    as_editor: Client, initiative: Initiative, editor: User, first: str
) -> None:
    Initiative.objects.update(progress="on_track")
    address = f"/strategies/initiatives/{initiative.pk}/status/"
    form = {"progress": "done", "note": "Min note", "version": 2}
    report_progress(
        record=initiative, progress=Progress(first), note="En andens note", user=editor, on=date(2026, 5, 1)
    )
    response = as_editor.post(address, form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "En andens note" in page
    assert "Min note</textarea>" in page
    assert StatusUpdate.objects.count() == 1
    assert as_editor.post(address, form | {"version": 3}).status_code == 302
    assert StatusUpdate.objects.count() == 2


def test_a_report_that_does_not_say_what_it_was_opened_on_is_refused(
    as_editor: Client, initiative: Initiative
) -> None:
    address = f"/strategies/initiatives/{initiative.pk}/status/"
    assert as_editor.post(address, {"progress": "done", "note": "Færdig"}).status_code == 400
    assert as_editor.post(address).status_code == 400
    assert not StatusUpdate.objects.exists()


def test_in_place_the_form_comes_alone_and_leaves_the_new_state_behind(
    as_editor: Client, initiative: Initiative
) -> None:
    address = f"/strategies/initiatives/{initiative.pk}/status/"
    form = as_editor.get(address, headers=IN_A_ROW).content.decode()
    assert "<html" not in form
    assert f'hx-post="{address}"' in form
    response = as_editor.post(address, {"progress": "done", "note": "", "version": 1}, headers=IN_A_ROW)
    assert (response.status_code, "<html" in response.content.decode()) == (422, False)
    response = as_editor.post(address, {"progress": "done", "note": "Indviet", "version": 1}, headers=IN_A_ROW)
    row = response.content.decode()
    assert response.status_code == 200
    assert "announce" in response["HX-Trigger"]
    assert "<html" not in row
    assert "<ol" not in row
    assert "Indviet" in row
    assert "data-focus" in row


def test_on_its_own_page_the_whole_section_is_renewed(as_editor: Client, initiative: Initiative, editor: User) -> None:
    report_progress(record=initiative, progress=Progress.ON_TRACK, note="Før", user=editor, on=date(2026, 5, 1))
    address = f"/strategies/initiatives/{initiative.pk}/"
    response = as_editor.post(
        f"{address}status/", {"progress": "done", "note": "Efter", "version": 2}, headers=IN_ITS_SECTION
    )
    section = response.content.decode()
    assert section.index("Efter") < section.index("Før")
    cancelled = as_editor.get(address, headers=IN_ITS_SECTION).content.decode()
    assert "<html" not in cancelled
    assert "Efter" in cancelled


def test_what_was_said_cannot_be_thrown_away_alone(as_editor: Client, initiative: Initiative, editor: User) -> None:
    update = report_progress(
        record=initiative, progress=Progress.DONE, note="Færdig", user=editor, on=date(2026, 5, 1)
    )
    response = as_editor.post(f"/trash/strategy.statusupdate/{update.pk}/", {"version": 1})
    assert response.status_code == 409
    assert StatusUpdate.objects.filter(pk=update.pk).exists()
    initiative.move_to_trash()
    assert not StatusUpdate.objects.filter(pk=update.pk).exists()
    initiative.restore()
    assert StatusUpdate.objects.filter(pk=update.pk).exists()


def test_the_database_itself_refuses_an_update_about_nothing_or_about_two_things(initiative: Initiative) -> None:
    said = {"progress": Progress.DONE, "note": "Færdig", "made_on": date(2026, 5, 1)}
    action = ActionItemFactory(plan=ActionPlanFactory(strategy=initiative.strategy))
    for targets in [{}, {"initiative": initiative, "action_item": action}]:
        with pytest.raises(IntegrityError, match="status_update_has_one_target"), transaction.atomic():
            StatusUpdate.objects.create(**said, **targets)


def test_the_database_itself_refuses_an_update_without_a_note(initiative: Initiative) -> None:
    with pytest.raises(IntegrityError, match="status_update_has_a_note"), transaction.atomic():
        StatusUpdate.objects.create(initiative=initiative, progress=Progress.DONE, note="", made_on=date(2026, 5, 1))


# --- on other pages


def test_a_partner_and_a_network_show_the_initiatives_that_name_them(
    as_editor: Client, initiative: Initiative, owner: Organisation
) -> None:
    partnership, network = PartnershipFactory(owner=owner), NetworkFactory()
    initiative.partnerships.add(partnership)
    initiative.taking_part.add(partnership.partner)
    initiative.networks.add(network)
    ActionItemFactory(
        plan=ActionPlanFactory(strategy=initiative.strategy), initiative=initiative, title="Find lokaler"
    )
    for address in [f"/organisations/{partnership.partner_id}/", f"/partnerships/{partnership.pk}/"]:
        page = as_editor.get(address).content.decode()
        assert page.count("1.a Internationalt hus</a>") == 1
        assert "Find lokaler</a>" in page
    assert "1.a Internationalt hus</a>" in as_editor.get(f"/networks/{network.pk}/").content.decode()
