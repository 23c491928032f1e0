"""No save goes over what its writer never saw, and none is made twice."""

import re
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from partnerships.models import Agreement, Partnership
from portal.models import Organisation, User
from tests.factories import OrganisationFactory, PartnershipFactory, TopicFactory

pytestmark = pytest.mark.django_db

WRITERS, ROUNDS = 16, 2


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Gdynia"), source="Først")


def form_class_of(partnership: Partnership, **typed: object) -> dict[str, object]:
    """What the form of a partnership posts, with something else typed here and there."""
    return {"owner": partnership.owner_id, "partner": "Gdynia", "kind": "twin_city", "status": "active", **typed}


def by_save(partnership: Partnership) -> None:
    partnership.source = "Ny"
    partnership.save()


def by_update(partnership: Partnership) -> None:
    Partnership.objects.update(source="Ny")


def by_bulk_update(partnership: Partnership) -> None:
    partnership.source = "Ny"
    Partnership.objects.bulk_update([partnership], ["source"])


def by_sql(partnership: Partnership) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_partnership SET source = 'Ny'")


WRITES = [by_save, by_update, by_bulk_update, by_sql]


@pytest.mark.parametrize("write", WRITES)
def test_every_kind_of_write_moves_the_version_by_one(
    write: Callable[[Partnership], None], partnership: Partnership
) -> None:
    write(partnership)
    partnership.refresh_from_db()
    assert partnership.version == 2


@pytest.mark.parametrize("write", WRITES)
def test_a_write_that_changes_nothing_leaves_the_version(
    write: Callable[[Partnership], None], partnership: Partnership
) -> None:
    Partnership.objects.update(source="Ny")
    partnership.refresh_from_db()
    write(partnership)
    partnership.refresh_from_db()
    assert partnership.version == 2


def test_nobody_can_set_the_version_back(partnership: Partnership) -> None:
    Partnership.objects.update(source="Ny", version=1)
    partnership.refresh_from_db()
    assert partnership.version == 2


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "to"}, {"version": "1.0"}])
def test_a_save_without_a_version_is_refused(
    version: dict[str, str], as_editor: Client, partnership: Partnership
) -> None:
    address = f"/partnerships/{partnership.pk}/edit/"
    assert as_editor.post(address, form_class_of(partnership, source="Ny") | version).status_code == 400
    assert as_editor.post(f"/trash/partnerships.partnership/{partnership.pk}/", version).status_code == 400
    partnership.refresh_from_db()
    assert (partnership.source, partnership.deleted_at) == ("Først", None)


def test_an_empty_post_is_a_save_without_a_version(as_editor: Client, partnership: Partnership) -> None:
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/").status_code == 400


@pytest.mark.parametrize("version", ["0", "-1", "2", "99999999999999999999"])
def test_a_save_of_another_version_is_a_clash(version: str, as_editor: Client, partnership: Partnership) -> None:
    form = form_class_of(partnership, source="Min", version=version)
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", form).status_code == 409
    partnership.refresh_from_db()
    assert partnership.source == "Først"


def test_a_save_of_the_version_on_screen_succeeds(as_editor: Client, partnership: Partnership) -> None:
    form = form_class_of(partnership, source="Min", version=1)
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", form).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.source, partnership.version) == ("Min", 2)


def test_a_save_that_only_changes_topics_moves_the_version(as_editor: Client, partnership: Partnership) -> None:
    form = form_class_of(partnership, source="Først", version=1, topics=[TopicFactory().pk])
    assert as_editor.post(f"/partnerships/{partnership.pk}/edit/", form).status_code == 302
    partnership.refresh_from_db()
    assert partnership.version == 2


