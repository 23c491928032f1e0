import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_balancer_gets_an_answer_without_login(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_an_unreachable_database_is_an_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ConnectionError

    monkeypatch.setattr("portal.views.health.connection.ensure_connection", refuse)
    client.raise_request_exception = False
    assert client.get("/healthz").status_code == 500
