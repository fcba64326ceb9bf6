"""Acme's schedules: who is on call, by turns of weeks, nights, twelve hours and time zones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.demo import fixed_id
from accounts.models import User
from config.demo import escalations
from config.demo.cast import PEOPLE, person_id
from config.demo.shifts import OVERRIDES, SCHEDULES
from config.demo.teams import TEAMS, made_at, team_id
from oncall.actions.defaults import last_handover
from oncall.models import Override, Participant, Rotation, Schedule
from teams.models import Team

WEEKS_AGO = timedelta(weeks=6)  # since then people have taken turns


def schedule_id(name: str) -> UUID:
    """Return the id of the schedule of that name."""
    return fixed_id("schedule", name)


def escalation_id(team: str) -> UUID:
    """Return the id of a team's escalation."""
    return escalations.escalation_id(f"{team}_escalation")


def load(today: datetime) -> None:
    """Insert schedules with rotations and overrides, and escalations.

    Nothing where Acme was before there were schedules: its teams got theirs when it was brought up
    to date, and somebody may have deleted teams or people since.
    """
    if not is_new():
        return
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
    escalations.load(made, {one.name: schedule_id(one.name) for one in SCHEDULES})


def is_new() -> bool:
    """Whether all of Acme is here, and none of its teams has a schedule."""
    teams = Team.objects.filter(pk__in=[team_id(team.name) for team in TEAMS])
    people = User.objects.filter(pk__in=[person_id(one.login) for one in PEOPLE])
    is_whole = teams.count() == len(TEAMS) and people.count() == len(PEOPLE)
    return is_whole and not Schedule.objects.filter(team__in=teams).exists()


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
