"""Time restrictions read the slow way: a window is the minutes one walks through."""

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTE = timedelta(minutes=1)


def minutes_of(restriction):
    """All (weekday, hour, minute) inside a restriction of the v2 API."""
    return _minutes_of(json.dumps(restriction))


@lru_cache(maxsize=16)
def _minutes_of(written):
    restriction = json.loads(written)
    if restriction["type"] == "time-of-day":
        window = restriction["restriction"]
        return {
            minute
            for day in range(7)
            for minute in walk(
                (day, window["startHour"], window["startMin"]),
                (day, window["endHour"], window["endMin"]),
                most=24 * 60,
            )
        }
    inside = set()
    for window in restriction["restrictions"]:
        start = (DAYS.index(window["startDay"]), window["startHour"], window["startMin"])
        end = (DAYS.index(window["endDay"]), window["endHour"], window["endMin"])
        if start != end:
            inside |= walk(start, end, most=7 * 24 * 60)
    return inside


def walk(start, end, most):
    """The minutes from one to the other, the last not included; round the week if need be."""
    if end[1] == 24:
        end = ((end[0] + 1) % 7, 0, 0)
    day, hour, minute = start
    inside = set()
    while len(inside) < most:
        inside.add((day, hour, minute))
        minute += 1
        if minute == 60:
            hour, minute = hour + 1, 0
        if hour == 24:
            day, hour = (day + 1) % 7, 0
        if (day, hour, minute) == end or (most == 24 * 60 and (hour, minute) == end[1:]):
            break
    return inside


def is_inside(inside, at, zone):
    """Whether the clock on the wall shows one of the minutes."""
    local = at.astimezone(zone)
    return (local.weekday(), local.hour, local.minute) in inside


def spans(inside, start, end, zone):
    """From when to when, by looking at every minute (of moments without seconds)."""
    found, at = [], start
    while at < end:
        if is_inside(inside, at, zone):
            if found and found[-1][1] == at:
                found[-1][1] = at + MINUTE
            else:
                found.append([at, at + MINUTE])
        at += MINUTE
    return [tuple(span) for span in found]


def clock_changes(zone_name, year):
    """The days, at 00:00 UTC, on which a zone's distance from UTC changes."""
    zone, days = ZoneInfo(zone_name), []
    for day in range(366):
        at = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day)
        if at.astimezone(zone).utcoffset() != (at + timedelta(days=1)).astimezone(zone).utcoffset():
            days.append(at)
    return days
