"""An owner leaves people out, with a reason, before or after the start."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions import people as accounts_people
from accounts.actors import Actor
from accounts.models import AuditEntry
from migration.actions import course, people
from tests.make import SYSTEM
from tests.migration.asking import move_of, status_of, work_on


def test_before_the_start(begun, directory, olive, ben, eve):
    by = Actor.of_user(olive)
    assert people.leave_out(begun, [ben], reason=" Our mailing list. ", by=by) == 1
    course.start(begun, version=begun.version, by=by)
    work_on(begun)
    assert (status_of(ben), status_of(eve)) == ("excluded", "invited")
    move = move_of(ben)
    assert (move.reason, move.left_out_by) == ("Our mailing list.", "Olive Owner")
    entry = AuditEntry.objects.get(verb="migration.left_out")
    assert (entry.target_name, entry.details["reason"]) == ("Ben Member", "Our mailing list.")


def test_only_owners(begun, ada, tom, ben):
    for person in (ada, tom):
        with pytest.raises(PermissionDenied, match="Only an owner"):
            people.leave_out(begun, [ben], reason="Why not", by=Actor.of_user(person))
        with pytest.raises(PermissionDenied):
            people.take_in(begun, [ben], by=Actor.of_user(person))


def test_a_reason_is_needed(begun, olive, ben):
    with pytest.raises(ValidationError, match="Say why"):
        people.leave_out(begun, [ben], reason="  ", by=Actor.of_user(olive))


def test_who_is_connected_stays_so(started, directory, olive, ben):
    work_on(started)
    with pytest.raises(ValidationError, match="Nobody to leave out"):
        people.leave_out(started, [olive], reason="Leaves us", by=SYSTEM)


def test_the_last_one_left_out_completes_it(started, directory, ben):
    work_on(started)
    people.leave_out(started, [ben], reason="Leaves us", by=SYSTEM)
    work_on(started)
    assert started.state == "complete"


def test_taken_in_again(begun, directory, olive, ben):
    people.leave_out(begun, [ben], reason="By mistake", by=SYSTEM)
    people.take_in(begun, [ben], by=Actor.of_user(olive))
    course.start(begun, version=begun.version, by=SYSTEM)
    work_on(begun)
    assert status_of(ben) == "invited"
    assert move_of(ben).reason == ""
    with pytest.raises(ValidationError, match="Nobody here was left out"):
        people.take_in(begun, [ben], by=SYSTEM)


def test_who_was_invited_is_not_invited_again(started, directory, ben):
    work_on(started)
    people.leave_out(started, [ben], reason="By mistake", by=SYSTEM)
    people.take_in(started, [ben], by=SYSTEM)
    work_on(started)
    assert status_of(ben) == "invited"
    assert directory.invitations == {ben.username: 1}


def test_who_is_blocked_stays_out_for_it(started, directory, ben):
    people.leave_out(started, [ben], reason="Leaves us", by=SYSTEM)
    accounts_people.block(ben, by=SYSTEM)
    people.take_in(started, [ben], by=SYSTEM)
    assert (status_of(ben), move_of(ben).reason) == ("excluded", "Blocked in Muster.")


def test_left_out_while_their_invitation_is_under_way(started, directory, ben, monkeypatch):
    plain = type(directory).invite

    def invite(self, place, emails, *, text):
        people.leave_out(started, [ben], reason="Too late", by=SYSTEM)
        return plain(self, place, emails, text=text)

    monkeypatch.setattr(type(directory), "invite", invite)
    work_on(started)
    move = move_of(ben)
    assert (move.status, move.reason) == ("excluded", "Too late")
    assert move.invited_at
    assert not move.asked_at
