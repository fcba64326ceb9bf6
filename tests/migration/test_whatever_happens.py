"""Crashes, lost answers, refusals and storms in any order: one invitation each in the end."""

import os
import random
from datetime import timedelta

import pytest

from accounts.actors import Actor
from migration.actions import course, people, wizard
from migration.directory import Refused, TryLater
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
def test_everybody_has_one_invitation(started, directory, olive, seed, time_machine):
    chance = random.Random(seed)
    directory.seconds_to_show, directory.most_searched, directory.most_invited = 30, 5, 4
    make_people(PEOPLE)
    for kind in ("search", "invite"):
        directory.before[kind].extend(chance.choices(BEFORE, k=8))
        directory.after[kind].extend(chance.choices(AFTER, k=6))
    now, by = started.started_at, Actor.of_user(olive)
    for _ in range(160):
        now += timedelta(seconds=chance.choice((3, 20, 61)))
        time_machine.move_to(now, tick=False)
        do_something(started)
        if not any(directory.before.values()) and is_done(started):
            break
        if chance.random() < 0.1:
            started = start_over(started, directory, by)
    assert is_done(started)
    assert set(directory.invitations.values()) == {1}
    assert directory.invitations.total() == PEOPLE
    assert not started.moves.filter(asked_at__isnull=False).exists()


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


def start_over(migration, directory, by):
    """Cancel it and begin anew, to the same site."""
    course.cancel(migration, by=by)
    again = wizard.begin("practice", by=by)
    site = directory.sites(by.user)[0]
    wizard.choose_site(again, site.id, version=again.version, by=by)
    return course.start(again, version=again.version, by=by)


def is_done(migration) -> bool:
    """Whether olive is there, and everybody else has something to do at the directory."""
    there = statuses(migration)
    waiting = there.pop("invited", 0) + there.pop("needs_verification", 0)
    return waiting == PEOPLE and there == {"connected": 1}
