"""What all tests share: an owner with one person in each role, and a client logged in as the editor."""

import tempfile
from collections.abc import Callable

import hypothesis
import pgtrigger
import pytest
import pytest_django
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase

from portal.access import RoleKind
from portal.models import Organisation, User
from tests.factories import OwnerFactory, RoleFactory

# How quick the machine is, is no question to a test. Where `CI` is set the examples are the same on every run.
hypothesis.settings.register_profile(
    "portal", hypothesis.settings(), deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True  # no collectstatic before the tests
    settings.MEDIA_ROOT = tempfile.mkdtemp()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: from the first of them on, Playwright's loop keeps Django from its database."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(autouse=True, scope="session")
def _history_may_be_flushed() -> None:
    """Tests that commit are cleaned up by TRUNCATE, which history refuses everywhere else."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with pgtrigger.ignore():
            flush(self)

    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a process keeps for a minute would expire in the middle of some test or other."""
    for name in ("process", "public"):
        caches[name].clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Keys of five digits, so that one written as people read numbers ("12.345") is noticed."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT setval(seqrelid, 12345) FROM pg_sequence")


@pytest.fixture
def owner(db: None) -> Organisation:
    return OwnerFactory(name="Aalborg Kommune")


@pytest.fixture
def user_with(owner: Organisation) -> Callable[..., User]:
    """Makes a user with a role at the owner, or at another one."""

    def make(kind: RoleKind, *, at: Organisation = owner) -> User:
        return RoleFactory(kind=kind, owner=at).user

    return make


@pytest.fixture
def editor(user_with: Callable[..., User]) -> User:
    return user_with(RoleKind.EDITOR)


@pytest.fixture
def reader(user_with: Callable[..., User]) -> User:
    return user_with(RoleKind.READER)


@pytest.fixture
def secretariat(user_with: Callable[..., User]) -> User:
    return user_with(RoleKind.SECRETARIAT)


@pytest.fixture
def director(user_with: Callable[..., User]) -> User:
    return user_with(RoleKind.DIRECTOR)


@pytest.fixture
def administrator(user_with: Callable[..., User]) -> User:
    return user_with(RoleKind.ADMINISTRATOR)


@pytest.fixture
def stranger(user_with: Callable[..., User]) -> User:
    """An administrator, but of another owner."""
    return user_with(RoleKind.ADMINISTRATOR, at=OwnerFactory())


@pytest.fixture
def as_secretariat(client: Client, secretariat: User) -> Client:
    client.force_login(secretariat)
    return client


@pytest.fixture
def as_editor(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client
