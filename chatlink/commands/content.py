"""What alerts say and can do, in a chat: note, addtag, priority, exec."""

from alerts.actions import content, reaching
from alerts.models import Alert
from chatlink.commands.talk import Talk, called
from chatlink.messages import Reply
from common.text import one_line, shortened

SHOWN = 100  # characters of a note


def note(talk: Talk) -> Reply:
    """Write a note into the logs of the alerts."""
    text = talk.command.text
    words = shortened(one_line(text, len(text)), SHOWN)

    def act(alert: Alert) -> str:
        content.add_note(alert, text, by=talk.by)
        return f'{talk.by.name} added note "{words}" to {called(alert)}'

    return talk.each(act)


def add_tag(talk: Talk) -> Reply:
    """Add tags, and say which the alert has: more than it may have are left out."""
    tags = talk.command.text.split(",")

    def act(alert: Alert) -> str:
        content.add_tags(alert, tags, by=talk.by)
        return f"{talk.by.name} tagged {called(alert)}: {', '.join(alert.tags)}"

    return talk.each(act)


def priority(talk: Talk) -> Reply:
    """Say how urgent the alerts are."""
    level = talk.command.level

    def act(alert: Alert) -> str:
        content.set_priority(alert, level, by=talk.by)
        return f"{talk.by.name} changed the priority of {called(alert)} to P{level}"

    return talk.each(act)


def execute(talk: Talk) -> Reply:
    """Run an action that the alerts name as their own."""
    action = talk.command.text

    def act(alert: Alert) -> str:
        reaching.run_action(alert, action, by=talk.by)
        return f"{talk.by.name} ran {one_line(action, SHOWN)} on {called(alert)}"

    return talk.each(act)
