"""What every team has from birth: a schedule, and an escalation that begins with it.

Opsgenie's names, so that what removes a new team's own ones (Terraform's
`delete_default_resources`) finds them. Contract: opsgenie-v2.md §2.
"""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Account
from oncall.models import Escalation, EscalationRule, Participant, Rotation, Schedule
from oncall.signals import team_equipped
from teams.models import Team

SCHEDULE, ESCALATION, ROTATION = "_schedule", "_escalation", "Rotation"
EVERYBODY_AFTER = 5  # minutes
TRIES = 20  # names looked at in one query
HANDOVER = timedelta(hours=9)  # on Mondays
TAKEN = "Somebody made a schedule or an escalation of this team's name meanwhile. Try again."


@transaction.atomic
def equip(team: Team, *, by: Actor) -> None:
    """Give a new team its schedule and escalation; floors above hear of it.

    Nobody is in a new team, so the turn is the team's: who comes into it is on call. The log
    says that the team was made, and no more.
    """
    try:
        with transaction.atomic():
            schedule = make_schedule(team, now=timezone.now())
            escalation = make_escalation(team, schedule)
    except IntegrityError:
        raise ValidationError({"name": TAKEN}) from None
    team_equipped.send(Team, team=team, schedule=schedule, escalation=escalation, by=by)


def make_schedule(team: Team, *, now: datetime) -> Schedule:
    """A schedule in the account's time zone, whose one weekly turn is the whole team's."""
    zone = Account.current().time_zone
    name = free_name(Schedule, team.name, SCHEDULE)
    schedule = Schedule.objects.create(team=team, name=name, time_zone=zone)
    starts_at = last_handover(now, ZoneInfo(zone))
    rotation = Rotation.objects.create(schedule=schedule, name=ROTATION, starts_at=starts_at)
    Participant.objects.create(rotation=rotation, position=0, kind="team", team=team)
    return schedule


def make_escalation(team: Team, schedule: Schedule) -> Escalation:
    """An escalation: who is on call at once; everybody of the team when nobody acknowledges."""
    name = free_name(Escalation, team.name, ESCALATION)
    escalation = Escalation.objects.create(team=team, name=name)
    first = EscalationRule(position=0, kind="schedule", schedule=schedule)
    then = EscalationRule(position=1, delay_minutes=EVERYBODY_AFTER, kind="team", team=team)
    then.notify_type = EscalationRule.NotifyType.ALL
    for rule in (first, then):
        rule.escalation = escalation
    EscalationRule.objects.bulk_create([first, then])
    return escalation


def free_name(model: type[Schedule | Escalation], stem: str, ending: str) -> str:
    """The name that nothing of the model has yet: Payments_schedule, Payments_schedule_2 …

    The team's name is cut where both don't fit. One query, and one more for each 20 taken.
    """
    longest, table = model._meta.get_field("name").max_length or 0, model._meta.db_table
    sql = f"""SELECT wanted FROM unnest(%s::text[]) WITH ORDINALITY AS names (wanted, place)
        WHERE NOT EXISTS (SELECT FROM {table} WHERE lower(name) = lower(wanted))
        ORDER BY place LIMIT 1"""  # noqa: S608  the table is a model's
    for first in count(1, TRIES):
        numbers = range(first, first + TRIES)
        ends = [ending if number == 1 else f"{ending}_{number}" for number in numbers]
        with connection.cursor() as cursor:
            cursor.execute(sql, [[stem[: longest - len(end)] + end for end in ends]])
            if found := cursor.fetchone():
                return str(found[0])
    raise AssertionError("There are more numbers than rows.")


def last_handover(now: datetime, zone: ZoneInfo) -> datetime:
    """The last Monday at nine, by the clocks of the zone."""
    there = (now.astimezone(zone).replace(tzinfo=None) - HANDOVER).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    monday = there - timedelta(days=there.weekday())
    return (monday + HANDOVER).replace(tzinfo=zone)
