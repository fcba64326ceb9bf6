"""The work may end at any moment: whoever was asked about is searched for before it goes on."""

from contextlib import nullcontext

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actors import Actor
from accounts.models import AuditEntry
from migration import jobs, work
from migration.actions import course, people, wizard
from migration.directory import Found, TryLater
from migration.holding import LOCK
from migration.models import UserMove
from tests.jobs import run_jobs
from tests.migration.asking import make_people, move_of, status_of, statuses, work_on
from tests.migration.scripted import CRASH

WHEN = "2026-11-22T12:00:00Z"


@pytest.fixture
def slow(directory):
    """The directory takes half a minute to show what an invitation did, as Atlassian does."""
    directory.seconds_to_show = 30
    return directory


def test_who_was_invited_when_it_crashed_is_not_invited_again(started, directory, ben):
    directory.after["invite"].append(CRASH)
    with pytest.raises(RuntimeError):
        work_on(started)
    assert move_of(ben).asked_at
    assert status_of(ben) == "not_invited"
    work_on(started)
    assert status_of(ben) == "invited"
    assert directory.invitations == {ben.username: 1}
    assert AuditEntry.objects.filter(verb="migration.invited").count() == 1


def test_who_was_not_yet_invited_when_it_crashed_is(started, directory, ben):
    directory.before["invite"].append(CRASH)
    with pytest.raises(RuntimeError):
        work_on(started)
    work_on(started)
    assert status_of(ben) == "invited"
    assert directory.invitations == {ben.username: 1}


def test_a_search_decides_only_when_it_would_show_it(started, slow, ben, time_machine):
    time_machine.move_to(WHEN, tick=False)
    slow.after["invite"].append(CRASH)
    with pytest.raises(RuntimeError):
        work_on(started)
    searches = slow.count("search")
    time_machine.shift(29)
    assert work_on(started) == 30
    assert slow.count("search") == searches
    time_machine.shift(2)
    work_on(started)
    assert status_of(ben) == "invited"
    assert slow.invitations == {ben.username: 1}


def test_who_got_no_answer_in_time_is_searched_for(started, slow, ben, time_machine):
    time_machine.move_to(WHEN, tick=False)
    slow.after["invite"].append(TryLater("Timed out", 5))
    assert work_on(started) == 5
    time_machine.shift(31)
    work_on(started)
    assert slow.invitations == {ben.username: 1}
    assert status_of(ben) == "invited"


def test_who_had_an_account_is_invited_unless_they_are_a_member_by_now(started, directory, ben):
    strange = {"status": "not_invited", "membership_status": "no_membership"}
    directory.shown[ben.username] = Found(
        ben.username, "their-own", account_status="active", email_verified=True, **strange
    )
    directory.before["invite"].append(CRASH)
    with pytest.raises(RuntimeError):
        work_on(started)
    del directory.shown[ben.username]
    work_on(started)
    assert directory.invitations == {ben.username: 1}


def test_it_may_crash_again_and_again_in_the_middle_of_batches(started, directory, ben):
    make_people(120)  # three batches
    for number in range(9):
        plan = directory.after if number % 2 else directory.before
        plan["search" if number % 3 else "invite"].append(CRASH)
    runs = 0
    while runs < 20:
        runs += 1
        try:
            work_on(started)
        except RuntimeError:
            continue
        break
    assert statuses(started) == {"connected": 1, "invited": 121}
    assert set(directory.invitations.values()) == {1}
    assert directory.invitations.total() == 121


def test_an_account_that_was_made_before_is_no_sign_of_an_invitation(started, directory, ben):
    strange = {"status": "not_invited", "membership_status": "no_membership"}

    def make_account(place, emails):
        directory.shown = {
            one: Found(one, "made", claim_status="managed", **strange) for one in emails
        }
        return set(emails)

    directory.prepare = make_account
    directory.before["invite"].append(CRASH)
    with pytest.raises(RuntimeError):
        work_on(started)
    work_on(started)
    assert directory.invitations == {ben.username: 1}


