"""What can be done with an alert, in the kinds that people look for. Pure."""

from typing import Any

from accounts.actors import Via

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "acknowledged": ("Acknowledged", ("acknowledged",)),
    "unacknowledged": ("Acknowledgement taken back", ("unacknowledged",)),
    "closed": ("Closed", ("closed",)),
    "snoozed": ("Snoozed or woken", ("snoozed", "woke")),
    "assigned": ("Assigned or taken", ("assigned", "owned")),
    "noted": ("Note added", ("noted",)),
    "reached": ("Escalated or responder added", ("escalated", "responder_added")),
    "changed": (
        "Changed",
        (
            *("described", "detailed", "prioritised", "renamed"),
            *("tagged", "undetailed", "untagged"),
        ),
    ),
    "action": ("Action run", ("action_run",)),
    "created": ("Created by hand or in chat", ("created",)),
}
SENT = "sent"  # alerts that scripts send in: no act, and only shown when they are asked for
SENT_LABEL = "Sent in by API"
_KIND_OF = {verb: label for label, verbs in KINDS.values() for verb in verbs}


def choices() -> list[tuple[str, str]]:
    """The kinds as a filter offers them."""
    named = [(name, label) for name, (label, _) in KINDS.items()]
    return [("", "Any action"), *named, (SENT, SENT_LABEL)]


def label_of(verb: str, via: str) -> str:
    """Say what kind of thing an entry of the log records."""
    is_sent = verb == "created" and via == Via.API
    return SENT_LABEL if is_sent else _KIND_OF.get(verb, verb)


def columns_of(name: str) -> dict[str, Any]:
    """What the log's columns have to be for a kind of the filter."""
    if name == SENT:
        return {"verb": "created", "via": Via.API}
    return {"verb__in": KINDS[name][1]}