def test_a_clash_under_a_post_that_is_also_invalid_is_still_a_clash(
    as_editor: Client, partnership: Partnership
) -> None:
    Partnership.objects.update(source="Anden")
    form = form_class_of(partnership, since="i går", version=1)
    response = as_editor.post(f"/partnerships/{partnership.pk}/edit/", form)
    assert response.status_code == 409
    assert 'value="i går"' in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_save_at_once_one_wins_and_the_others_are_told(editor: User, partnership: Partnership) -> None:
    """Each round all writers see the same number and add one to it, so a lost update is a missing one in the end.

    Each writes it in words of their own: who writes the same as the winner has nothing to lose.
    """
    address = f"/partnerships/{partnership.pk}/edit/"
    Partnership.objects.update(source="0")
    form, everybody = form_class_of(partnership), Barrier(WRITERS, timeout=30)

    def write(name: int) -> list[int]:
        client = Client()
        client.force_login(editor)
        answers = []
        try:
            for _round in range(ROUNDS):
                page = client.get(address).content.decode()
                version = re.search(r'name="version" value="(\d+)"', page)[1]
                number = int(re.search(r'name="source" value="(\d+)[^"]*"', page)[1])
                everybody.wait()
                answer = client.post(address, form | {"version": version, "source": f"{number + 1} of {name}"})
                answers.append(answer.status_code)
                everybody.wait()
        finally:
            connection.close()
        return answers

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = [
            code for writer in [pool.submit(write, name) for name in range(WRITERS)] for code in writer.result()
        ]
    assert Counter(answers) == {302: ROUNDS, 409: ROUNDS * (WRITERS - 1)}
    partnership.refresh_from_db()
    assert (partnership.source.split()[0], partnership.version) == (str(ROUNDS), ROUNDS + 2)


@pytest.mark.django_db(transaction=True)
def test_sixteen_posts_of_one_new_form_make_one_record(editor: User, owner: Organisation) -> None:
    partner = OrganisationFactory(name="Gdynia")
    form = {"owner": owner.pk, "partner": partner.pk, "kind": "twin_city", "status": "active"}
    form["creation_key"] = str(uuid.uuid4())
    everybody = Barrier(WRITERS, timeout=30)

    def write() -> str:
        client = Client()
        client.force_login(editor)
        everybody.wait()
        try:
            answer = client.post("/partnerships/new/", form)
            return answer.headers.get("Location", str(answer.status_code))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = {writer.result() for writer in [pool.submit(write) for _ in range(WRITERS)]}
    assert answers == {f"/partnerships/{Partnership.objects.get().pk}/"}


def test_a_new_forms_key_is_its_own(as_editor: Client, owner: Organisation) -> None:
    keys = {as_editor.get("/partnerships/new/").context["form"]["creation_key"].value() for _ in range(3)}
    assert len(keys) == 3


def test_a_repeated_post_leads_to_the_first_result(as_editor: Client, partnership: Partnership) -> None:
    form = {
        "partnership": partnership.pk,
        "title": "Venskabsaftale",
        "kind": "friendship",
        "stage": "signed",
        "term_kind": "open",
        "notice_unit": "months",
        "notice_boundary": "day",
        "creation_key": str(uuid.uuid4()),
    }
    form["term_kind"] = Agreement._meta.get_field("term_kind").choices[0][0]
    first = as_editor.post("/agreements/new/", form | {"ends_on": "2030-12-31"})
    again = as_editor.post("/agreements/new/", form | {"ends_on": "2030-12-31", "title": "Rettet"})
    assert first.status_code == 302
    assert again["Location"] == first["Location"]
    assert Agreement.objects.get().title == "Venskabsaftale"


def test_a_repeated_post_after_the_record_went_into_the_trash_makes_no_second_one(
    as_editor: Client, owner: Organisation
) -> None:
    partner = OrganisationFactory(name="Gdynia")
    form = {"owner": owner.pk, "partner": partner.pk, "kind": "twin_city", "status": "active"}
    form["creation_key"] = str(uuid.uuid4())
    as_editor.post("/partnerships/new/", form)
    Partnership.objects.get().move_to_trash()
    assert as_editor.post("/partnerships/new/", form).status_code == 302
    assert Partnership.with_trash.count() == 1
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("key", ["x", "0", "123", "'; DROP TABLE"])
def test_an_invalid_key_is_an_invalid_form(key: str, as_editor: Client, owner: Organisation) -> None:
    form = {"owner": owner.pk, "partner": OrganisationFactory().pk, "kind": "twin_city", "status": "active"}
    assert as_editor.post("/partnerships/new/", form | {"creation_key": key}).status_code == 422
    assert not Partnership.objects.exists()
