"""`kill -9` of the worker in the middle of a move, once when Atlassian has invited a batch and once
when it has not: everybody gets one invitation. A real worker, a local Atlassian that counts.

MOVE_PEOPLE=5000 does it with as many, and prints how long it took and what was asked.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings as muster
from django.db import connection

from accounts.actors import Actor
from migration import jobs
from migration.actions import course, wizard
from migration.actions.people import retry
from migration.models import SiteMigration, UserMove
from tests.launch.running import ROOT, SECONDS_TO_START, environment, wait_until
from tests.make import make_user
from tests.migration.asking import make_people, statuses
from tests.migration.signing_in import grant_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

OLIVE = "olive@acme.example"
PEOPLE = int(os.environ.get("MOVE_PEOPLE", "400"))
FAILING = PEOPLE // 50
REASON = "User is managed by another organization"
SILENT = 3  # seconds until a worker counts as dead, and its jobs are given to another


@pytest.fixture
def start_worker(atlassian, tmp_path) -> Iterator:
    """Starts workers that move people to the local Atlassian; whichever is left is ended."""
    workers = []

    def start() -> subprocess.Popen[bytes]:
        of = connection.settings_dict
        database = f"postgres://{of['USER']}@{quote(of['HOST'], safe='')}:{of['PORT']}/{of['NAME']}"
        worker = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "procrastinate", "worker"],
            cwd=ROOT,
            env=environment(
                DATABASE_URL=database,
                MUSTER_DATA=tmp_path,
                SECRET_KEY=muster.SECRET_KEY,
                WORKER_SILENT_SECONDS=SILENT,
                ATLASSIAN_API_URL=atlassian.url,
                ATLASSIAN_SECONDS_TO_SHOW=1,
                OUTGOING_ALLOW="localhost",
            ),
        )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


@pytest.fixture
def started(atlassian, connected) -> SiteMigration:
    """A move of olive and the crowd to the site acme, which has just begun."""
    olive = make_user("Olive Owner", role="owner")
    make_people(PEOPLE)
    failing = [f"crowd{number}@acme.example" for number in range(1, PEOPLE, PEOPLE // FAILING)]
    atlassian.do("refuse", **dict.fromkeys(failing[:FAILING], REASON))
    atlassian.site("acme", admins=(OLIVE,))
    grant_to(olive, atlassian)
    by = Actor.of_user(olive)
    migration = wizard.begin("atlassian", by=by)
    wizard.choose_site(migration, "acme", version=migration.version, by=by)
    return course.start(migration, version=migration.version, by=by)


def killed_at(call: int, atlassian, start_worker) -> None:
    """Start a worker and kill it while it waits for the answer to so many-th invitation."""
    worker = start_worker()
    told = lambda: atlassian.told["calls"].get("invite", 0)  # noqa: E731
    wait_until(lambda: told() >= call, SECONDS_TO_START + PEOPLE / 20)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def test_everybody_gets_one_invitation_and_a_retry_finishes(started, atlassian, start_worker):
    began = time.monotonic()
    some = PEOPLE // 25 // 3
    done, waiting = {"after": True, "times": some}, {"wait": 60}
    atlassian.do("fail", "invite", done, waiting | {"after": True}, done, waiting)
    killed_at(some + 1, atlassian, start_worker)
    assert UserMove.objects.filter(asked_at__isnull=False).count() == 25
    killed_at(2 * some + 2, atlassian, start_worker)
    start_worker()
    expected = {"connected": 1, "invited": PEOPLE - FAILING, "failed": FAILING}
    wait_until(lambda: statuses(started) == expected, SECONDS_TO_START + PEOPLE / 20)
    told = atlassian.told
    took = time.monotonic() - began
    assert Counter(told["invitations"].values()) == {1: PEOPLE - FAILING}
    assert told["invitations"] == told["mails"]
    failed = UserMove.objects.filter(status="failed")
    assert set(failed.values_list("reason", flat=True)) == {REASON}

    atlassian.do("refuse_nobody")
    retry(started, by=Actor.system())
    jobs.wake()
    all_invited = {"connected": 1, "invited": PEOPLE}
    wait_until(lambda: statuses(started) == all_invited, SECONDS_TO_START)
    assert Counter(atlassian.told["invitations"].values()) == {1: PEOPLE}
    print(f"\n{PEOPLE:,} people, two workers killed: {took:.0f} s, calls {told['calls']}")
