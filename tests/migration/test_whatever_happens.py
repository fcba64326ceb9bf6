"""Crashes, lost answers, refusals and storms in any order: one invitation each in the end."""

import os
import random
from datetime import timedelta

import pytest

from migration.actions import course, people
from migration.directory import Refused, TryLater
from migration.models import UserMove
from tests.make import SYSTEM
from tests.migration.asking import make_people, statuses, work_on
from tests.migration.scripted import CRASH

BEFORE = (
    *(None, None, CRASH, TryLater("Timed out", 2), TryLater("Slow down", 7, nothing_done=True)),
    *(Refused("Not paid"), Refused("Address rejected", is_about_people=True)),
)
AFTER = (None, None, CRASH, TryLater("Timed out", 2))
PEOPLE = 12
SEEDS = range(int(os.environ.get("MIGRATION_SEEDS", "3")))


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_has_one_invitation(started, directory, seed, time_machine):
    chance = random.Random(seed)
    directory.seconds_to_show, directory.most_searched, directory.most_invited = 30, 5, 4
    make_people(PEOPLE)
    for kind in ("search", "invite"):
        directory.before[kind].extend(chance.choices(BEFORE, k=8))
        directory.after[kind].extend(chance.choices(AFTER, k=6))
    now = started.started_at
    for _ in range(80):
        now += timedelta(seconds=61)
        time_machine.move_to(now, tick=False)
        do_something(started)
        if not any(directory.before.values()) and is_done(started):
            break
    assert statuses(started) == {"connected": 1, "invited": PEOPLE}
    assert set(directory.invitations.values()) == {1}
    assert directory.invitations.total() == PEOPLE
    assert not UserMove.objects.filter(asked_at__isnull=False).exists()


def do_something(migration):
    """Work, and do what an admin would: resume, and retry who has failed."""
    try:
        work_on(migration)
    except RuntimeError:
        migration.refresh_from_db()
    if migration.state == "paused":
        course.resume(migration, by=SYSTEM)
    elif statuses(migration).get("failed"):
        people.retry(migration, by=SYSTEM)


def is_done(migration) -> bool:
    return statuses(migration) == {"connected": 1, "invited": PEOPLE}
