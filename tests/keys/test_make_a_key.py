"""Making, showing once and revoking API keys, in the browser's way."""

import re
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.keys import create_key
from accounts.keys import actor_of_key, hash_of
from accounts.models import ApiKey, AuditEntry
from tests.asking import HTMX
from tests.make import SYSTEM, make_team

NEW = "/settings/api-keys/new/"
READING = {"name": "Grafana", "reach": "account", "may_read": "on"}


def secret_in(response) -> str:
    """The key that a page shows."""
    found = re.search(r'id="new-key">([0-9a-f-]{36})<', response.content.decode())
    assert found
    return found[1]


def test_it_shows_the_key_once_and_keeps_its_hash(olive, as_user):
    client = as_user(olive)
    response = client.post(NEW, READING | {"may_configure": "on"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    secret = secret_in(response)
    assert UUID(secret).version == 4
    key = ApiKey.objects.get(name="Grafana")
    assert key.key_hash == hash_of(secret)
    assert key.hint == secret[-4:]
    assert (key.may_read, key.may_write, key.may_delete, key.may_configure) == (1, 0, 0, 1)
    for place in ("/settings/api-keys/", NEW, "/settings/activity/"):
        assert secret not in client.get(place).content.decode()


def test_the_key_stands_in_no_row_cookie_or_message(olive, as_user):
    response = as_user(olive).post(NEW, READING)
    secret = secret_in(response)
    assert not any(secret in morsel.OutputString() for morsel in response.cookies.values())
    kept = [*ApiKey.objects.values_list(), *AuditEntry.objects.values_list()]
    assert secret not in str(kept)


def test_for_htmx_it_answers_with_the_card_alone(olive, as_user):
    response = as_user(olive).post(NEW, READING, headers=HTMX)
    assert secret_in(response)
    assert "<html" not in response.content.decode()


def test_it_makes_a_key_of_one_team_whatever_the_case_of_its_name(ada, payments, as_user):
    data = READING | {"reach": "team", "team": " PAYMENTS ", "may_configure": "on"}
    assert as_user(ada).post(NEW, data).status_code == 200
    assert ApiKey.objects.get().team == payments


def test_a_key_of_the_whole_account_forgets_a_team_that_was_typed(olive, payments, as_user):
    assert as_user(olive).post(NEW, READING | {"team": "Payments"}).status_code == 200
    assert ApiKey.objects.get().team is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 251}, "at most 250 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed"),
        ({"reach": "galaxy"}, "Select a valid choice"),
        ({"reach": "team"}, "Choose the team that the key reaches"),
        ({"reach": "team", "team": "Nowhere"}, "There is no team named Nowhere"),
        ({"reach": "team", "team": "a\0b"}, "Null characters are not allowed"),
        ({"may_read": ""}, "Choose at least one kind of access"),
        ({"name": "GRAFANA AGENT"}, "A key of this name is in force already"),
    ],
)
def test_it_refuses_what_is_wrong_at_its_field(change, words, olive, as_user):
    create_key("GRAFANA AGENT", by=SYSTEM)
    response = as_user(olive).post(NEW, READING | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert ApiKey.objects.count() == 1


def test_only_an_owner_makes_a_key_that_acts_as_owner(ada, as_user):
    response = as_user(ada).post(NEW, READING | {"may_configure": "on"})
    assert response.status_code == 422
    assert "Only an owner may make a key" in response.content.decode()
    assert not ApiKey.objects.exists()


def test_it_suggests_teams_that_begin_so_first(ada, as_user):
    for name in ("Payments", "Old payments", "Platform"):
        make_team(name)
    answer = as_user(ada).get("/settings/api-keys/teams/", {"team": "PAY\0"}).content.decode()
    assert re.findall(r'data-value="([^"]+)"', answer) == ["Payments", "Old payments"]
    assert "data-value" not in as_user(ada).get("/settings/api-keys/teams/").content.decode()


def test_revoking_stops_it_at_once_and_frees_its_name(ada, as_user):
    made = create_key("Grafana", by=SYSTEM)
    address = reverse("accounts:api_key_revoke", args=[made.row.pk])
    client = as_user(ada)
    assert "stops working at once" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert actor_of_key(str(made.secret), now=timezone.now()) is None
    assert client.post(address).status_code == 404
    assert made.row.hint not in client.get("/settings/api-keys/").content.decode()
    create_key("Grafana", by=SYSTEM)


def test_a_forged_id_is_not_found(ada, as_user):
    address = reverse("accounts:api_key_revoke", args=[uuid4()])
    assert as_user(ada).get(address).status_code == 404


def test_the_log_says_who_made_and_revoked_it(olive, payments, as_user):
    client = as_user(olive)
    client.post(NEW, READING | {"reach": "team", "team": "Payments"})
    key = ApiKey.objects.get()
    client.post(reverse("accounts:api_key_revoke", args=[key.pk]))
    made, revoked = AuditEntry.objects.filter(target_id=key.pk).order_by("at")
    assert (made.verb, revoked.verb) == ("key.created", "key.revoked")
    assert {made.actor_name, revoked.actor_name} == {"Olive Owner"}
    assert made.team_id == payments.pk
    assert made.details == {"access": "read", "belongs_to": "Payments", "ends_in": key.hint}


def test_the_list_asks_the_database_as_often_for_ten_keys_as_for_fifty(
    ada, as_user, django_assert_num_queries
):
    client, team = as_user(ada), make_team("Payments")
    for number in range(10):
        create_key(f"Key {number}", team=team, by=SYSTEM)
    client.get("/settings/api-keys/")  # notes that ada is here
    with django_assert_num_queries(6) as ten:
        client.get("/settings/api-keys/")
    for number in range(10, 50):
        create_key(f"Key {number}", team=team, by=SYSTEM)
    with django_assert_num_queries(len(ten)):
        client.get("/settings/api-keys/")
