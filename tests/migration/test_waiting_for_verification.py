"""Who has not verified their e-mail gets no invitation until they do; then by itself."""

from datetime import timedelta

from django.utils import timezone

from accounts import links
from accounts.actions import login_email, people
from accounts.actors import Actor
from accounts.models import OneTimeLink, User
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_user
from tests.migration.asking import move_of, status_of, work_on
from tests.sign_in.mails import mails_to


def test_they_get_no_invitation_and_no_mail(started, directory):
    dana = make_user("Dana Diaz", verified=False)
    work_on(started)
    assert status_of(dana) == "email_unverified"
    assert dana.username not in directory.invitations
    assert not mails_to(dana.username)


def test_when_they_verify_they_are_invited_by_themselves(started, directory):
    dana = make_user("Dana Diaz", verified=False)
    work_on(started)
    people.verify_email(dana, by=Actor.of_user(dana))
    run_jobs()
    assert status_of(dana) == "invited"
    assert directory.invitations[dana.username] == 1


def test_verifying_wakes_nothing_while_nothing_runs(begun, directory):
    dana = make_user("Dana Diaz", verified=False)
    people.verify_email(dana, by=SYSTEM)
    run_jobs()
    assert not directory.calls


def test_who_comes_later_is_taken_along(started, directory, ben):
    work_on(started)
    zoe = make_user("Zoe Later")
    work_on(started)
    assert status_of(zoe) == "invited"


def test_who_is_blocked_meanwhile_is_excluded_and_comes_back(started, directory, ben, eve):
    people.block(ben, by=SYSTEM)
    work_on(started)
    assert (status_of(ben), status_of(eve)) == ("excluded", "invited")
    assert move_of(ben).reason == "Blocked in Muster."
    people.unblock(ben, by=SYSTEM)
    work_on(started)
    assert status_of(ben) == "invited"
    assert directory.invitations == {ben.username: 1, eve.username: 1}


def test_who_was_invited_and_blocked_is_not_invited_again(started, directory, ben, eve):
    work_on(started)
    people.block(ben, by=SYSTEM)
    work_on(started)
    people.unblock(ben, by=SYSTEM)
    work_on(started)
    assert status_of(ben) == "invited"
    assert directory.invitations == {ben.username: 1, eve.username: 1}


def test_another_e_mail_is_another_account(started, directory, ben):
    work_on(started)
    now = timezone.now()
    token = links.issue(
        login_email.PURPOSE,
        now=now,
        valid_for=timedelta(hours=1),
        user=ben,
        data={"to": "benjamin@acme.example", "from": ben.username},
    )
    login_email.change(OneTimeLink.objects.get(token_hash=links.hash_of(token)))
    run_jobs()
    assert directory.invitations == {ben.username: 1, "benjamin@acme.example": 1}
    assert move_of(ben).email == "benjamin@acme.example"


def test_who_is_deleted_goes(started, directory, ben, eve):
    work_on(started)
    people.delete_user(ben, by=SYSTEM)
    work_on(started)
    assert not User.objects.filter(pk=ben.pk).exists()
    assert started.moves.count() == 2
