"""Real threads, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.actors import Actor
from accounts.models import AuditEntry
from teams.actions import add_member, create_team, delete_team, remove_member, update_team
from teams.models import Membership, Team

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions):
    """Run all actions in one moment. Returns what each returned, or why it refused."""
    start = Barrier(len(actions))

    def run(action):
        start.wait()
        try:
            return action()
        except ValidationError as problem:
            return " ".join(problem.messages)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return [future.result() for future in [threads.submit(run, one) for one in actions]]


def test_two_add_the_same_person_and_one_is_told(ada, eve, payments):
    by = Actor.of_user(ada)
    team = Team.objects.get(pk=payments.pk)
    results = at_once(
        lambda: add_member(payments, eve, by=by), lambda: add_member(team, eve, by=by)
    )
    refused = [one for one in results if isinstance(one, str)]
    assert refused == ["This person is in the team already."]
    assert Membership.objects.filter(user=eve).count() == 1
    added = AuditEntry.objects.filter(verb="team.member_added", details__person_id=str(eve.pk))
    assert added.count() == 1


def test_two_make_a_team_of_one_name(ada):
    by = Actor.of_user(ada)
    results = at_once(lambda: create_team("Fraud", by=by), lambda: create_team("FRAUD", by=by))
    refused = [one for one in results if isinstance(one, str)]
    assert refused == ["There is a team of this name already."]
    assert Team.objects.count() == 1


def test_a_team_deleted_while_somebody_is_added_leaves_nothing_behind(ada, eve, payments):
    by = Actor.of_user(ada)
    other = Team.objects.get(pk=payments.pk)
    at_once(lambda: delete_team(payments, by=by), lambda: add_member(other, eve, by=by))
    assert not Team.objects.exists()
    assert not Membership.objects.exists()


def test_a_deleted_team_does_not_come_back_by_saving_it(ada, payments):
    by = Actor.of_user(ada)
    stale = Team.objects.get(pk=payments.pk)
    delete_team(payments, by=by)
    with pytest.raises(ValidationError, match="deleted this meanwhile"):
        update_team(stale, name="Back again", by=by)
    assert not Team.objects.exists()


def test_removing_twice_is_logged_once(ada, ben, payments):
    by = Actor.of_user(ada)
    rows = [payments.memberships.get(user=ben), payments.memberships.get(user=ben)]
    at_once(*[lambda row=row: remove_member(row, by=by) for row in rows])
    assert AuditEntry.objects.filter(verb="team.member_removed").count() == 1
