"""Everybody is invited once, in batches; what is refused keeps the directory's own words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from accounts.models import AuditEntry, User
from migration.actions import course
from migration.directory import Invited, Refused, TryLater
from migration.models import SiteMigration, UserMove
from migration.practice import open_account
from tests.make import SYSTEM
from tests.migration.asking import accept, make_people, move_of, status_of, statuses, work_on
from tests.sign_in.mails import mails_to

State = SiteMigration.State


def test_everybody_gets_one_invitation(started, directory, olive, ben):
    work_on(started)
    assert statuses(started) == {"connected": 1, "invited": 1}
    assert directory.invitations == {ben.username: 1}  # olive was there already
    assert started.checked_at
    work_on(started)
    assert directory.invitations == {ben.username: 1}


def test_people_are_told_what_to_do_once(started, directory, olive, ben):
    work_on(started)
    work_on(started)
    told = [one for one in mails_to(ben.username) if "what you have to do" in one.subject]
    assert len(told) == 1
    assert "/profile/#atlassian" in told[0].body
    assert not [one for one in mails_to(olive.username) if "what you have to do" in one.subject]


def test_who_has_a_verified_account_has_nothing_to_do(started, directory, ben):
    open_account(ben)
    work_on(started)
    assert status_of(ben) == "connected"
    assert not [one for one in mails_to(ben.username) if "what you have to do" in one.subject]


def test_they_connect_one_by_one(started, directory, ben, eve):
    work_on(started)
    accept(ben)
    work_on(started)
    assert (status_of(ben), status_of(eve)) == ("connected", "invited")
    assert AuditEntry.objects.filter(verb="migration.connected", target_id=ben.pk).count() == 1


def test_one_that_is_refused_keeps_the_words_and_stops_nobody(started, directory, ben, eve):
    directory.refused = {ben.username: "User is managed by another organization"}
    work_on(started)
    assert (status_of(ben), status_of(eve)) == ("failed", "invited")
    assert move_of(ben).reason == "User is managed by another organization"
    entry = AuditEntry.objects.get(verb="migration.failed")
    assert entry.details["reason"] == "User is managed by another organization"
    work_on(started)
    assert directory.count("invite") == 1


def test_a_refused_batch_is_halved_until_it_is_known_who_is_meant(started, directory, ben):
    make_people(20)
    directory.bad = {ben.username: Refused("Address rejected: mailing list", is_about_people=True)}
    work_on(started)
    assert statuses(started) == {"connected": 1, "invited": 20, "failed": 1}
    assert move_of(ben).reason == "Address rejected: mailing list"
    assert directory.count("invite") <= 11
    assert set(directory.invitations.values()) == {1}


def test_when_all_are_refused_for_one_reason_it_stops(started, directory):
    make_people(12)
    for number in range(1, 13):
        problem = Refused("User limit reached", is_about_people=True)
        directory.bad[f"crowd{number}@acme.example"] = problem
    work_on(started)
    assert (started.state, started.problem) == (State.PAUSED, "User limit reached")
    assert statuses(started) == {"connected": 1, "failed": 12}


def test_one_who_cannot_be_searched_for_stops_nobody(started, directory, ben):
    make_people(8)
    problem = Refused("Invalid e-mail", is_about_people=True)
    directory.unsearchable = {"crowd3@acme.example": problem}
    work_on(started)
    assert statuses(started) == {"connected": 1, "invited": 8, "failed": 1}
    assert started.moves.get(status="failed").reason == "Invalid e-mail"
    directory.unsearchable = {ben.username: problem}
    UserMove.objects.update(checked_at=None)
    work_on(started)
    assert status_of(ben) == "invited"
    assert move_of(ben).reason == "Invalid e-mail"


def test_a_refusal_that_is_not_about_people_pauses_it(started, directory, olive, ada, ben):
    directory.before["invite"].append(Refused("No paid subscription"))
    assert work_on(started) is None
    assert (started.state, started.problem) == (State.PAUSED, "No paid subscription")
    assert not directory.invitations
    assert not UserMove.objects.filter(asked_at__isnull=False).exists()
    for runner in (olive, ada):
        assert [one for one in mails_to(runner.username) if "No paid subscription" in one.body]
    assert not mails_to(ben.username)


def test_it_waits_as_long_as_it_is_asked(started, directory, ben, time_machine):
    time_machine.move_to("2026-11-22T12:00:00Z", tick=False)
    directory.before["search"].append(TryLater("Rate limit exceeded", 120))
    assert work_on(started) == 120
    assert started.problem == "Rate limit exceeded"
    assert work_on(started) == 120
    assert len(directory.calls) == 1
    time_machine.shift(121)
    assert work_on(started) is None
    assert (started.problem, started.wait_until) == ("", None)
    assert directory.invitations == {ben.username: 1}


def test_each_wait_in_a_row_is_longer(started, directory, time_machine):
    time_machine.move_to("2026-11-22T12:00:00Z", tick=False)
    waits = []
    for _ in range(12):
        directory.before["search"].append(TryLater("Too many requests", 1))
        waits.append(work_on(started))
        time_machine.shift(waits[-1] + 1)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


def test_nobody_is_invited_while_it_is_paused(started, directory, olive, ben):
    course.pause(started, by=Actor.of_user(olive))
    work_on(started)
    assert not directory.calls
    course.resume(started, by=Actor.of_user(olive))
    work_on(started)
    assert directory.invitations == {ben.username: 1}


def test_who_gets_no_answer_is_searched_for(started, directory, ben, eve):
    directory.silent = {ben.username}
    work_on(started)
    assert (status_of(ben), status_of(eve)) == ("invited", "invited")
    assert directory.invitations == {ben.username: 1, eve.username: 1}


def test_who_never_gets_an_answer_fails(started, directory, ben, monkeypatch):
    monkeypatch.setattr(type(directory), "invite", lambda *args, **more: list[Invited]())
    work_on(started)
    assert status_of(ben) == "failed"
    assert "No answer" in move_of(ben).reason


def test_a_batch_takes_as_many_statements_for_one_as_for_many(started, directory):
    make_people(2)
    with CaptureQueriesContext(connection) as few:
        work_on(started)
    make_people(40, first=3)
    with CaptureQueriesContext(connection) as many:
        work_on(started)
    assert statuses(started) == {"connected": 1, "invited": 42}
    assert len(many) <= len(few)


@pytest.fixture
def halved(directory, ben, monkeypatch):
    """Batches are refused because of ben; what is in the list is done while the first one is."""
    directory.bad = {ben.username: Refused("Address rejected", is_about_people=True)}
    meanwhile, invite = [], directory.invite

    def refused(*args, **more):
        while meanwhile:
            meanwhile.pop()()
        return invite(*args, **more)

    monkeypatch.setattr(directory, "invite", refused)
    return meanwhile


@pytest.mark.parametrize("act", [course.pause, course.cancel])
def test_the_rest_of_a_batch_waits_when_somebody_holds_it_up(started, directory, halved, act):
    make_people(8)
    halved.append(lambda: act(started, by=SYSTEM))
    work_on(started)
    assert directory.count("invite") == 1
    assert not directory.invitations
    assert not UserMove.objects.filter(asked_at__isnull=False).exists()


def test_who_is_blocked_or_renamed_in_the_middle_of_a_batch(started, directory, halved, eve):
    make_people(8)
    people = User.objects.filter(pk=eve.pk)
    halved.append(lambda: people.update(is_blocked=True))
    crowd = User.objects.filter(username="crowd3@acme.example")
    halved.append(lambda: crowd.update(username="other@acme.example"))
    work_on(started)
    assert eve.username not in directory.invitations
    assert "crowd3@acme.example" not in directory.invitations
    work_on(started)
    assert status_of(eve) == "excluded"
    assert directory.invitations["other@acme.example"] == 1
