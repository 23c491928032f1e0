"""Imports in the browser: from the file to the preview, to the records, and back."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from partnerships.models import Partnership
from portal.access import RoleKind
from portal.imports import running
from portal.models import ImportRun, Organisation, RowAct, RunState, User
from tests.factories import OrganisationFactory, OwnerFactory, PartnershipFactory
from tests.importing import carry_out, checked

pytestmark = pytest.mark.django_db

TWINS = "Partner;Type;Siden\nRendsburg;Venskabsby;1951\n=Lerum;Venskabsby;1946\nUkendt <by>;Venskabsby;\n"
KIND = "partnerships.partnership"


@pytest.fixture(autouse=True)
def _work_at_once(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the request, so that the test can see what comes of it; the thread has a test of its own."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(running, "start", lambda work, *arguments: work(*arguments))


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for name in ("Rendsburg", "=Lerum"):
        OrganisationFactory(name=name)


def upload(client: Client, text: str | bytes = TWINS, **data: Any) -> Any:
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("venskabsbyer.csv", content)
    return client.post(f"/imports/new/?kind={KIND}", {"kind": KIND, "file": file, **data})


def mapped(**columns: Any) -> dict[str, Any]:
    return {"column_partner": 0, "column_kind": 1, "column_since": 2, **columns}


@pytest.fixture
def run(editor: User, owner: Organisation) -> ImportRun:
    return checked(KIND, TWINS, editor, owner=owner)


def test_from_the_file_to_the_records_and_back(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner, partner=Organisation.objects.get(name="=Lerum"), since="1900")
    assert f'href="/imports/new/?kind={KIND}"' in as_editor.get("/partnerships/").text
    page = as_editor.get(f"/imports/new/?kind={KIND}")
    assert f'value="{KIND}" selected' in page.text
    answer = upload(as_editor)
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/imports/{run.pk}/mapping/"
    page = as_editor.get(answer["Location"])
    assert "Rendsburg" in page.text
    form = page.context["form"]
    guessed = {name: field.initial for name, field in form.fields.items() if field.initial}
    assert guessed == {"column_partner": "0", "column_kind": "1", "column_since": "2"}
    answer = as_editor.post(f"/imports/{run.pk}/mapping/", mapped(), follow=True)
    assert answer.redirect_chain == [(f"/imports/{run.pk}/", 302)]
    assert {act: count for act, _label, count in answer.context["acts"]} == {
        "new": 1, "changed": 1, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    changed = as_editor.get(f"/imports/{run.pk}/?act=changed").text
    assert "<del>1900</del> → <ins>1946</ins>" in changed
    assert "Ukendt &lt;by&gt;" in as_editor.get(f"/imports/{run.pk}/?act=refused").text
    answer = as_editor.post(f"/imports/{run.pk}/apply/", follow=True)
    assert Partnership.objects.count() == 2
    assert f'action="/imports/{run.pk}/undo/"' in answer.text
    assert run.name in as_editor.get("/imports/").text
    as_editor.post(f"/imports/{run.pk}/undo/")
    assert list(Partnership.objects.values_list("since", flat=True)) == ["1900"]
    run.refresh_from_db()
    assert run.state == RunState.UNDONE


def test_columns_that_no_field_is_taken_from_are_named(as_editor: Client) -> None:
    answer = upload(as_editor, "Partner;Type;Farve;Vægt\nRendsburg;Venskabsby;rød;7\n")
    assert "Disse kolonner bruges ikke: Farve, Vægt" in as_editor.get(answer["Location"]).text
    answer = as_editor.post(
        answer["Location"], {"column_partner": 0, "column_kind": 1, "column_source": 2}, follow=True
    )
    assert "Denne kolonne bruges ikke: Vægt" in answer.text
    as_editor.post(f"{answer.request['PATH_INFO']}apply/")
    assert "bruges ikke" not in as_editor.get(answer.request["PATH_INFO"]).text


@pytest.mark.parametrize("text", ["", "Partner;Partner\na;b\n", "Partner;Type\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_file_that_cannot_be_read_is_explained(as_editor: Client, text: str | bytes) -> None:
    answer = upload(as_editor, text)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"file"}
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_turned_away_unread(as_editor: Client) -> None:
    class Untouched(BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise AssertionError("somebody reads it")

    answer = as_editor.generic(
        "POST", "/imports/new/", **{"wsgi.input": Untouched(), "CONTENT_LENGTH": str(50 * 1024 * 1024)}
    )
    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_an_upload_needs_the_token_like_any_form(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert upload(client).status_code == 403


def test_a_kind_or_owner_that_is_not_the_users_is_refused(as_editor: Client, editor: User) -> None:
    assert upload(as_editor, kind="strategy.meeting").status_code == 422
    assert upload(as_editor, kind="banan").status_code == 422
    elsewhere = OwnerFactory()
    editor.roles.create(owner=elsewhere, kind=RoleKind.READER)
    editor.roles.create(owner=OwnerFactory(), kind=RoleKind.EDITOR)
    assert upload(as_editor, owner=elsewhere.pk).status_code == 422
    assert upload(as_editor, owner=editor.roles.first().owner_id).status_code == 302


def test_a_column_is_for_one_field_and_a_field_needs_a_column_or_a_value(as_editor: Client, run: ImportRun) -> None:
    address = f"/imports/{run.pk}/mapping/"
    answer = as_editor.post(address, {"column_kind": 1})
    assert answer.status_code == 422
    assert "Partner" in answer.context["form"].non_field_errors()[0]
    for wrong in ({"fixed_kind": "Venskabsby"}, {"column_kind": "", "fixed_kind": "Vrøvl"}):
        answer = as_editor.post(address, mapped(**wrong))
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"fixed_kind"}
    assert as_editor.post(address, mapped(column_kind="77")).status_code == 422
    answer = as_editor.post(address, mapped(column_kind="", fixed_kind="Partnerregion"), follow=True)
    assert answer.context["run"].fixed == {"kind": "Partnerregion"}
    row = answer.context["run"].rows.first()
    assert row.values["kind"] == "partner_region"


def test_the_import_can_be_had_only_whole(as_editor: Client, run: ImportRun) -> None:
    answer = as_editor.post(f"/imports/{run.pk}/apply/", {"strict": "on"})
    assert answer.status_code == 422
    assert not Partnership.objects.exists()


def test_a_second_post_does_nothing_twice(as_editor: Client, run: ImportRun) -> None:
    for _time in range(2):
        assert as_editor.post(f"/imports/{run.pk}/apply/").status_code == 302
    assert Partnership.objects.count() == 2
    for _time in range(2):
        assert as_editor.post(f"/imports/{run.pk}/undo/").status_code == 302
    assert Partnership.objects.count() == 0


def test_what_was_carried_out_is_not_mapped_or_checked_anew(as_editor: Client, run: ImportRun, editor: User) -> None:
    carry_out(run, editor)
    assert as_editor.get(f"/imports/{run.pk}/mapping/")["Location"] == f"/imports/{run.pk}/"
    as_editor.post(f"/imports/{run.pk}/check/")
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_progress_is_polled_and_said_at_each_quarter(as_editor: Client, run: ImportRun) -> None:
    running.claim_apply(run)
    ImportRun.objects.filter(pk=run.pk).update(progress=2)
    page = as_editor.get(f"/imports/{run.pk}/")
    assert 'hx-trigger="every 1s"' in page.text
    assert 'value="2"' in page.text
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
    part = as_editor.get(f"/imports/{run.pk}/?said=1", headers=htmx)
    assert "<html" not in part.text
    assert "data-announce" in part.text
    assert "said=2" in part.text
    assert "data-announce" not in as_editor.get(f"/imports/{run.pk}/?said=2", headers=htmx).text
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.DONE)
    assert as_editor.get(f"/imports/{run.pk}/?said=2", headers=htmx)["HX-Refresh"] == "true"


def test_stalled_work_is_recognised_and_started_again(as_editor: Client, run: ImportRun) -> None:
    running.claim_apply(run)
    ImportRun.objects.filter(pk=run.pk).update(moved_at=timezone.now() - timedelta(seconds=61))
    page = as_editor.get(f"/imports/{run.pk}/")
    assert "every 1s" not in page.text
    assert f'action="/imports/{run.pk}/apply/"' in page.text
    as_editor.post(f"/imports/{run.pk}/apply/")
    assert Partnership.objects.count() == 2


def test_refused_rows_come_as_a_workbook_with_what_is_wrong(as_editor: Client, run: ImportRun) -> None:
    run.rows.filter(number=3).update(act=RowAct.REFUSED, problems={"partner": "Nej.", "": "Slet ikke."})
    answer = as_editor.get(f"/imports/{run.pk}/refused/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["Partner", "Type", "Siden"]
    assert rows[1][:3] == ["=Lerum", "Venskabsby", "1946"]
    assert {"Nej.", "Slet"} <= set(rows[1][3].split())
    assert rows[2][0] == "Ukendt <by>"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_whose_import_it_is(
    client: Client, run: ImportRun, stranger: User, reader: User, user_with: Callable[..., User]
) -> None:
    addresses = [f"/imports/{run.pk}/", f"/imports/{run.pk}/mapping/", f"/imports/{run.pk}/refused/"]
    colleague = user_with(RoleKind.EDITOR)
    for user, status in ((stranger, 404), (reader, 403), (colleague, 200)):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [status] * 3
        assert (run.name in client.get("/imports/").text) == (status == 200)
    client.force_login(reader)
    assert client.get("/imports/new/").status_code == 403
    assert client.post(f"/imports/{run.pk}/apply/").status_code == 403
    assert "/imports/new/" not in client.get("/partnerships/").text


def test_an_import_of_shared_records_is_seen_by_whoever_made_it(client: Client, editor: User, user_with: Any) -> None:
    run = checked("organisation", "Navn;Land;Type\nTulle;DK;By\n", editor)
    client.force_login(user_with(RoleKind.EDITOR))
    assert client.get(f"/imports/{run.pk}/").status_code == 404
    client.force_login(editor)
    assert client.get(f"/imports/{run.pk}/").status_code == 200


def test_a_preview_of_many_rows_takes_no_more_queries(as_editor: Client, editor: User, owner: Organisation) -> None:
    def queries(rows: int) -> int:
        text = "Partner;Type;Siden\n"
        for number in range(rows):
            PartnershipFactory(owner=owner, partner__name=f"Sted {rows} {number}")
            text += f"Sted {rows} {number};Venskabsby;1951\n"
        run = checked(KIND, text, editor, owner=owner)
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(f"/imports/{run.pk}/?act=changed").status_code == 200
        return len(captured)

    assert queries(10) == queries(1)


def test_what_goes_wrong_unforeseen_is_said_and_nothing_is_written(
    as_editor: Client, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError(json.dumps("hemmelig"))

    monkeypatch.setattr(running, "apply", fail)
    page = as_editor.post(f"/imports/{run.pk}/apply/", follow=True)
    assert page.context["run"].state == RunState.FAILED
    assert "hemmelig" not in page.text
    assert f'action="/imports/{run.pk}/check/"' in page.text
