"""Acme's routing rules hold what they promise."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from routing.engine import route, versions_of
from routing.facts import Facts
from routing.health import complaints_about
from routing.reading import rules_of
from teams.models import Team

pytestmark = pytest.mark.django_db
THURSDAY_NIGHT = datetime(2026, 11, 19, 22, 14, tzinfo=ZoneInfo("Europe/Istanbul"))


@pytest.fixture
def teams():
    call_command("demo", verbosity=0)
    return {team.name: team for team in Team.objects.all()}


def test_payments_rules_decide_as_they_say(teams):
    team = teams["Payments"]

    def winner(**facts):
        routed = route(versions_of([team.pk]), Facts(**facts), THURSDAY_NIGHT)[0]
        return routed.rule_name, routed.target.name

    assert [rule.name for rule in rules_of(team)][:2] == [
        "Card processor down",
        "Database, out of hours",
    ]
    night = ("Database, out of hours", "Payments_schedule")
    assert winner(message="db: ledger primary refuses writes", priority=2) == night
    assert winner(tags=("test",), message="db") == ("Load tests", "")
    assert winner(details={"region": "eu"}) == ("Fraud signals", "Fraud_schedule")
    assert winner(message="web") == ("Everything else", "Payments_escalation")


def test_what_can_be_wrong_with_rules_is_to_be_seen(teams):
    rules = [rule for team in teams.values() for rule in rules_of(team)]
    found = {
        rule.name: " ".join(map(str, complaints))
        for team in teams.values()
        for rule in rules_of(team)
        for complaints in [complaints_about(rules_of(team), THURSDAY_NIGHT)[rule.pk]]
        if complaints
    }
    assert len(rules) > 15
    assert "rule 2 already matches everything" in found["Replica lag at night"]
    assert "Data_holidays is disabled" in found["Around New Year"]
