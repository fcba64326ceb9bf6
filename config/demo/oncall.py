"""Acme's schedules: who is on call, by turns of weeks, nights, twelve hours and time zones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.demo import fixed_id
from config.demo.cast import person_id
from config.demo.shifts import OVERRIDES, SCHEDULES
from config.demo.teams import TEAMS, made_at, team_id
from oncall.actions.defaults import last_handover
from oncall.models import Escalation, EscalationRule, Override, Participant, Rotation, Schedule

WEEKS_AGO = timedelta(weeks=6)  # since then people have taken turns
EVERYBODY_AFTER = 5  # minutes


def schedule_id(name: str) -> UUID:
    """Return the id of the schedule of that name."""
    return fixed_id("schedule", name)


def escalation_id(team: str) -> UUID:
    """Return the id of a team's escalation."""
    return fixed_id("escalation", team)


def load(today: datetime) -> None:
    """Insert schedules with rotations and overrides, and an escalation for each team."""
    made = {team.name: made_at(team, today) for team in TEAMS}
    Schedule.objects.bulk_create(
        Schedule(
            id=schedule_id(one.name),
            team_id=team_id(one.team),
            name=one.name,
            description=one.about,
            time_zone=one.zone,
            is_enabled=one.is_enabled,
            created_at=made[one.team],
        )
        for one in SCHEDULES
    )
    Rotation.objects.bulk_create(rotations(today))
    Participant.objects.bulk_create(participants())
    load_overrides(today)
    load_escalations(made)


def rotations(today: datetime) -> Iterator[Rotation]:
    """Yield the rotations: all began on a Monday at nine, some weeks ago."""
    for schedule in SCHEDULES:
        monday = last_handover(today, ZoneInfo(schedule.zone)) - WEEKS_AGO
        for position, one in enumerate(schedule.rotations):
            yield Rotation(
                id=rotation_id(schedule.name, one.name),
                schedule_id=schedule_id(schedule.name),
                name=one.name,
                kind=one.kind,
                length=one.length,
                starts_at=monday,
                time_restriction=one.hours,
                position=position,
            )


def rotation_id(schedule: str, name: str) -> UUID:
    """Return the id of a rotation."""
    return fixed_id("rotation", schedule, name)


def participants() -> Iterator[Participant]:
    """Yield who takes turns."""
    for schedule in SCHEDULES:
        for one in schedule.rotations:
            for position, login in enumerate(one.logins.split()):
                yield Participant(
                    id=fixed_id("turn", schedule.name, one.name, login),
                    rotation_id=rotation_id(schedule.name, one.name),
                    position=position,
                    kind=Participant.Kind.USER,
                    user_id=person_id(login),
                )


def load_overrides(today: datetime) -> None:
    """Insert the shifts that were taken."""
    zones = {one.name: ZoneInfo(one.zone) for one in SCHEDULES}
    for one in OVERRIDES:
        start = last_handover(today, zones[one.schedule]) + timedelta(days=one.day)
        identity = fixed_id("override", one.schedule, one.login)
        override = Override.objects.create(
            id=identity,
            alias=str(identity),
            schedule_id=schedule_id(one.schedule),
            user_id=person_id(one.login),
            starts_at=start,
            ends_at=start + timedelta(hours=one.hours),
            created_at=today - timedelta(days=1),
        )
        named = [rotation_id(one.schedule, name) for name in one.rotations]
        override.rotations.set(Rotation.objects.filter(pk__in=named))


def load_escalations(made: dict[str, datetime]) -> None:
    """Insert what every team has from birth: who is on call at once, then everybody."""
    Escalation.objects.bulk_create(
        Escalation(
            id=escalation_id(team.name),
            team_id=team_id(team.name),
            name=f"{team.name}_escalation",
            created_at=made[team.name],
        )
        for team in TEAMS
    )
    EscalationRule.objects.bulk_create(
        rule for team in TEAMS for rule in steps_of(team.name, escalation_id(team.name))
    )


def steps_of(team: str, escalation: UUID) -> Iterator[EscalationRule]:
    """Yield the two steps of a team's escalation."""
    yield EscalationRule(
        id=fixed_id("step", team, "0"),
        escalation_id=escalation,
        position=0,
        kind="schedule",
        schedule_id=schedule_id(f"{team}_schedule"),
    )
    yield EscalationRule(
        id=fixed_id("step", team, "1"),
        escalation_id=escalation,
        position=1,
        delay_minutes=EVERYBODY_AFTER,
        kind="team",
        team_id=team_id(team),
        notify_type=EscalationRule.NotifyType.ALL,
    )
