"""Acme's alerts: the same each time, routed as its rules say, readable on their pages."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from alerts import routes
from alerts.models import Alert, AlertLog, Notification, Route
from alerts.responders import Responder
from config import demo
from config.demo.alert_cast import ALERTS, moment_of
from oncall.models import Participant
from routing.models import RoutingRule
from teams.models import Team

pytestmark = pytest.mark.django_db
MODELS = (Alert, Route, AlertLog, Notification)


@pytest.fixture
def acme():
    call_command("demo", verbosity=0)


def test_a_second_time_changes_nothing(acme):
    before = [set(model.objects.values_list("pk", flat=True)) for model in MODELS]
    call_command("demo", verbosity=0)
    assert [set(model.objects.values_list("pk", flat=True)) for model in MODELS] == before
    assert len(before[0]) == len(ALERTS)


def test_the_rules_sent_them_where_the_traces_say(acme):
    for route in Route.objects.select_related("alert"):
        team = Team.objects.get(pk=route.team_id)
        responder = Responder(
            "team", team.pk, team.name, team.name, rules_version=route.rules_version
        )
        first = route.alert.log.filter(verb="prioritised").first()
        if first:
            route.alert.priority = int(first.details["before"][1:])
        [columns] = routes.of_teams([responder], routes.facts_of(route.alert), route.at)
        for name in ("rule_id", "target_name", "verdicts"):
            assert columns[name] == getattr(route, name), route.alert


@pytest.mark.parametrize("day", [15, 16, 18, 21])  # of November 2026: Sunday to Saturday
def test_whatever_the_day_every_rule_of_payments_but_one_has_hits(day):
    demo.load(datetime(2026, 11, day, 6, tzinfo=UTC))
    rules = RoutingRule.objects.filter(team__name="Payments")
    unhit = rules.exclude(pk__in=Route.objects.exclude(rule_id=None).values("rule_id"))
    # Nothing ever comes to this one: the demo shows how that is said.
    assert [rule.name for rule in unhit] == ["Replica lag at night"]
    route = Route.objects.get(alert__message="db: ledger primary refuses writes")
    assert (route.rule_name, route.target_name) == ("Database, out of hours", "Payments_schedule")


def test_nothing_happened_in_the_future():
    today = datetime(2026, 11, 22, tzinfo=UTC)
    assert all(moment_of(one.when, today) < today for one in ALERTS)
    demo.load(today)
    assert not AlertLog.objects.filter(at__gte=today).exists()
    states = [(one.is_open, one.is_acknowledged) for one in Alert.objects.all()]
    assert set(states) == {(True, True), (True, False), (False, True), (False, False)}
    numbers = Alert.objects.order_by("created_at").values_list("tiny_id", flat=True)
    assert list(numbers) == sorted(numbers)


def test_without_somebody_of_the_story_there_is_none(acme):
    for model in (Notification, AlertLog, Route, Alert, Participant):
        model.objects.all().delete()
    User.objects.get(username="kaori@acme.example").delete()
    demo.PARTS["alerts"](timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))
    assert not Alert.objects.exists()


def test_their_pages_can_be_read(acme, as_user):
    client = as_user(User.objects.get(username="ada@acme.example"))
    for alert in Alert.objects.all():
        assert client.get(alert.get_absolute_url()).status_code == 200
