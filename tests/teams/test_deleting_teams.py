import pytest
from django.core.exceptions import PermissionDenied

from accounts.actors import Actor
from accounts.models import ApiKey, AuditEntry, User
from teams.actions import create_team, delete_team
from teams.models import Membership, Team
from teams.signals import team_created, team_deleting
from tests.make import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_page_says_what_goes_with_it(ada, payments, as_user):
    ApiKey.objects.create(name="Deploy", key_hash="x", hint="x", team=payments)
    html = as_user(ada).get(f"/teams/{payments.pk}/delete/").content.decode()
    assert "2 memberships" in html
    assert "1 API key" in html


@pytest.mark.parametrize("typed", ["", "payments", "Payment", "Payments!"])
def test_a_wrong_name_deletes_nothing(typed, ada, payments, as_user):
    response = as_user(ada).post(f"/teams/{payments.pk}/delete/", {"name": typed})
    assert response.status_code == 422
    assert Team.objects.filter(pk=payments.pk).exists()


def test_the_team_goes_people_and_log_stay(ada, payments, as_user):
    people = User.objects.count()
    response = as_user(ada).post(f"/teams/{payments.pk}/delete/", {"name": "Payments"})
    assert response["Location"] == "/teams/"
    assert not Team.objects.exists()
    assert not Membership.objects.exists()
    assert User.objects.count() == people
    entry = AuditEntry.objects.get(verb="team.deleted")
    assert sorted(entry.details["members"]) == ["ben@acme.example", "tom@acme.example"]
    assert AuditEntry.objects.of_team(payments.pk).count() == 4


def test_floors_above_hear_of_it(ada):
    heard = []

    def hear(sender, team, by, signal, **kwargs):
        heard.append((signal is team_created, team.name, by.name))

    team_created.connect(hear)
    team_deleting.connect(hear)
    try:
        delete_team(create_team("Fraud", by=SYSTEM), by=Actor.of_user(ada))
    finally:
        team_created.disconnect(hear)
        team_deleting.disconnect(hear)
    assert heard == [(True, "Fraud", "Test"), (False, "Fraud", "Ada Admin")]


def test_a_key_without_the_right_to_delete_does_not(payments):
    key = ApiKey(name="Robot", may_delete=False)
    with pytest.raises(PermissionDenied):
        delete_team(payments, by=Actor.of_key(key))
    assert Team.objects.exists()
