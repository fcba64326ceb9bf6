"""The log of an alert: writing it, and the words it is read in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from alerts import limits
from alerts.models import Alert, AlertLog
from alerts.signals import alert_logged
from common.times import in_full

# verb → what follows the name of who did it, with the entry's details. Others add theirs.
WORDS: dict[str, str] = {
    "created": "created the alert",
    "noted": "added a note",
    "acknowledged": "acknowledged the alert",
    "unacknowledged": "took back the acknowledgement",
    "closed": "closed the alert",
    "snoozed": "snoozed the alert until {until}",
    "woke": "ended the snooze: its time was over",
    "assigned": "assigned the alert to {person}",
    "owned": "took the alert",
    "tagged": "added the tags {tags}",
    "untagged": "removed the tags {tags}",
    "detailed": "added the details {keys}",
    "undetailed": "removed the details {keys}",
    "prioritised": "changed the priority from {before} to {after}",
    "renamed": "changed the message",
    "described": "changed the description",
    "escalated": "escalated the alert to {name}",
    "responder_added": "added the {kind} {name} as responder",
    "action_run": "ran the action {action}",
}


def record(alert: Alert, verb: str, *, by: Actor, **details: Any) -> AlertLog:
    """Write a log entry in the caller's transaction, and let others know; `details` are JSON."""
    return record_all([alert], verb, by=by, **details)[0]


def record_all(alerts: Sequence[Alert], verb: str, *, by: Actor, **details: Any) -> list[AlertLog]:
    """Write the same entry into the logs of many alerts, in a constant number of statements.

    A verb without words in WORDS is a programmer's slip and raises KeyError.
    """
    return _write([(alert, details) for alert in alerts], verb, by)


def record_each(
    alert: Alert, verb: str, details: Iterable[dict[str, Any]], *, by: Actor
) -> list[AlertLog]:
    """Write an entry for each of these details, in a constant number of statements."""
    return _write([(alert, one) for one in details], verb, by)


def _write(what: Iterable[tuple[Alert, dict[str, Any]]], verb: str, by: Actor) -> list[AlertLog]:
    WORDS[verb]
    entries = AlertLog.objects.bulk_create(
        AlertLog(alert=alert, verb=verb, details={**details, **on_behalf(by)}, **who(by))
        for alert, details in what
    )
    alert_logged.send(AlertLog, entries=entries, by=by)
    return entries


def who(by: Actor) -> dict[str, Any]:
    """The columns that say who did it, and by which door."""
    return {
        "actor_name": by.name,
        "via": str(by.via),
        "door": str(by.door),
        "user_id": by.user.pk if by.user else None,
        "api_key_id": by.api_key.pk if by.api_key else None,
    }


def speaking_for(by: Actor, user: str) -> Actor:
    """The actor, by the name that a script gives for whoever it acts for."""
    name = limits.text_of(user, limits.USER)
    return replace(by, name=name) if name and by.api_key else by


def on_behalf(by: Actor) -> dict[str, str]:
    """The name of the key when it says that somebody else acts through it."""
    return {"key": by.api_key.name} if by.api_key and by.api_key.name != by.name else {}


def sentence(entry: AlertLog) -> str:
    """Say what an entry records, to follow the actor's name: "added the tags db, prod"."""
    words = {name: _written(name, value) for name, value in entry.details.items()}
    try:
        return WORDS.get(entry.verb, entry.verb).format(**words)
    except (KeyError, IndexError, ValueError):
        return entry.verb


def _written(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return in_full(datetime.fromisoformat(value)) if name == "until" else str(value)
