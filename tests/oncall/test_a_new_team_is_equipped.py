"""A team has a schedule, an escalation and a default rule from birth; old teams got theirs."""

from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AuditEntry
from oncall.actions.defaults import free_name, last_handover
from oncall.models import Escalation, Schedule
from routing.models import RoutingRule, RuleBook
from teams.actions import create_team
from teams.models import Team
from tests.make import SYSTEM

pytestmark = pytest.mark.django_db


def steps(escalation: Escalation) -> list[tuple[object, ...]]:
    return list(
        escalation.rules.values_list(
            "delay_minutes", "condition", "notify_type", "kind", "schedule__name", "team__name"
        )
    )


def is_equipped(team: Team) -> bool:
    """Whether a team has what a team called so has from birth."""
    schedule, escalation = team.schedules.get(), team.escalations.get()
    rotation = schedule.rotations.get()
    turn = rotation.participants.get()
    rule = team.routing_rules.get()
    assert schedule.name == f"{team.name}_schedule"
    assert escalation.name == f"{team.name}_escalation"
    assert (rotation.kind, rotation.length, turn.team) == ("weekly", 1, team)
    assert steps(escalation) == [
        (0, "if-not-acked", "default", "schedule", schedule.name, None),
        (5, "if-not-acked", "all", "team", None, team.name),
    ]
    assert (rule.name, rule.is_default, rule.position) == ("Default Routing Rule", True, None)
    assert rule.escalation == escalation
    rule.full_clean()
    return RuleBook.objects.get(team=team).version == 1


def test_a_new_team_has_all_three(ada, as_user):
    Account.current()
    Account.objects.update(time_zone="Asia/Kolkata")
    as_user(ada).post("/teams/new/", {"name": "Fraud"})
    team = Team.objects.get()
    assert is_equipped(team)
    assert team.schedules.get().time_zone == "Asia/Kolkata"
    assert AuditEntry.objects.of_team(team.pk).count() == 1


def test_a_taken_name_gets_a_number():
    Schedule.objects.create(name="PAYMENTS_schedule")
    Schedule.objects.create(name="Payments_schedule_2")
    team = create_team("Payments", by=SYSTEM)
    assert team.schedules.get().name == "Payments_schedule_3"
    assert team.escalations.get().name == "Payments_escalation"


def test_a_long_name_is_cut():
    Schedule.objects.create(name=f"{'x' * 191}_schedule")
    name = free_name(Schedule, "x" * 250, "_schedule")
    assert name == f"{'x' * 189}_schedule_2"
    assert len(name) == 200


def test_many_taken_names_are_passed_by():
    Schedule.objects.create(name="a_schedule")
    Schedule.objects.bulk_create(Schedule(name=f"a_schedule_{n}") for n in range(2, 45))
    assert free_name(Schedule, "a", "_schedule") == "a_schedule_45"


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-03-30 06:59+00:00", "2026-03-23 09:00+01:00"),
        ("2026-03-30 07:00+00:00", "2026-03-30 09:00+02:00"),
        ("2026-04-05 23:00+00:00", "2026-03-30 09:00+02:00"),
    ],
)
def test_turns_change_on_mondays_at_nine(now, start):
    found = last_handover(datetime.fromisoformat(now), ZoneInfo("Europe/Berlin"))
    assert found == datetime.fromisoformat(start)


def test_renaming_a_team_renames_nothing_else(tom, payments, as_user):
    as_user(tom).post(f"/teams/{payments.pk}/edit/", {"name": "Cards"})
    assert payments.schedules.get().name == "Payments_schedule"


def test_making_a_team_costs_few_queries():
    with CaptureQueriesContext(connection) as asked:
        create_team("Fraud", by=SYSTEM)
    assert len(asked) <= 28


def test_teams_that_were_there_already_get_theirs():
    Account.current()
    bare = Team.objects.bulk_create(Team(name=f"Old {n}") for n in range(2000))
    new = create_team("New", by=SYSTEM)
    Schedule.objects.create(name="OLD 7_schedule")
    for floor in ("oncall", "routing"):
        migration = import_module(f"{floor}.migrations.0002_defaults_of_teams")
        for _ in range(2):  # twice is once
            with connection.schema_editor(atomic=False) as editor:
                migration.equip(apps, editor)
    assert is_equipped(new)
    assert all(is_equipped(team) for team in bare[:5])
    assert bare[7].schedules.get().name == f"Old 7_schedule_{bare[7].pk}"
    assert Schedule.objects.count() == Escalation.objects.count() + 1 == 2002
    assert RoutingRule.objects.filter(is_default=True).count() == 2001
