"""What happened to an alert, as its page tells it: the log, and which way it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.actors import Actor, Via
from accounts.log_reading import DOORS
from alerts import log
from alerts.models import Alert, AlertLog
from alerts.why import Why
from common import times
from oncall.moments import DAYS

MOST = 100  # entries on one page
MUSTER = Actor.system().name
ICONS = {
    "created": "code",
    "noted": "message",
    "acknowledged": "check",
    "unacknowledged": "arrow-back-up",
    "closed": "checks",
    "snoozed": "moon",
    "woke": "bell",
    "assigned": "user-check",
    "owned": "user-check",
    "escalated": "stairs-up",
    "responder_added": "user-plus",
    "prioritised": "flag",
    "tagged": "table",
    "notified": "bell",
    "not_notified": "bell-off",
    "unreachable": "bell-off",
    "told_nobody": "bell-off",
    "nobody_on_call": "bell-off",
    "target_gone": "bell-off",
    "escalation_empty": "bell-off",
    "escalation_deleted": "bell-off",
}
ESCALATION, OTHER = "stairs-up", "pencil"
CREATED, ROUTED, LATER = range(3)  # of one moment, what came first


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline: when, an icon, who, what; then a text, and by which door.

    `lead` stands before who: "Notified" Ben "by e-mail". `link` leads to what `linked` names.
    """

    at: datetime
    icon: str
    words: str
    actor: str = ""
    lead: str = ""
    linked: str = ""
    link: str = ""
    text: str = ""
    door: str = ""
    rank: int = LATER

    @property
    def day(self) -> str:
        """The day for the reader: "Sun 22 Nov 2026"."""
        local = timezone.localtime(self.at)
        return f"{DAYS[local.weekday()]} {times.day(local)}"

    @property
    def clock(self) -> str:
        """The time of that day: "14:05"."""
        return times.clock(timezone.localtime(self.at))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest happenings first; `older` is the log entry before which more come, or 0."""

    happenings: list[Happening]
    older: int
    is_newest: bool


def timeline_of(alert: Alert, reasons: Sequence[Why] = (), *, before: int = 0) -> Timeline:
    """Tell what happened to an alert, newest first, or before a log entry. One query."""
    entries = alert.log.order_by("-pk")
    # The entry itself comes along: routes belong on this page only if they are older.
    found = list((entries.filter(pk__lte=before) if before else entries)[: MOST + 2])
    until = found.pop(0).at if before and found and found[0].pk == before else None
    older = found[MOST - 1].pk if len(found) > MOST else 0
    shown = found[:MOST]
    since = shown[-1].at if older else None
    routed = [
        _routed(one)
        for one in reasons
        if (since is None or one.route.at >= since) and (until is None or one.route.at < until)
    ]
    told = [_told(entry, alert) for entry in shown]
    ordered = sorted([*told, *routed], key=lambda one: (one.at, one.rank), reverse=True)
    return Timeline(ordered, older, not before)


def _told(entry: AlertLog, alert: Alert) -> Happening:
    kind = ESCALATION if entry.verb.startswith("escalation") else OTHER
    told = {
        "created": _created,
        "notified": _notified,
        "not_notified": _not_notified,
    }.get(entry.verb, _usual)
    rank = CREATED if entry.verb == "created" else LATER
    return Happening(entry.at, ICONS.get(entry.verb, kind), rank=rank, **told(entry, alert))


def _usual(entry: AlertLog, alert: Alert) -> dict[str, str]:
    said = {"words": log.sentence(entry), "text": _text(entry), "door": _door(entry)}
    if entry.via == Via.SYSTEM and entry.actor_name == MUSTER:
        return said | {"words": said["words"][:1].upper() + said["words"][1:]}
    return said | {"actor": entry.actor_name}


def _created(entry: AlertLog, alert: Alert) -> dict[str, str]:
    if not entry.api_key_id and entry.via != Via.API:
        return _usual(entry, alert) | {"door": _with_unknown(_door(entry), entry)}
    name = entry.details.get("key") or entry.actor_name
    by = f", for {entry.actor_name}" if name != entry.actor_name else ""
    alias = f", alias {alert.alias}" if alert.alias != str(alert.pk) else ""
    return {
        "words": "Created through the API",
        "door": _with_unknown(f"Key “{name}”{by}{alias}", entry),
    }


def _notified(entry: AlertLog, _: Alert) -> dict[str, str]:
    said = entry.details
    return {
        "lead": "Notified",
        "actor": str(said.get("person", "")),
        "words": f"by {said.get('method', '')}",
        "door": str(said.get("because", "")),
    }


def _not_notified(entry: AlertLog, _: Alert) -> dict[str, str]:
    said = entry.details
    return {
        "lead": "Could not notify",
        "actor": str(said.get("person", "")),
        "words": f"by {said.get('method', '')}: {said.get('reason', '')}",
    }


def _text(entry: AlertLog) -> str:
    """A note, or what a text was changed from."""
    if entry.verb == "noted":
        return str(entry.details.get("note", ""))
    if entry.verb == "renamed":
        return "Before: {}".format(entry.details.get("before", ""))
    return ""


def _door(entry: AlertLog) -> str:
    """By which door: "Web", "API, key “prometheus”"; what Muster does itself needs none."""
    if entry.via == Via.SYSTEM:
        return ""
    door = DOORS.get(entry.via, (entry.via, ""))[0]
    details: dict[str, Any] = entry.details
    key = details.get("key") or (entry.actor_name if entry.api_key_id else "")
    return f"{door}, key “{key}”" if key else door


def _with_unknown(door: str, entry: AlertLog) -> str:
    """Add the responders that were named and aren't there."""
    unknown = ", ".join(map(str, entry.details.get("unknown", ())))
    return f"{door}. Not found: {unknown}" if unknown else door


def _routed(one: Why) -> Happening:
    """Which way a team's rules sent it."""
    route = one.route
    to = f"to {one.target}" if one.target else "to nobody"
    if not one.is_seen:
        words = f"Routed by the rules of {route.team_name} {to}"
        return Happening(route.at, "route", words, rank=ROUTED)
    if not one.winner:
        words = f"{route.team_name} has no rules, so nobody was chosen"
        return Happening(route.at, "route", words, rank=ROUTED)
    return Happening(
        route.at,
        "route",
        f"Routed by {one.winner}",
        linked=route.rule_name,
        link=one.rule_address,
        door=f"{route.team_name}, {to}",
        rank=ROUTED,
    )
