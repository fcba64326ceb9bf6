"""An alert as a message in a channel."""

from datetime import datetime

from django.conf import settings

from alerts.models import Alert
from alerts.states import state_of, teams_of
from chatlink.messages import Button, Card

LONGEST_DESCRIPTION = 500  # characters: a channel is no place for a whole log
COLOURS = {1: "bad", 2: "warn"}


def card_of(alert: Alert, now: datetime) -> Card:
    """Return the message for an alert as it is now."""
    state = state_of(alert, now)
    facts = [f"P{alert.priority}", state.words, ", ".join(teams_of(alert))]
    lines = [", ".join(fact for fact in facts if fact)]
    if alert.owner:
        lines.append(f"Owner: {alert.owner.full_name}")
    if alert.description and alert.is_open:
        lines.append(alert.description[:LONGEST_DESCRIPTION])
    return Card(
        title=f"#{alert.tiny_id} {alert.message}",
        url=settings.PUBLIC_URL + alert.get_absolute_url(),
        lines=tuple(lines),
        colour=_colour(alert),
        buttons=_buttons(alert),
    )


def _colour(alert: Alert) -> str:
    if not alert.is_open:
        return "calm"
    return "ok" if alert.is_acknowledged else COLOURS.get(alert.priority, "warn")


def _buttons(alert: Alert) -> tuple[Button, ...]:
    """What can be done with it now, in the words that would be typed after /genie."""
    if not alert.is_open:
        return ()
    number = alert.tiny_id
    first = (
        Button("Unacknowledge", f"unack {number}")
        if alert.is_acknowledged
        else Button("Acknowledge", f"ack {number}", is_main=True)
    )
    return (
        first,
        Button("Close", f"close {number}"),
        Button("Take ownership", f"own {number}"),
        Button("Assign to me", f"assign {number} to me"),
        Button("Snooze 1 h", f"snooze {number} for 1h"),
    )
