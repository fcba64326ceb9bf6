"""Makes people, teams and the rest for tests: plain keyword functions."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from alerts.intake import take_in
from alerts.limits import Named, NewAlert
from alerts.models import Alert
from oncall.actions.escalations import Step, create_escalation
from oncall.actions.rotations import add_rotation
from oncall.actions.schedules import create_schedule
from oncall.models import Escalation, Rotation, Schedule
from routing.actions import add_rule
from routing.models import RoutingRule
from teams.models import Team
from tests.cast import PASSWORD, SYSTEM, make_team, make_user, numbers  # noqa: F401  for all

A_MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
NOBODYS_ID = "0b6e2f0c-5b1f-4d5e-9a43-1c9d0e8f7a65"


def make_crowd(team: Team, number: int) -> None:
    """So many more people in a team, by two statements: nobody of them can sign in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (id, username, full_name, password, role, time_zone, locale,"
            " skype_username, is_verified, is_blocked, created_at) SELECT gen_random_uuid(),"
            " 'crowd' || n || '@' || %s, 'Crowd ' || to_char(n, 'FM00000'), '!', 'user', 'UTC',"
            " 'en_US', '', true, false, now() FROM generate_series(1, %s) AS n",
            [str(team.pk), number],
        )
        cursor.execute(
            "INSERT INTO teams_membership (id, team_id, user_id, role, joined_at)"
            " SELECT gen_random_uuid(), %s, id, 'user', now() FROM accounts_user"
            " WHERE split_part(username, '@', 2) = %s",
            [team.pk, str(team.pk)],
        )


def make_alert(message: str = "", *, by: Actor = SYSTEM, at: Any = None, **values: Any) -> Alert:
    """An alert that came in; `responders` are teams, people, schedules and escalations."""
    named = tuple(
        Named("user" if isinstance(one, User) else one._meta.model_name, id=str(one.pk))
        for one in values.pop("responders", ())
    )
    new = NewAlert(message or f"Alert {next(numbers)}", responders=named, **values)
    taken = take_in(new, by=by, now=at or timezone.now())
    return Alert.objects.get(pk=taken.alert_id)


def make_rule(team: Team, name: str = "", *words: str, **values: Any) -> RoutingRule:
    """A routing rule, the last but the default one. All its conditions must hold.

    Each is written in `words`: "message contains db", "not tags contains test". Without any the
    rule takes every alert; without `notify` it tells nobody.
    """
    values.setdefault("conditions", [_condition(one) for one in words])
    values.setdefault("match_type", "match-all-conditions" if words else "match-all")
    return add_rule(team, name=name or f"Rule {next(numbers)}", by=SYSTEM, **values)


def _condition(words: str) -> dict[str, Any]:
    negated = words.startswith("not ")
    field, _, rest = words.removeprefix("not ").partition(" ")
    operation, _, expected = rest.partition(" ")
    return {"field": field, "not": negated, "operation": operation, "expectedValue": expected}


def make_escalation(
    team: Team | None = None, *steps: Step, name: str = "", **more: Any
) -> Escalation:
    """An escalation of a team with these steps."""
    name = name or f"Escalation {next(numbers)}"
    return create_escalation(name=name, team=team, steps=steps, by=SYSTEM, **more)


def make_schedule(
    name: str = "", *, team: Any = None, time_zone: str = "Europe/Berlin", **values: Any
) -> Schedule:
    """A schedule without rotations."""
    name = name or f"Schedule {next(numbers)}"
    return create_schedule(name=name, team=team, time_zone=time_zone, **values, by=SYSTEM)


def make_rotation(schedule: Schedule, *participants: Any, **values: Any) -> Rotation:
    """A weekly rotation of people and teams (None: nobody), since Monday 5 January 2026, 09:00."""
    values = {"name": f"Rotation {next(numbers)}", "starts_at": A_MONDAY} | values
    return add_rotation(schedule, participants=participants, **values, by=SYSTEM)
