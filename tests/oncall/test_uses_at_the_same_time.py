"""Somebody deletes what somebody else names in that moment: one of them is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.people import delete_user
from oncall.actions.escalations import Step
from oncall.actions.schedules import delete_schedule
from oncall.models import EscalationRule, Schedule
from teams.actions import delete_team
from tests.make import (
    SYSTEM,
    make_escalation,
    make_rotation,
    make_schedule,
    make_team,
    make_user,
)
from tests.teams.test_at_the_same_time import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_named_thing_stays_or_the_naming_is_refused():
    escalations = make_team("Platform")
    for number in range(2):
        person, team = make_user(), make_team(f"Gone {number}")
        schedule = Schedule.objects.create(name=f"Nights {number}")
        for thing, delete in (
            (person, lambda one=person: delete_user(one, by=SYSTEM)),
            (team, lambda one=team: delete_team(one, by=SYSTEM)),
            (schedule, lambda one=schedule: delete_schedule(one, by=SYSTEM)),
        ):
            other = type(thing).objects.get(pk=thing.pk)
            pk, step = thing.pk, Step(other)
            deleted, named = at_once(delete, lambda s=step: make_escalation(escalations, s))
            is_there = type(other).objects.filter(pk=pk).exists()
            assert is_there == isinstance(deleted, str) == (not isinstance(named, str)), named
            assert EscalationRule.objects.filter(**{step.kind: pk}).exists() == is_there


def test_a_team_is_locked_before_what_belongs_to_it():
    """As its deletion does: each would wait for the other otherwise."""
    schedule = make_schedule("Days", team=make_team("Platform"))
    with CaptureQueriesContext(connection) as queries:
        make_rotation(schedule, schedule.team)
    locks = [one["sql"] for one in queries if "FOR " in one["sql"]]
    assert 'FROM "teams_team"' in locks[0]
    assert "FOR NO KEY UPDATE" in locks[0]
    assert 'FROM "oncall_schedule"' in locks[1]
