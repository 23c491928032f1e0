"""Getting in and out, and what somebody who tries to get in learns: nothing."""

import re

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from portal.models import User
from tests.factories import PASSWORD, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    user = RoleFactory(user__email="anna@example.test").user
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, password: str, login: str = "anna@example.test", **extra: str) -> HttpResponse:
    return client.post("/login/", {"login": login, "password": password, **extra})


def test_the_right_password_leads_to_the_overview(client: Client, user: User) -> None:
    assert client.get("/").status_code == 302
    assert log_in(client, PASSWORD)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_the_address_may_be_written_in_capitals(client: Client, user: User) -> None:
    assert log_in(client, PASSWORD, "Anna@Example.Test").status_code == 302


def test_a_page_asked_for_is_opened_after_login(client: Client, user: User) -> None:
    assert client.get("/partnerships/")["Location"] == "/login/?next=/partnerships/"
    assert log_in(client, PASSWORD, next="/partnerships/")["Location"] == "/partnerships/"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", r"\\evil.example"]
)
def test_login_leads_nowhere_else(target: str, client: Client, user: User) -> None:
    assert log_in(client, PASSWORD, next=target)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(client: Client, user: User) -> None:
    answers = [log_in(Client(), "wrong password", login) for login in ("anna@example.test", "nobo@example.test")]
    pages = [
        re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", one.content.decode()) for one in answers
    ]
    assert pages[0].replace("anna", "nobo") == pages[1]
    assert answers[0].status_code == answers[1].status_code
    assert "ds-error-summary" in pages[0]


def test_a_user_who_has_been_switched_off_gets_no_further(client: Client, user: User) -> None:
    log_in(client, PASSWORD)
    User.objects.update(is_active=False)
    assert client.get("/").status_code == 302
    assert Client().post("/login/", {"login": user.email, "password": PASSWORD}).headers.get("Location") != "/"


def test_after_five_wrong_passwords_the_right_one_is_refused_too(client: Client, user: User) -> None:
    for _attempt in range(5):
        log_in(client, "wrong password")
    assert log_in(client, PASSWORD).status_code != 302
    assert client.get("/").status_code == 302


def test_the_administration_has_no_login_of_its_own(client: Client, user: User) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    response = client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")
    assert client.get("/admin/").status_code == 302


def test_logging_out_takes_a_post(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get("/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/").status_code == 302


def test_logging_out_leads_nowhere_else(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.post("/logout/", {"next": "//evil.example"})["Location"] == "/login/"


def test_the_login_gives_a_new_session(client: Client, user: User) -> None:
    client.get("/login/")
    before = client.session.session_key
    log_in(client, PASSWORD)
    assert client.session.session_key != before


def test_an_expired_login_moves_the_whole_page_of_an_htmx_call(client: Client) -> None:
    response = client.get("/partnerships/", headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Redirect"].startswith("/login/")


def test_nobody_can_sign_up(client: Client) -> None:
    for address in ("/signup/", "/accounts/signup/", "/login/signup/"):
        assert client.get(address).status_code in (302, 404)
    assert not User.objects.exists()


def test_a_forgotten_password_gets_the_same_answer_whether_the_user_exists_or_not(client: Client, user: User) -> None:
    known = client.post("/password/reset/", {"email": user.email})
    unknown = Client().post("/password/reset/", {"email": "nobody@example.test"})
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"] == "/password/reset/done/"


@pytest.mark.parametrize("key", ["x-y", "1-set-password", "zzzzzzzzzzzzzzzzzzzzz-abc", "%00-%00", "æ-ø"])
def test_a_made_up_link_for_a_new_password_is_told_to_be_dead(key: str, client: Client) -> None:
    assert client.get(f"/password/reset/{key}/", follow=True).status_code == 200


def test_a_login_without_any_role_sees_empty_pages(client: Client) -> None:
    client.force_login(UserFactory())
    for address in ("/", "/partnerships/", "/agreements/", "/organisations/", "/trash/"):
        assert client.get(address).status_code == 200
    assert client.get("/partnerships/new/").status_code == 403


def test_a_post_from_another_site_is_refused(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post("/partnerships/new/", {}).status_code == 403
    assert client.post("/logout/").status_code == 403
    assert client.post("/language/", {"language": "en"}).status_code == 403
