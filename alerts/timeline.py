"""What happened to an alert, as its page tells it: the log, and which way it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.actors import Via
from accounts.log_reading import DOORS
from alerts import log
from alerts.models import Alert, AlertLog, Route
from common import times

MOST = 100  # entries on one page
ICONS = {
    "created": "point",
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
    "notified": "bell",
    "not_notified": "bell-off",
    "unreachable": "bell-off",
    "told_nobody": "bell-off",
}
ESCALATION, OTHER = "stairs-up", "pencil"
TEXTS = ("note", "before", "after")  # details that are texts of their own


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline: when, an icon, who, what; then a text, and by which door."""

    at: datetime
    icon: str
    actor: str
    words: str
    text: str = ""
    door: str = ""
    team_id: UUID | None = None
    rule_id: UUID | None = None

    @property
    def day(self) -> str:
        """The day for the reader: "22 Nov 2026"."""
        return times.day(timezone.localtime(self.at))

    @property
    def clock(self) -> str:
        """The time of that day: "14:05"."""
        return times.clock(timezone.localtime(self.at))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest happenings first; `older` is the log entry before which more come, or 0."""

    happenings: list[Happening]
    older: int


def timeline_of(alert: Alert, *, before: int = 0) -> Timeline:
    """Tell what happened to an alert, newest first. Two queries."""
    entries = alert.log.order_by("-pk")
    found = list((entries.filter(pk__lt=before) if before else entries)[: MOST + 1])
    older = found[MOST - 1].pk if len(found) > MOST else 0
    told = [_told(entry) for entry in found[:MOST]]
    # The routes stand where the alert came in, at the very end.
    routes = [] if older else [_routed(route) for route in alert.routes.defer("verdicts")]
    return Timeline(_newest_first([*told, *routes]), older)


def _newest_first(happenings: Iterable[Happening]) -> list[Happening]:
    return sorted(happenings, key=lambda one: one.at, reverse=True)


def _told(entry: AlertLog) -> Happening:
    kind = ESCALATION if entry.verb.startswith("escalation") else OTHER
    return Happening(
        at=entry.at,
        icon=ICONS.get(entry.verb, kind),
        actor=entry.actor_name,
        words=log.sentence(entry),
        text=_text(entry),
        door=_door(entry),
    )


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
    unknown = ", ".join(map(str, details.get("unknown", ())))
    said = [f"{door}, key “{key}”" if key else door]
    return ". ".join([*said, f"Not found: {unknown}"] if unknown else said)


def _routed(route: Route) -> Happening:
    words = f"routed by “{route.rule_name}” to {route.target_name or 'nobody'}"
    return Happening(
        route.at, "route", route.team_name, words, team_id=route.team_id, rule_id=route.rule_id
    )
