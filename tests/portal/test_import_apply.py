"""Imports carried out and taken back: all or nothing, in the history, once, and the same again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import enumerate as threads
from time import monotonic, sleep
from typing import Any

import pghistory
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from partnerships.models import Partnership
from portal.imports.preview import counts
from portal.imports.running import STALLED_AFTER, check_run, claim_apply, claim_check, has_stalled, start
from portal.models import ImportRun, Organisation, Population, RunState, Topic, User
from tests.factories import (
    AgreementFactory,
    CountryFactory,
    OrganisationFactory,
    PartnershipFactory,
    RoleFactory,
    TopicFactory,
)
from tests.importing import acts, carry_out, check_again, checked, importer, take_back

pytestmark = pytest.mark.django_db

TWINS = "Partner;Kind;Since;Topics\nRendsburg;twin_city;1951;Kultur\nLerum;twin_city;1946;\n"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def places(owner: Organisation) -> None:
    TopicFactory(name_da="Kultur", name_en="Culture")
    TopicFactory(name_da="Sundhed", name_en="Health")
    for name in ("Rendsburg", "Lerum", "Tulle"):
        OrganisationFactory(name=name)


def state(owner: Organisation) -> list[tuple[Any, ...]]:
    """All that the file can have to do with, as it stands."""
    rows = Partnership.objects.filter(owner=owner).order_by("partner__name").prefetch_related("topics", "partner")
    return [(row.pk, row.partner.name, row.since, [topic.name_da for topic in row.topics.all()]) for row in rows]


@pytest.mark.usefixtures("places")
def test_an_import_is_one_entry_of_the_history(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    carry_out(run, editor)
    assert run.state == RunState.DONE
    assert [row[1:] for row in state(owner)] == [("Lerum", "1946", []), ("Rendsburg", "1951", ["Kultur"])]
    events = [event for row in Partnership.objects.all() for event in row.events.all()]
    assert {event.pgh_context_id for event in events} == {run.context_id}
    assert {event.pgh_context["reason"] for event in events} == {"Import: fil.csv"}
    assert {event.pgh_context["user"] for event in events} == {editor.pk}
    assert {row.record_id for row in run.rows.all()} == {row[0] for row in state(owner)}


@pytest.mark.usefixtures("places")
def test_the_same_file_again_changes_nothing(editor: User, owner: Organisation) -> None:
    carry_out(checked("partnership", TWINS, editor, owner=owner), editor)
    before, versions = state(owner), list(Partnership.objects.values_list("pk", "version"))
    again = checked("partnership", TWINS, editor, owner=owner)
    assert acts(again) == {"unchanged": 2}
    carry_out(again, editor)
    assert state(owner) == before
    assert list(Partnership.objects.values_list("pk", "version")) == versions


@pytest.mark.usefixtures("places")
def test_undone_and_run_again_it_gives_the_same(editor: User, owner: Organisation) -> None:
    known = PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="Lerum"), since="1900")
    known.topics.add(Topic.objects.get(name_da="Sundhed"))
    before = state(owner)
    run = checked("partnership", TWINS, editor, owner=owner)
    assert acts(run) == {"new": 1, "changed": 1}
    carry_out(run, editor)
    after = state(owner)
    assert [row[1:] for row in after] == [("Lerum", "1946", []), ("Rendsburg", "1951", ["Kultur"])]
    take_back(run, editor)
    assert run.state == RunState.UNDONE
    assert state(owner) == before
    assert Partnership.trashed().count() == 1
    again = checked("partnership", TWINS, editor, owner=owner)
    carry_out(again, editor)
    assert state(owner) == after
    take_back(again, editor)
    assert state(owner) == before


@pytest.mark.usefixtures("places")
def test_a_run_that_was_undone_can_be_checked_and_carried_out_anew(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    carry_out(run, editor)
    after = state(owner)
    take_back(run, editor)
    check_again(run, editor)
    carry_out(run, editor)
    assert state(owner) == after


@pytest.mark.usefixtures("places")
def test_figures_whose_day_is_unique_also_in_the_trash_come_back(editor: User) -> None:
    text = "Organisation;Counted on;Inhabitants\nTulle;2026-01-01;1.304.253\n"
    run = checked("population", text, editor)
    carry_out(run, editor)
    figure = Population.objects.get()
    take_back(run, editor)
    carry_out(checked("population", text, editor), editor)
    assert Population.objects.get() == figure
    assert figure.inhabitants == 1_304_253


@pytest.mark.usefixtures("places")
def test_refused_rows_are_left_out(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS + "Ukendt;twin_city;;\n", editor, owner=owner)
    carry_out(run, editor)
    assert len(state(owner)) == 2


@pytest.mark.usefixtures("places")
def test_a_record_changed_since_the_preview_stops_the_whole_import(editor: User, owner: Organisation) -> None:
    known = PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="Lerum"))
    run = checked("partnership", TWINS, editor, owner=owner)
    Partnership.objects.filter(pk=known.pk).update(source="En anden skrev dette imens")
    carry_out(run, editor)
    assert (run.state, len(state(owner))) == (RunState.FAILED, 1)
    assert "3" in run.message
    check_again(run, editor)
    carry_out(run, editor)
    assert (run.state, len(state(owner))) == (RunState.DONE, 2)


@pytest.mark.usefixtures("places")
def test_a_record_made_since_the_preview_stops_the_whole_import(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="Lerum"))
    carry_out(run, editor)
    assert (run.state, len(state(owner))) == (RunState.FAILED, 1)


@pytest.mark.usefixtures("places")
def test_a_right_lost_since_the_preview_stops_the_import(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    editor.roles.update(kind="reader")
    carry_out(run, User.objects.get(pk=editor.pk))
    assert (run.state, state(owner)) == (RunState.FAILED, [])


@pytest.mark.usefixtures("places")
def test_only_one_of_two_posts_gets_to_do_it(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    assert claim_apply(run)
    assert not claim_apply(run)
    assert not claim_check(run)


@pytest.mark.usefixtures("places")
def test_work_that_a_dead_process_left_can_be_started_again(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    assert claim_apply(run)
    assert not has_stalled(run)
    ImportRun.objects.filter(pk=run.pk).update(moved_at=timezone.now() - STALLED_AFTER - timedelta(seconds=1))
    run.refresh_from_db()
    assert has_stalled(run)
    carry_out(run, editor)
    assert run.state == RunState.DONE


@pytest.mark.usefixtures("places")
def test_an_import_that_others_have_worked_on_is_not_undone(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    carry_out(run, editor)
    with pghistory.context(reason="Rettet bagefter"):
        Partnership.objects.filter(partner__name="Lerum").update(source="En anden kilde")
    take_back(run, editor)
    assert run.state == RunState.DONE
    assert "Lerum" in run.message
    assert "Rendsburg" not in run.message
    assert len(state(owner)) == 2


@pytest.mark.usefixtures("places")
def test_what_is_in_use_is_not_undone(editor: User, owner: Organisation) -> None:
    run = checked("partnership", TWINS, editor, owner=owner)
    carry_out(run, editor)
    AgreementFactory(partnership=Partnership.objects.get(partner__name="Lerum"), title="Den nye aftale")
    take_back(run, editor)
    assert run.state == RunState.DONE
    assert "Den nye aftale" in run.message
    assert len(state(owner)) == 2


def test_places_first_and_then_what_we_have_with_them(administrator: User, owner: Organisation) -> None:
    """A list of twin towns, as it comes: first the towns, then the partnerships, and all the way back."""
    CountryFactory(code="SE", name_da="Sverige", name_en="Sweden")
    CountryFactory(code="CN", name_da="Kina", name_en="China")
    rows = "Aalborg;Karlskoga;Sweden\nAalborg;Hefei;People's Republic of China\n"
    towns = checked("organisation", f"Hjemsted;Name;Land\n{rows}", administrator, kind="By")
    carry_out(towns, administrator)
    assert set(Organisation.objects.exclude(pk=owner.pk).values_list("name", "country")) == {
        ("Karlskoga", "SE"), ("Hefei", "CN"),
    }  # fmt: skip
    pairs = checked("partnership", f"Hjemsted;Partner;Land\n{rows}", administrator, owner=owner, kind="Venskabsby")
    carry_out(pairs, administrator)
    assert [row[1] for row in state(owner)] == ["Hefei", "Karlskoga"]
    take_back(towns, administrator)
    assert "Karlskoga" in towns.message  # in use by its partnership
    take_back(pairs, administrator)
    take_back(towns, administrator)
    assert (towns.state, Organisation.objects.count()) == (RunState.UNDONE, 1)


PAIRS = """
origincityLabel;origincountry;sistercityLabel;destination_countryLabel
Aalborg;Sweden;Fredrikstad;Norway
Aalborg;Sweden;Hefei;People's Republic of China
Horsens;Sweden;Gjøvik;Norway
Horsens;Sweden;Karlskoga;Sweden
Horsens;Sweden;Gävle;Sweden
Næstved;Sweden;Gävle;Sweden
Næstved;Sweden;Gjøvik;Norway
"""


def test_a_foreign_file_of_twin_towns_is_imported_undone_and_imported_again(
    owner: Organisation, tmp_path: Path
) -> None:
    """Wide, tab-separated, with towns that come again and a column that is wrong in every row: as such files are."""
    call_command("reference", verbosity=0)
    path = tmp_path / "twin_towns.tsv"
    path.write_text(PAIRS.strip().replace(";", "\t"))
    arguments = ["--map", "name=sistercityLabel", "--map", "country=destination_countryLabel", "--set", "kind=By"]
    call_command("import", "organisation", str(path), *arguments, "--repeats", verbosity=0)
    assert counts(ImportRun.objects.get()) == {"new": 5, "changed": 0, "unchanged": 2, "refused": 0}
    origins = ["--map", "name=origincityLabel", "--set", "country=Danmark", "--set", "kind=municipality", "--repeats"]
    call_command("import", "organisation", str(path), *origins)
    arguments = ["--map", "partner=sistercityLabel", "--set", "kind=twin_city", "--repeats", "--owner", owner.name]
    call_command("import", "partnership", str(path), *arguments)
    pairs = ImportRun.objects.latest("pk")
    made = set(Partnership.objects.values_list("pk", "partner__name"))
    assert made
    call_command("import", "--undo", str(pairs.pk))
    assert not Partnership.objects.exists()
    call_command("import", "partnership", str(path), *arguments)
    assert set(Partnership.objects.values_list("pk", "partner__name")) == made


def test_the_command_can_rehearse_insist_and_take_back(owner: Organisation, tmp_path: Path) -> None:
    OrganisationFactory(name="Rendsburg")
    RoleFactory(owner=owner, user__email="mette@aalborg.example")
    path = tmp_path / "venskabsbyer.csv"
    path.write_text("Partner;Type\nRendsburg;Venskabsby\nUkendt;Venskabsby\n")
    arguments = ["partnership", str(path), "--owner", "aalborg kommune", "--user", "Mette@aalborg.example"]
    call_command("import", *arguments, "--dry-run")
    with pytest.raises(CommandError, match="refused"):
        call_command("import", *arguments, "--strict")
    assert not Partnership.objects.exists()
    call_command("import", *arguments)
    assert Partnership.objects.get().events.get().pgh_context["user"] == User.objects.get().pk
    number = ImportRun.objects.latest("pk").pk
    call_command("import", "--undo", str(number))
    assert not Partnership.objects.exists()
    with pytest.raises(CommandError):
        call_command("import", "--undo", str(number))
    with pytest.raises(CommandError, match="--owner"):
        call_command("import", *arguments[:2], "--owner", "Ukendt Kommune")


def test_files_are_deleted_after_a_month_and_the_import_can_still_be_undone(editor: User, tmp_path: Path) -> None:
    CountryFactory()
    run = checked("organisation", "Name;Country;Kind\nTulle;DK;city\n", editor)
    carry_out(run, editor)
    call_command("delete_import_files", verbosity=0)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=31))
    call_command("delete_import_files", verbosity=0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    run.refresh_from_db()
    take_back(run, editor)
    assert run.state == RunState.UNDONE


@pytest.mark.django_db(transaction=True)
def test_work_in_a_thread_shows_its_progress_and_closes_its_connection(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.imports.running.SECONDS_BETWEEN_WORDS", 60)
    CountryFactory()
    rows = "".join(f"Sted {number};DK;city\n" for number in range(700))
    run = checked("organisation", f"Name;Country;Kind\n{rows}", editor)
    ImportRun.objects.filter(pk=run.pk).update(progress=0)
    assert claim_check(run)
    start(check_run, importer("organisation"), run, editor)
    for thread in threads():
        if thread.name == f"import-{run.pk}":
            thread.join(30)
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert run.progress == 500  # told at the first helping; the next came too soon after it
    deadline = monotonic() + 20
    while connections_to_the_database() > 1:  # the server needs a moment to see that one is closed
        assert monotonic() < deadline, "the thread has left its connection open"
        sleep(0.05)


def connections_to_the_database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]
