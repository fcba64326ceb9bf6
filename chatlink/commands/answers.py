"""Answering alerts in a chat: ack, unack, close, own, assign, snooze."""

from typing import Protocol

from accounts.actors import Actor
from alerts.actions import answers, ownership
from alerts.models import Alert
from chatlink.commands.people import person_called
from chatlink.commands.talk import Talk, called
from chatlink.messages import Reply
from common.times import in_full


class Change(Protocol):
    """An action on an alert that needs no more than who does it."""

    def __call__(self, alert: Alert, *, by: Actor) -> object:
        """Change the alert. Raises PermissionDenied, ValidationError."""


def ack(talk: Talk) -> Reply:
    """Acknowledge the alerts."""
    return _each(talk, answers.acknowledge, "acknowledged")


def unack(talk: Talk) -> Reply:
    """Take the acknowledgements back."""
    return _each(talk, answers.unacknowledge, "unacknowledged")


def close(talk: Talk) -> Reply:
    """Close the alerts."""
    return _each(talk, answers.close, "closed")


def own(talk: Talk) -> Reply:
    """Make who asks the owner."""
    return _each(talk, ownership.take_ownership, "took ownership of")


def assign(talk: Talk) -> Reply:
    """Make somebody the owner."""
    person = person_called(talk, talk.command.name)

    def act(alert: Alert) -> str:
        ownership.assign(alert, person, by=talk.by)
        return f"{talk.by.name} assigned ownership of {called(alert)} to {person.full_name}"

    return talk.each(act)


def snooze(talk: Talk) -> Reply:
    """Let the alerts rest for a while."""
    until = talk.now + talk.command.span

    def act(alert: Alert) -> str:
        answers.snooze(alert, until=until, by=talk.by)
        return f"{talk.by.name} snoozed {called(alert)} until {in_full(until)}"

    return talk.each(act)


def _each(talk: Talk, change: Change, done: str) -> Reply:
    """Change each alert that is named; `done` is what its line says of it."""

    def act(alert: Alert) -> str:
        change(alert, by=talk.by)
        return f"{talk.by.name} {done} {called(alert)}"

    return talk.each(act)
