"""Locks, so that two who change the same schedule or escalation come one after the other."""

from common import holding
from oncall.models import Escalation, Override, Rotation, Schedule
from teams.models import Team

GONE = "Somebody has deleted this meanwhile."


def hold(row: Schedule | Escalation) -> None:
    """Lock a schedule or an escalation until the transaction ends, and read it anew.

    Its team is locked first, as the team's deletion does, so that the two can't wait for each
    other; no more than it must be, so that alerts of the team come in meanwhile.
    Raises ValidationError when somebody has deleted it meanwhile.
    """
    if row.team_id:
        list(Team.objects.select_for_update(no_key=True).filter(pk=row.team_id).values("pk"))
    holding.hold(row, gone=GONE, rows=type(row)._default_manager.select_related("team"))


def hold_part(part: Rotation | Override) -> Schedule:
    """Lock the schedule of a rotation or an override, read the part anew, return the schedule."""
    hold(part.schedule)
    schedule = part.schedule
    holding.read_anew(part, gone=GONE)
    part.schedule = schedule
    return schedule
