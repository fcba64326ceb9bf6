"""Who is on call, found the slow way: minute by minute, with a clock one looks at."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from oncall.restrictions import is_open
from oncall.rotation import Plan, Turns, Who

MINUTE = timedelta(minutes=1)


def turns_by_minute(turns: Turns, zone: ZoneInfo, until: datetime) -> dict[datetime, Who]:
    """Whose turn it is at each minute from the rotation's start; minutes without a turn lack.

    It looks at the clock on the wall every minute. Whenever the clock shows, for the first time,
    that a turn's length is over, the next one takes over, as often as the clock skipped one.
    """
    at, found, number = turns.starts_at.astimezone(UTC), {}, 0
    handover = shown(at, zone) + turns.step
    while at < until and (turns.ends_at is None or at < turns.ends_at):
        while shown(at, zone) >= handover:
            number, handover = number + 1, handover + turns.step
        if is_open(turns.restriction, at, zone) and turns.participants:
            found[at] = turns.participants[number % len(turns.participants)]
        at += MINUTE
    return found


def plan_by_minute(plan: Plan, start: datetime, until: datetime) -> dict[datetime, tuple[Who, ...]]:
    """Who is on call at each minute, overrides included; minutes without anybody lack."""
    lines = [(turns, turns_by_minute(turns, plan.zone, until)) for turns in plan.rotations]
    found, at = {}, start
    while at < until and plan.is_enabled:
        people = []
        for turns, line in lines:
            who = line.get(at)
            if who is None:
                continue
            for one in plan.overrides:  # made later wins, so the last one stands
                is_meant = not one.rotations or turns.id in one.rotations
                if is_meant and one.starts_at <= at < one.ends_at:
                    who = one.who
            people.append(who)
        if not people:
            whole = [one for one in plan.overrides if not one.rotations]
            people = [one.who for one in whole if one.starts_at <= at < one.ends_at][-1:]
        distinct = tuple(dict.fromkeys(who for who in people if who.kind != "none"))
        if distinct:
            found[at] = distinct
        at += MINUTE
    return found


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows."""
    return at.astimezone(zone).replace(tzinfo=None)
