"""Failures are tried again, invitations sent again, and a person looks after themself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actors import Actor
from migration.actions import people
from migration.directory import Refused, TryLater
from migration.practice import open_account
from tests.make import SYSTEM, make_user
from tests.migration.asking import accept, move_of, status_of, work_on
from tests.sign_in.mails import mails_to

WORDS = "User is managed by another organization"


def test_a_retry_finishes_who_has_failed(started, directory, olive, ben, eve):
    directory.refused = {ben.username: WORDS, eve.username: WORDS}
    work_on(started)
    directory.refused = {}
    assert people.retry(started, by=Actor.of_user(olive)) == 2
    work_on(started)
    assert (status_of(ben), status_of(eve)) == ("invited", "invited")
    assert move_of(ben).reason == ""
    with pytest.raises(ValidationError, match="Nobody here has failed"):
        people.retry(started, by=SYSTEM)


def test_only_the_people_named_are_tried_again(started, directory, ben, eve):
    directory.refused = {ben.username: WORDS, eve.username: WORDS}
    work_on(started)
    directory.refused = {}
    assert people.retry(started, [ben], by=SYSTEM) == 1
    work_on(started)
    assert (status_of(ben), status_of(eve)) == ("invited", "failed")


def test_who_is_there_by_now_is_not_invited_on_a_retry(started, directory, ben):
    directory.refused = {ben.username: WORDS}
    work_on(started)
    account = open_account(ben)
    account.sites.create(site_id=started.site_id)
    people.retry(started, by=SYSTEM)
    work_on(started)
    assert status_of(ben) == "connected"
    assert not directory.invitations


def test_an_invitation_goes_out_again_when_somebody_asks(started, directory, olive, ben, eve):
    work_on(started)
    mails = len(mails_to(ben.username))
    assert people.resend_invitations(started, [ben], by=Actor.of_user(olive)) == 1
    people.resend_invitations(started, [ben], by=SYSTEM)  # two admins at once
    work_on(started)
    assert directory.invitations == {ben.username: 2, eve.username: 1}
    assert len(mails_to(ben.username)) > mails
    work_on(started)
    assert directory.invitations.total() == 3
    assert status_of(ben) == "invited"


def test_all_who_have_one_get_it_again(started, directory, ben, eve):
    work_on(started)
    accept(eve)
    work_on(started)
    assert people.resend_invitations(started, by=SYSTEM) == 1
    work_on(started)
    assert directory.invitations == {ben.username: 2, eve.username: 1}


def test_nobody_to_invite_again(started, directory, olive, ben):
    dana = make_user("Dana Diaz", verified=False)
    work_on(started)
    with pytest.raises(ValidationError, match="Nobody here has an invitation"):
        people.resend_invitations(started, [dana, olive], by=SYSTEM)


def test_asking_to_wait_keeps_what_was_asked_for(started, directory, ben, time_machine):
    time_machine.move_to("2026-11-22T12:00:00Z", tick=False)
    work_on(started)
    people.resend_invitations(started, by=SYSTEM)
    directory.before["invite"].append(TryLater("Too many requests", 10, nothing_done=True))
    assert work_on(started) == 10
    time_machine.shift(11)
    work_on(started)
    assert directory.invitations == {ben.username: 2}


def test_what_may_have_gone_out_again_is_not_repeated(started, directory, ben, time_machine):
    time_machine.move_to("2026-11-22T12:00:00Z", tick=False)
    work_on(started)
    people.resend_invitations(started, by=SYSTEM)
    directory.after["invite"].append(TryLater("Timed out", 10))
    work_on(started)
    time_machine.shift(60)
    work_on(started)
    assert directory.invitations == {ben.username: 2}


def test_a_second_invitation_that_is_refused_takes_nothing_away(started, directory, ben):
    work_on(started)
    directory.refused = {ben.username: WORDS}
    people.resend_invitations(started, by=SYSTEM)
    work_on(started)
    assert status_of(ben) == "invited"
    assert move_of(ben).reason == WORDS


def test_somebody_confirms_for_themself(started, directory, ben, eve):
    work_on(started)
    open_account(ben)
    calls = len(directory.calls)
    assert people.confirm(started, ben, by=Actor.of_user(ben)).status == "connected"
    assert directory.calls[calls:] == [("search", 1)]
    assert people.confirm(started, eve, by=Actor.of_user(eve)).status == "invited"


def test_an_older_search_does_not_undo_what_a_newer_one_has_shown(
    started, directory, ben, monkeypatch
):
    work_on(started)
    plain, by = type(directory).search, Actor.of_user(ben)

    def search(self, place, emails):
        found = plain(self, place, emails)
        if len(self.calls) == before + 1:  # while the answer is on its way
            open_account(ben)
            people.confirm(started, ben, by=by)
        return found

    move_of(ben).__class__.objects.update(checked_at=None)
    before = len(directory.calls)
    monkeypatch.setattr(type(directory), "search", search)
    work_on(started)
    assert status_of(ben) == "connected"


def test_nobody_confirms_for_others(started, directory, ada, ben, eve):
    work_on(started)
    with pytest.raises(PermissionDenied):
        people.confirm(started, ben, by=Actor.of_user(eve))
    people.confirm(started, ben, by=Actor.of_user(ada))


def test_confirming_asks_nothing_of_a_directory_that_wants_to_be_left_alone(
    started, directory, ben
):
    directory.before["search"].append(TryLater("Too many requests", 600))
    work_on(started)
    calls = len(directory.calls)
    with pytest.raises(ValidationError, match="asks to wait until"):
        people.confirm(started, ben, by=Actor.of_user(ben))
    assert len(directory.calls) == calls


@pytest.mark.parametrize("problem", [TryLater("Too many requests", 3), Refused("Not allowed")])
def test_what_the_directory_says_to_who_confirms(started, directory, ben, problem):
    work_on(started)
    directory.before["search"].append(problem)
    with pytest.raises(ValidationError, match=problem.words):
        people.confirm(started, ben, by=Actor.of_user(ben))


def test_who_confirms_too_early(begun, started, directory, ben):
    dana = make_user("Dana Diaz", verified=False)
    work_on(started)
    with pytest.raises(ValidationError, match="has to be verified in Muster first"):
        people.confirm(started, dana, by=Actor.of_user(dana))
    people.leave_out(started, [ben], reason="Leaves us", by=SYSTEM)
    with pytest.raises(ValidationError, match="nothing to do for Ben Member"):
        people.confirm(started, ben, by=Actor.of_user(ben))


def test_an_invitation_under_way_is_not_decided_by_a_look_that_comes_too_early(
    started, directory, ben
):
    directory.seconds_to_show = 30
    directory.after["invite"].append(TryLater("Timed out", 5))
    work_on(started)
    assert move_of(ben).asked_at
    started.wait_until = None
    started.save(update_fields=["wait_until"])
    people.confirm(started, ben, by=Actor.of_user(ben))
    assert move_of(ben).asked_at
