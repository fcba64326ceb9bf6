"""What tests of telling people share: schedules, rules, and reading what went out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.core import mail
from django.test import Client

from accounts.models import NotificationRule, NotificationStep, User
from alerts import log
from alerts.models import Alert
from oncall.models import Participant, Rotation, Schedule
from teams.models import Team
from tests.jobs import run_jobs

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday


def make_schedule(*people: User, name: str = "Shifts", team: Team | None = None) -> Schedule:
    """A schedule in which these people take turns of a day from NOON on; without any, nobody."""
    schedule = Schedule.objects.create(name=name, team=team)
    if people:
        starts_at = NOON - timedelta(days=len(people) * 30)
        rotation = Rotation.objects.create(
            schedule=schedule, name="Days", kind="daily", starts_at=starts_at
        )
        Participant.objects.bulk_create(
            Participant(rotation=rotation, position=place, kind="user", user=person)
            for place, person in enumerate(people)
        )
    return schedule


def make_rule(person: User, action: str, *after_minutes: int, **values: Any) -> NotificationRule:
    """A notification rule with steps to the person's e-mail after so many minutes."""
    rule = NotificationRule.objects.create(user=person, action=action, name=action, **values)
    contact = person.contacts.get(method="email")
    for minutes in after_minutes or (0,):
        NotificationStep.objects.create(rule=rule, contact=contact, after_minutes=minutes)
    return rule


def only_rule(person: User, action: str, *after_minutes: int, **values: Any) -> NotificationRule:
    """The same, as the only rule that the person has for such events."""
    person.notification_rules.filter(action=action).delete()
    return make_rule(person, action, *after_minutes, **values)


def at(minutes: float = 0) -> Any:
    """So many minutes after NOON: `with at(5): …`."""
    return time_machine.travel(NOON + timedelta(minutes=minutes), tick=False)


def told(minutes: float = 0) -> list[str]:
    """Who got which mail by then, newly: "ben: [P3] #1 Alert". The outbox is emptied."""
    with at(minutes):
        run_jobs()
    sent = [f"{one.to[0].partition('@')[0]}: {one.subject}" for one in mail.outbox]
    mail.outbox.clear()
    return sent


def rows(client: Client, *, since: float) -> int:
    """How many rows an open list gets that looked last so many minutes after NOON."""
    moment = (NOON + timedelta(minutes=since)).isoformat()
    news = client.get("/alerts/news/", {"since": moment}, headers={"HX-Request": "true"})
    return news.content.count(b"<tr")


def said(alert: Alert) -> list[str]:
    """What the alert's log says, without how it came in."""
    return [log.sentence(entry) for entry in alert.log.all()][1:]
