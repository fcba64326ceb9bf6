"""The cast: olive owns, ada administers, tom runs the team Payments, ben is in it, eve isn't."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings

from accounts.models import User
from teams.models import Team
from tests.make import make_team, make_user

pytest_plugins = ["tests.database", "tests.browser", "tests.no_skips"]

LONG = ("launch", "hostile")  # directories


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: at the end no process has one while others have none."""
    long = {item.path for item in items if is_long(item)}
    items.sort(key=lambda item: item.path not in long)


def is_long(item: pytest.Item) -> bool:
    """Whether a test needs a browser, a server or many seconds."""
    served = "live_server" in getattr(item, "fixturenames", ())
    return served or bool(item.get_closest_marker("slow")) or item.path.parent.name in LONG


@pytest.fixture(scope="session", autouse=True)
def _quick_and_plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Cheap passwords, static files without a manifest, a base address the test client uses."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        # Without files, so that WhiteNoise has none to look through at each start.
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        SECURE_SSL_REDIRECT=False,
    ):
        yield


@pytest.fixture
def olive(db: None) -> User:
    return make_user("Olive Owner", role="owner")


@pytest.fixture
def ada(db: None) -> User:
    return make_user("Ada Admin", role="admin")


@pytest.fixture
def tom(db: None) -> User:
    return make_user("Tom Teamadmin")


@pytest.fixture
def ben(db: None) -> User:
    return make_user("Ben Member")


@pytest.fixture
def eve(db: None) -> User:
    return make_user("Eve Stranger")


@pytest.fixture
def payments(tom: User, ben: User) -> Team:
    return make_team("Payments", admins=[tom], members=[ben])


@pytest.fixture
def as_user():
    """A function that gives a client signed in as somebody."""

    def client_of(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of
