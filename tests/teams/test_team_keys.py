"""A team admin makes and revokes the keys of their own team."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.actions.keys import Access, create_key
from accounts.actors import Actor
from accounts.keys import actor_of_key
from accounts.models import ApiKey, AuditEntry
from teams.keys import create_team_key, revoke_team_key
from teams.permissions import can_manage_team
from tests.make import SYSTEM, make_team

pytestmark = pytest.mark.django_db
READING = {"name": "Grafana", "may_read": "on"}


@pytest.fixture
def keys(payments):
    return f"/teams/{payments.pk}/api-keys/"


def test_a_team_admin_makes_one_that_reaches_the_team_alone(tom, payments, keys, as_user):
    client = as_user(tom)
    other = make_team("Platform")
    response = client.post(f"{keys}new/", READING | {"may_write": "on", "may_configure": "on"})
    assert "no-store" in response["Cache-Control"]
    secret = re.search(r'id="new-key">([0-9a-f-]{36})<', response.content.decode())[1]
    key = actor_of_key(secret, now=timezone.now())
    assert can_manage_team(key, payments)
    assert not can_manage_team(key, other)
    page = client.get(keys).content.decode()
    assert "Grafana" in page
    assert secret not in page
    entry = AuditEntry.objects.get(verb="key.created")
    assert (entry.actor_name, entry.team_id) == ("Tom Teamadmin", payments.pk)


def test_forged_fields_do_not_widen_it(tom, payments, keys, as_user):
    forged = {"reach": "account", "team": "Platform"}
    assert as_user(tom).post(f"{keys}new/", READING | forged).status_code == 200
    assert ApiKey.objects.get().team == payments


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 251}, "at most 250 characters"),
        ({"may_read": ""}, "Choose at least one kind of access"),
        ({"name": "GRAFANA"}, "A key of this name is in force already"),
    ],
)
def test_it_refuses_what_is_wrong_at_its_field(change, words, tom, keys, as_user):
    create_key("GRAFANA", by=SYSTEM)
    response = as_user(tom).post(f"{keys}new/", READING | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert ApiKey.objects.count() == 1


def test_they_revoke_it(tom, payments, keys, as_user):
    made = create_key("Grafana", team=payments, by=SYSTEM)
    client, address = as_user(tom), f"{keys}{made.row.pk}/revoke/"
    assert "stops working at once" in client.get(address).content.decode()
    assert client.post(address)["Location"] == keys
    assert actor_of_key(str(made.secret), now=timezone.now()) is None


def test_nobody_else_does(tom, ben, payments):
    other = make_team("Platform")
    made = create_key("Grafana", team=other, by=SYSTEM).row
    for person, team in [(ben, payments), (tom, other)]:
        with pytest.raises(PermissionDenied):
            create_team_key(team, name="x", access=Access(), by=Actor.of_user(person))
    with pytest.raises(PermissionDenied):
        revoke_team_key(payments, made, by=Actor.of_user(tom))


def test_a_member_is_not_shown_the_tab(tom, ben, payments, keys, as_user):
    assert keys in as_user(tom).get(payments.get_absolute_url()).content.decode()
    assert keys not in as_user(ben).get(payments.get_absolute_url()).content.decode()
