"""There is always an owner who can sign in."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.actions.people import Role, block, change_role, delete_user, update_user
from accounts.actors import Actor
from accounts.models import User
from tests.make import SYSTEM, make_user


def test_the_last_owner_cannot_be_demoted_blocked_or_deleted(olive):
    for leave in (
        lambda: change_role(olive, role=Role("admin"), by=SYSTEM),
        lambda: block(olive, by=SYSTEM),
        lambda: delete_user(olive, by=SYSTEM),
    ):
        with pytest.raises(ValidationError, match="the last owner"):
            leave()
    olive.refresh_from_db()
    assert olive.is_owner
    assert not olive.is_blocked


def test_a_blocked_owner_does_not_count(olive):
    make_user("Oscar", role="owner", blocked=True)
    with pytest.raises(ValidationError, match="the last owner"):
        change_role(olive, role=Role("user"), by=SYSTEM)


def test_one_of_two_owners_can_leave(olive):
    oscar = make_user("Oscar", role="owner")
    change_role(oscar, role=Role("user"), by=Actor.of_user(olive))
    assert list(User.objects.owners()) == [olive]


def test_an_admin_manages_no_owner_and_makes_none(olive, ada, ben):
    as_ada = Actor.of_user(ada)
    with pytest.raises(PermissionDenied, match="Only an owner"):
        change_role(olive, role=Role("user"), by=as_ada)
    with pytest.raises(PermissionDenied, match="Only an owner"):
        change_role(ben, role=Role("owner"), by=as_ada)
    with pytest.raises(PermissionDenied, match="Only an owner"):
        block(olive, by=as_ada)


@pytest.mark.parametrize("attempt", range(5))
@pytest.mark.django_db(transaction=True)
def test_two_owners_who_demote_each_other_leave_one_owner(attempt):
    pair = [make_user("Olive", role="owner"), make_user("Oscar", role="owner")]
    start = threading.Barrier(2)
    refused: list[Exception] = []

    def demote(other: User, by: User) -> None:
        actor = Actor.of_user(User.objects.get(pk=by.pk))
        target = User.objects.get(pk=other.pk)
        start.wait()
        try:
            change_role(target, role=Role("user"), by=actor)
        except ValidationError as problem:
            refused.append(problem)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=demote, args=(pair[1], pair[0])),
        threading.Thread(target=demote, args=(pair[0], pair[1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert User.objects.owners().count() == 1
    assert len(refused) == 1


def test_what_was_read_before_brings_nothing_back(olive, ben):
    """Ben was read as a user, then made the only owner: saving his profile keeps him one."""
    before = User.objects.get(pk=ben.pk)
    change_role(ben, role=Role("owner"), by=SYSTEM)
    change_role(olive, role=Role("user"), by=SYSTEM)
    update_user(before, full_name="Benjamin", by=SYSTEM)
    assert list(User.objects.owners().values_list("full_name", flat=True)) == ["Benjamin"]


def test_an_admin_who_read_somebody_before_they_became_an_owner_is_refused(olive, ada, ben):
    before = User.objects.get(pk=ben.pk)
    change_role(ben, role=Role("owner"), by=SYSTEM)
    for act in (block, delete_user, update_user):
        with pytest.raises(PermissionDenied):
            act(before, by=Actor.of_user(ada))


def test_whoever_was_deleted_meanwhile_stays_deleted(olive, ben):
    before = User.objects.get(pk=ben.pk)
    delete_user(ben, by=SYSTEM)
    with pytest.raises(ValidationError, match="deleted this person meanwhile"):
        update_user(before, full_name="Benjamin", by=SYSTEM)
    assert not User.objects.filter(username=before.username).exists()


def test_who_is_no_owner_any_more_is_no_superuser(olive):
    oscar = make_user("Oscar", role="owner")
    update_user(oscar, is_superuser=True, by=Actor.of_user(olive))
    change_role(oscar, role=Role("user"), by=Actor.of_user(olive))
    oscar.refresh_from_db()
    assert not oscar.is_superuser


def test_a_profile_holds_no_role(olive, ada):
    with pytest.raises(PermissionDenied):
        update_user(ada, is_superuser=True, by=Actor.of_user(ada))
    with pytest.raises(TypeError):
        update_user(ada, role="owner", by=Actor.of_user(olive))
