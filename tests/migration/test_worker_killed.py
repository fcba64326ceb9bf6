"""`kill -9` of the worker in the middle of a move: everybody has one invitation in the end.

A real worker, a real database, and a local Atlassian that counts. With MIGRATED_PEOPLE=5000 it
measures; `pytest -s` shows what it took.
"""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from accounts.actors import Actor
from migration.actions import course, people, wizard
from migration.models import SiteMigration
from tests.launch.running import SECONDS_TO_START, wait_until
from tests.launch.working import StartWorker, workers
from tests.make import make_user
from tests.migration.asking import make_people, statuses
from tests.migration.signing_in import grant_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PEOPLE = int(os.environ.get("MIGRATED_PEOPLE", "200"))
REASONS = ("User is managed by another organization", "Address rejected: mailing list")
SILENT = 6  # seconds until a worker counts as dead, and its jobs are given to another
SECONDS_TO_SHOW = 2
SECONDS = SECONDS_TO_START + PEOPLE // 10


@pytest.fixture
def start_worker(atlassian, tmp_path) -> Iterator[StartWorker]:
    """Starts workers; whichever is left is ended."""
    with workers(
        SECRET_KEY=settings.SECRET_KEY,
        MUSTER_DATA=tmp_path,
        ATLASSIAN_AUTH_URL=atlassian.url,
        ATLASSIAN_API_URL=atlassian.url,
        ATLASSIAN_SECONDS_TO_SHOW=SECONDS_TO_SHOW,
        OUTGOING_ALLOW="localhost",
        WORKER_SILENT_SECONDS=SILENT,
    ) as start:
        yield start


@pytest.fixture
def refused(atlassian) -> dict[str, str]:
    """Every fiftieth is refused, with one reason or another."""
    reasons = {
        f"crowd{number}@acme.example": REASONS[number // 50 % 2]
        for number in range(7, PEOPLE + 1, 50)
    }
    atlassian.do("refuse", **reasons)
    return reasons


@pytest.fixture
def started(atlassian, connected, refused) -> SiteMigration:
    """A move of everybody to the site acme that has just begun."""
    olive = make_user("Olive Owner", role="owner")
    by = Actor.of_user(olive)
    atlassian.site("acme", admins=(olive.username,))
    grant_to(olive, atlassian)
    make_people(PEOPLE)
    migration = wizard.begin("atlassian", by=by)
    wizard.choose_site(migration, "acme", version=migration.version, by=by)
    return course.start(migration, version=migration.version, by=by)


def test_everybody_has_one_invitation(started, atlassian, refused, start_worker):
    atlassian.do("forget_calls")
    # Each invitation is carried out, and answered a moment later: there the worker dies.
    atlassian.do("fail", "invite", {"after": True, "wait": 0.2, "times": 4})
    began = time.monotonic()
    worker = start_worker()
    wait_until(lambda: atlassian.told["calls"].get("invite", 0) >= 3, SECONDS)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert 0 < len(atlassian.told["invitations"]) < PEOPLE
    assert started.moves.filter(asked_at__isnull=False).exists()

    start_worker()
    failed, invited = len(refused), PEOPLE - len(refused)
    all_done = {"connected": 1, "invited": invited, "failed": failed}
    wait_until(lambda: statuses(started) == all_done, SECONDS)
    took, told = time.monotonic() - began, atlassian.told
    reasons = started.moves.filter(status="failed").values_list("email", "reason")
    assert dict(reasons) == refused
    assert set(told["invitations"].values()) == {1}
    assert len(told["invitations"]) == invited
    print(f"\n{PEOPLE} people in {took:.0f} s, killed once: {told['calls']}")

    atlassian.do("refuse_nobody")
    assert people.retry(started, by=Actor.system()) == failed
    wait_until(lambda: statuses(started) == {"connected": 1, "invited": PEOPLE}, SECONDS)
    assert set(atlassian.told["invitations"].values()) == {1}
    assert len(atlassian.told["invitations"]) == PEOPLE
