"""What state an alert is in, in words. Pure."""

from dataclasses import dataclass
from datetime import datetime

from alerts.models import Alert
from common import times

PRIORITY_TONES = {1: "t-bad", 2: "t-warn"}


@dataclass(frozen=True, slots=True)
class State:
    """A state as pages show it: words, the tone of its chip, an icon."""

    words: str
    tone: str
    icon: str
    wants_somebody: bool = False


def state_of(alert: Alert, now: datetime) -> State:
    """Say what an alert waits for, or that it is over."""
    if not alert.is_open:
        return State(f"Closed by {alert.closed_by}", "", "check")
    if alert.snoozed_until and alert.snoozed_until > now:
        return State(f"Snoozed until {times.in_full(alert.snoozed_until)}", "", "moon")
    if alert.is_acknowledged:
        return State(f"Acknowledged by {alert.acknowledged_by}", "t-ok", "user-check")
    return State("Open", "t-bad", "bell", wants_somebody=True)


def priority_tone(priority: int) -> str:
    """The tone of a priority's chip: the two most urgent ones stand out."""
    return PRIORITY_TONES.get(priority, "")


def teams_of(alert: Alert) -> list[str]:
    """The names of the teams that an alert came to."""
    return [one["name"] for one in alert.responders if one["type"] == "team"]
