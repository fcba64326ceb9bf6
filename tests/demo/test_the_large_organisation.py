"""`manage.py demo --people N --teams N`: many people, for measuring."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry, Contact, NotificationRule, User
from alerts.models import Alert, Route
from config.demo.large import ANALYZED, LARGE_DOMAIN
from oncall.models import Escalation, EscalationRule, Participant, Rotation, Schedule
from routing.models import RoutingRule
from teams.models import Membership, Team

pytestmark = pytest.mark.django_db


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_people_in_teams_quickly():
    started = time.monotonic()
    said = load("--people", "2000", "--teams", "150")
    assert time.monotonic() - started < 20
    assert "Made 2,000 people in 150 teams." in said

    people = User.objects.filter(username__endswith=f"@{LARGE_DOMAIN}")
    assert people.count() == 2000
    assert Team.objects.count() == 150
    assert Team.objects.filter(memberships__isnull=True).count() == 0
    assert Membership.objects.filter(role="admin").count() == 150
    assert AuditEntry.objects.count() == 10_000
    assert people.filter(is_verified=False).exists()
    assert people.filter(is_blocked=True).exists()
    assert RoutingRule.objects.filter(is_default=True, escalation__isnull=False).count() == 150
    assert EscalationRule.objects.filter(schedule__isnull=False).count() == 150
    assert not Rotation.objects.filter(participants=None).exists()
    assert Alert.objects.count() == Route.objects.count() == 4000
    assert Alert.objects.open().count() == 80
    assert Alert.objects.latest("created_at") == Alert.objects.latest("tiny_id")


def test_its_rows_are_valid():
    load("--people", "300", "--teams", "20")
    people = (User, Contact, NotificationRule, Team, Membership)
    for model in (
        *people,
        Schedule,
        Rotation,
        Participant,
        Escalation,
        EscalationRule,
        RoutingRule,
        Alert,
    ):
        for row in model.objects.all():
            row.full_clean(validate_constraints=False)


def test_nobody_of_it_can_sign_in_or_owns_the_account():
    load("--people", "600", "--teams", "2")
    assert not any(person.has_usable_password() for person in User.objects.all())
    assert not User.objects.filter(role="owner").exists()


def test_a_second_one_is_refused():
    load("--people", "50")
    with pytest.raises(CommandError, match="A large organisation is here already"):
        load("--people", "50")
    assert User.objects.count() == 50


def test_acme_fits_beside_it():
    load("--people", "50")
    load()
    assert User.objects.filter(username="olive@acme.example").exists()


@pytest.mark.parametrize("number", ["0", "-5", "many", "1000001", "1.5"])
def test_it_refuses_a_number_that_makes_no_sense(number):
    with pytest.raises(CommandError):
        load("--people", number)


def test_teams_alone_make_no_sense():
    with pytest.raises(CommandError, match="Say --people too"):
        load("--teams", "3")


def test_every_table_is_analyzed_that_was_filled():
    from config.demo.large import STEPS

    filled = {statement.split("INSERT INTO ")[1].split()[0] for _, statement in STEPS}
    assert filled == set(ANALYZED.split())
