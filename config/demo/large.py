"""A large organisation for measuring: made inside PostgreSQL, so that it costs little memory.

Nobody of it can sign in. The same numbers give the same rows, but for the times, which count back
from the load.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from config.demo import large_alerts, large_oncall, large_rows
from config.demo.large_rows import FIRST_NAMES, LAST_NAMES, TEAM_NAMES, TEAM_SUBJECTS, ZONES

LARGE_DOMAIN = "large.example"
GROUP_FOR = 1000  # people
ENTRIES_EACH = 5  # of the log, a person
ALERTS_EACH = 2  # a person
ANALYZED = """accounts_user accounts_contact accounts_notificationrule accounts_notificationstep
    accounts_onetimelink accounts_group accounts_groupmembership accounts_apikey accounts_auditentry
    teams_team teams_membership oncall_schedule oncall_rotation oncall_participant
    oncall_escalation oncall_escalationrule routing_rulebook routing_routingrule alerts_alert
    alerts_route alerts_alertlog"""
STEPS = large_rows.STEPS + large_oncall.STEPS + large_alerts.STEPS


class LoadedAlready(Exception):
    """A large organisation is here; a second one would not fit beside it."""


def load_large(
    people: int, teams: int, *, now: datetime, say: Callable[[str], object]
) -> dict[str, int]:
    """Make so many people and teams, and all that belongs to them. Returns rows by what they are.

    Everything or nothing is made. Raises LoadedAlready.
    """
    if User.objects.filter(username__endswith=f"@{LARGE_DOMAIN}").exists():
        raise LoadedAlready("A large organisation is here already; use another MUSTER_DATA.")
    values: dict[str, Any] = {
        "people": people,
        "teams": teams,
        "groups": max(1, people // GROUP_FOR),
        "entries": people * ENTRIES_EACH,
        "alerts": people * ALERTS_EACH,
        "troubles": [words.replace("_", " ") for words in large_alerts.TROUBLES.split()],
        "in_first_team": people // 20,
        "domain": LARGE_DOMAIN,
        "first": FIRST_NAMES.split(),
        "last": LAST_NAMES.split(),
        "zones": ZONES.split(),
        "subjects": TEAM_SUBJECTS.split(),
        "names": TEAM_NAMES.split(),
        "now": now,
    }
    made: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for what, statement in STEPS:
            started = time.monotonic()
            cursor.execute(statement, values)
            made[what] = made.get(what, 0) + cursor.rowcount
            say(f"{cursor.rowcount:>9,} {what} in {time.monotonic() - started:.1f} s")
    tidy()
    return made


def tidy() -> None:
    """Tell PostgreSQL what is in the tables now, as its autovacuum would within a minute."""
    command = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        for table in ANALYZED.split():
            cursor.execute(f"{command} {table}")