def test_the_time_that_accounts_take_does_not_count(started, slow, ben, time_machine):
    time_machine.move_to(WHEN, tick=False)
    slow.prepare = lambda place, emails: time_machine.shift(45) or set()
    slow.after["invite"].append(CRASH)
    with pytest.raises(RuntimeError):
        work_on(started)
    slow.shown[ben.username] = None  # not yet
    time_machine.shift(5)
    work_on(started)
    del slow.shown[ben.username]
    time_machine.shift(31)
    work_on(started)
    assert slow.invitations == {ben.username: 1}


def start_over(started, directory, by):
    course.cancel(started, by=by)
    again = wizard.begin("practice", by=by)
    site = directory.sites(by.user)[0]
    wizard.choose_site(again, site.id, version=again.version, by=by)
    return course.start(again, version=again.version, by=by)


@pytest.mark.parametrize("problem", [None, CRASH])
def test_starting_over_at_once_waits_until_a_search_shows_what_went_out(
    started, slow, olive, ben, time_machine, problem
):
    time_machine.move_to(WHEN, tick=False)
    slow.after["invite"].append(problem)
    with pytest.raises(RuntimeError) if problem else nullcontext():
        work_on(started)
    slow.shown[ben.username] = None  # not yet
    time_machine.shift(10)
    again = start_over(started, slow, Actor.of_user(olive))
    assert work_on(again) == 30
    people.confirm(again, ben, by=Actor.of_user(ben))
    work_on(again)
    del slow.shown[ben.username]
    time_machine.shift(21)
    work_on(again)
    assert slow.invitations == {ben.username: 1}
    assert status_of(ben) == "needs_verification"


def test_two_workers_never_work_at_once(started, directory):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            assert work_on(started) is None
            assert not directory.calls
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()
    work_on(started)
    assert directory.calls


def test_it_lets_go_of_its_lock_also_when_it_crashes(started, directory):
    directory.before["search"].append(CRASH)
    with pytest.raises(RuntimeError):
        work_on(started)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [LOCK]
        )
        assert cursor.fetchone() == (0,)


def test_a_worker_that_is_told_to_end_stops_between_batches(started, directory):
    make_people(120)
    answers = iter([True, True, False])
    assert work.run(lambda: next(answers)) == 0
    assert len(directory.calls) == 2
    assert not UserMove.objects.filter(asked_at__isnull=False).exists()


def test_it_is_woken_once_however_often(started):
    for _ in range(3):
        jobs.wake()
        jobs.come_back(5)
        jobs.look(timestamp=0)
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name__startswith="migration.")
    assert sorted(waiting.values_list("task_name", flat=True)) == [
        "migration.again",
        "migration.work",
    ]


def test_a_job_comes_back_for_the_rest(started, slow, ben, time_machine):
    time_machine.move_to(WHEN, tick=False)
    run_jobs()
    assert status_of(ben) == "invited"
    later = ProcrastinateJob.objects.get(task_name="migration.again", status="todo")
    assert 29 <= (later.scheduled_at - move_of(ben).invited_at).total_seconds() <= 31


def test_a_long_run_is_done_in_several_jobs(started, directory, monkeypatch):
    steps = iter([0, 1, 1, 9])  # seconds: when it begins, and each time that it looks
    monkeypatch.setattr(jobs, "monotonic", lambda: next(steps, 0))
    make_people(60)
    first = ProcrastinateJob.objects.get(task_name="migration.work")
    run_jobs()
    assert statuses(started) == {"connected": 1, "invited": 60}
    again = ProcrastinateJob.objects.filter(task_name="migration.work", id__gt=first.id)
    assert again.count() == 1


def test_nothing_is_done_when_nothing_runs(db, directory):
    jobs.look(timestamp=0)
    assert not ProcrastinateJob.objects.filter(task_name="migration.work").exists()
    assert work.run(lambda: True) is None
