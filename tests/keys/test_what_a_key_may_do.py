"""The actor that a key is: what it reaches, what it may do there, when it was last used."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import permissions
from accounts.actions.contacts import add_contact, remove_contact
from accounts.actions.groups import add_to_group, create_group, remove_from_group
from accounts.actions.keys import Access, create_key
from accounts.actions.newcomers import create_user
from accounts.actions.people import Role, block, change_role, delete_user
from accounts.actions.rules import remove_rule, remove_step
from accounts.actors import Actor, Via
from accounts.keys import actor_of_key
from accounts.models import ApiKey, AuditEntry, User
from teams import actions
from teams.models import Team
from teams.permissions import can_manage_team
from tests.make import NOBODYS_ID, SYSTEM, make_team

NOW = timezone.now()


def actor(*, team: Team | None = None, **access: bool):
    """The actor of a new key."""
    made = create_key(f"Key {uuid4()}", team=team, access=Access(**access), by=SYSTEM)
    return actor_of_key(str(made.secret), now=NOW)


def test_a_key_is_an_actor_that_came_through_the_api(db):
    made = create_key("Grafana", by=SYSTEM)
    found = actor_of_key(f" {str(made.secret).upper()}\n", now=NOW)
    assert (found.name, found.via, found.user, found.api_key) == (
        "Grafana",
        Via.API,
        None,
        made.row,
    )


@pytest.mark.parametrize("text", ["", "x", "\0", "\ud800", NOBODYS_ID, "0" * 100_000])
def test_what_is_no_key_is_nobody(text, db):
    create_key("Grafana", by=SYSTEM)
    assert actor_of_key(text, now=NOW) is None


def test_the_hash_is_no_key(db):
    made = create_key("Grafana", by=SYSTEM)
    assert actor_of_key(made.row.key_hash, now=NOW) is None


def test_its_last_use_is_noted_at_most_once_a_minute(db, django_assert_num_queries):
    secret = str(create_key("Grafana", by=SYSTEM).secret)
    for moment, queries, noted in [
        (NOW, 2, NOW),
        (NOW + timedelta(seconds=59), 1, NOW),
        (NOW + timedelta(seconds=60), 2, NOW + timedelta(seconds=60)),
    ]:
        with django_assert_num_queries(queries):
            actor_of_key(secret, now=moment)
        assert ApiKey.objects.get().last_used_at == noted


def test_a_key_of_the_account_with_configuration_has_an_owners_rights(olive, ben):
    key = actor()
    assert key.owns_the_account
    assert permissions.can_manage_roles(key)
    oscar = create_user("oscar@acme.example", full_name="Oscar", role=Role("owner"), by=key)
    delete_user(oscar, by=key)
    block(ben, by=key)
    assert actions.create_team("Fraud", by=key)
    assert AuditEntry.objects.filter(api_key_id=key.api_key.pk).count() == 4


def test_the_last_owner_rule_holds_for_keys(olive):
    for leave in (
        lambda: change_role(olive, role=Role("user"), by=actor()),
        lambda: block(olive, by=actor()),
        lambda: delete_user(olive, by=actor()),
    ):
        with pytest.raises(ValidationError, match="the last owner"):
            leave()


def test_without_configuration_it_manages_nothing(ben, payments):
    key = actor(configure=False)
    assert not key.owns_the_account
    for change in (
        lambda: create_user("new@acme.example", full_name="New", by=key),
        lambda: block(ben, by=key),
        lambda: actions.create_team("Fraud", by=key),
        lambda: actions.update_team(payments, name="Cards", by=key),
        lambda: create_key("Another", by=key),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert User.objects.visible_to(key).filter(pk=ben.pk).exists()


def test_a_key_that_only_reads_writes_nothing(ben, payments):
    key = actor(write=False, delete=False)
    assert permissions.can_read(key)
    for change in (
        lambda: create_user("new@acme.example", full_name="New", by=key),
        lambda: actions.update_team(payments, name="Cards", by=key),
        lambda: delete_user(ben, by=key),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_without_delete_it_deletes_nothing(ben, payments):
    key = actor(delete=False)
    for change in (
        lambda: delete_user(ben, by=key),
        lambda: actions.delete_team(payments, by=key),
    ):
        with pytest.raises(PermissionDenied):
            change()
    actions.update_team(payments, name="Cards", by=key)


def test_without_read_it_may_not_read(db):
    assert not permissions.can_read(actor(read=False))
    assert permissions.can_read(SYSTEM)


def test_a_teams_key_reaches_that_team_alone(ben, payments):
    other = make_team("Fraud", members=[ben])
    key = actor(team=payments)
    assert not key.runs_the_account
    assert not key.owns_the_account
    assert list(Team.objects.visible_to(key)) == [payments]
    assert not User.objects.visible_to(key).exists()
    assert not ApiKey.objects.visible_to(key).exists()
    seen = AuditEntry.objects.visible_to(key)
    assert {entry.team_id for entry in seen} == {payments.pk}
    assert can_manage_team(key, payments)
    assert not can_manage_team(key, other)
    with pytest.raises(PermissionDenied):
        actions.update_team(other, name="Mine", by=key)
    with pytest.raises(PermissionDenied):
        create_user("new@acme.example", full_name="New", by=key)
    assert not any(
        asks(key)
        for asks in (
            permissions.can_manage_account,
            permissions.can_configure,
            permissions.can_see_configuration,
            permissions.can_manage_roles,
            permissions.can_see_log,
        )
    )


def test_a_teams_key_without_configuration_or_writing_manages_no_team(payments):
    assert not can_manage_team(actor(team=payments, configure=False), payments)
    assert not can_manage_team(actor(team=payments, write=False), payments)


def test_a_teams_key_goes_with_its_team(payments):
    made = create_key("Grafana", team=payments, by=SYSTEM)
    actions.delete_team(payments, by=SYSTEM)
    assert actor_of_key(str(made.secret), now=NOW) is None


def test_an_admin_makes_no_key_that_acts_as_owner(ada, payments):
    by = Actor.of_user(ada)
    with pytest.raises(PermissionDenied, match="Only an owner"):
        create_key("Owner", by=by)
    assert create_key("Reader", access=Access(configure=False), by=by)
    assert create_key("Team", team=payments, by=by)


def test_without_delete_access_it_removes_nothing(ben, payments):
    key = actor(delete=False)
    group = create_group("Night shift", by=key)
    add_to_group(group, ben, by=key)
    contact = add_contact(ben, method="email", to="ben@home.example", by=key)
    rule = ben.notification_rules.first()
    for remove in (
        lambda: actions.remove_member(payments.memberships.get(user=ben), by=key),
        lambda: actions.delete_team(payments, by=key),
        lambda: remove_from_group(group, ben, by=key),
        lambda: remove_contact(contact, by=key),
        lambda: remove_step(rule.steps.first(), by=key),
        lambda: remove_rule(rule, by=key),
    ):
        with pytest.raises(PermissionDenied):
            remove()
