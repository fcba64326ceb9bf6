"""Answering alerts in a chat: ack, unack, close, own, assign, snooze."""

from alerts.actions import answers, ownership
from alerts.models import Alert
from chatlink.commands.people import person_called
from chatlink.commands.talk import Talk, called
from chatlink.messages import Reply
from common.times import in_full


def ack(talk: Talk) -> Reply:
    """Acknowledge the alerts."""

    def act(alert: Alert) -> str:
        answers.acknowledge(alert, by=talk.by)
        return f"{talk.by.name} acknowledged {called(alert)}"

    return talk.each(act)


def unack(talk: Talk) -> Reply:
    """Take the acknowledgements back."""

    def act(alert: Alert) -> str:
        answers.unacknowledge(alert, by=talk.by)
        return f"{talk.by.name} unacknowledged {called(alert)}"

    return talk.each(act)


def close(talk: Talk) -> Reply:
    """Close the alerts."""

    def act(alert: Alert) -> str:
        answers.close(alert, by=talk.by)
        return f"{talk.by.name} closed {called(alert)}"

    return talk.each(act)


def own(talk: Talk) -> Reply:
    """Make who asks the owner."""

    def act(alert: Alert) -> str:
        ownership.take_ownership(alert, by=talk.by)
        return f"{talk.by.name} took ownership of {called(alert)}"

    return talk.each(act)


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
