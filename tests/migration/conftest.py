"""A move to a practice site, of which olive is the admin, and its directory."""

import pytest

from accounts.actors import Actor
from migration import directories
from migration.actions import course, wizard
from migration.models import SiteMigration
from tests.migration.atlassian import atlassian, atlassian_process, connected  # noqa: F401
from tests.migration.scripted import Scripted


@pytest.fixture
def directory(db, monkeypatch) -> Scripted:
    """The practice directory, which counts its calls and fails as it is told."""
    scripted = Scripted()
    monkeypatch.setattr(directories, "named", lambda key: scripted)
    return scripted


@pytest.fixture
def begun(directory, olive) -> SiteMigration:
    """A move whose site is chosen, and that nobody has started."""
    by = Actor.of_user(olive)
    migration = wizard.begin("practice", by=by)
    names = {"first_name": "Olive", "last_name": "Owner"}
    wizard.create_site(migration, "acme-oncall", version=migration.version, by=by, **names)
    return migration


@pytest.fixture
def started(begun, olive) -> SiteMigration:
    """A move that was just started; no worker has taken it up."""
    return course.start(begun, version=begun.version, by=Actor.of_user(olive))
