"""What a chat shows: help, list, get."""

from django.urls import reverse

from accounts.mail import link
from alerts.models import Alert
from alerts.states import state_of, teams_of
from chatlink.commands.talk import Talk, page_of
from chatlink.messages import Link, Reply
from chatlink.usage import USAGE
from common.paging import counts_up_to
from common.text import one_line, shortened
from common.times import in_words

SHOWN, COUNTED = 20, 10_000  # alerts
DESCRIPTION = 300  # characters


def help_me(talk: Talk) -> Reply:
    """Say what there is, and as whom one acts."""
    person = talk.by.user
    lines = [f"/genie {usage} – {words}" for usage, words in USAGE.values()]
    lines.append(
        f"You are connected as {person.full_name} ({person.username})."
        if person
        else "Your chat account is not connected. Type /genie connect to act as yourself."
    )
    return Reply(tuple(lines))


def list_open(talk: Talk) -> Reply:
    """List the open alerts, the newest first."""
    everything = talk.alerts()
    opened = everything.open()
    unacked, waiting, total = (
        f"{number:,}" if is_all else f"more than {COUNTED:,}"
        for number, is_all in counts_up_to(
            COUNTED, opened.filter(is_acknowledged=False), opened, everything
        )
    )
    lines = [
        f"Alert List: Found {unacked} unacked alerts out of {waiting} open alerts. [Total: {total}]"
    ]
    for alert in opened.order_by("-created_at", "-pk")[:SHOWN]:
        message = one_line(alert.message, 130)
        lines.append(f'- #{alert.tiny_id}: "{message}" - Status: {_status(alert, talk)}')
    return Reply(tuple(lines), Link("View details", link(reverse("alerts:alerts"))))


def get(talk: Talk) -> Reply:
    """Show the alerts that are named."""
    shown: list[Alert] = []

    def show(alert: Alert) -> str:
        shown.append(alert)
        return "\n".join(_about(alert, talk))

    reply = talk.each(show)
    lines = tuple(line for text in reply.lines for line in text.split("\n"))
    return Reply(lines, page_of(shown[0]) if len(shown) == 1 else None)


def _about(alert: Alert, talk: Talk) -> list[str]:
    facts = [f"P{alert.priority}", state_of(alert, talk.now).words]
    facts += [f"owned by {alert.owner.full_name}"] if alert.owner else []
    facts += [f"came {alert.count:,} times"] if alert.count > 1 else []
    facts.append(in_words(alert.created_at, talk.now))
    lines = [f'#{alert.tiny_id}: "{one_line(alert.message, 130)}"', " · ".join(facts)]
    for label, words in (("Teams", teams_of(alert)), ("Tags", alert.tags)):
        if words:
            lines.append(f"{label}: {', '.join(words)}")
    if description := one_line(alert.description, len(alert.description)):
        lines.append(shortened(description, DESCRIPTION))
    return lines


def _status(alert: Alert, talk: Talk) -> str:
    if alert.snoozed_until and alert.snoozed_until > talk.now:
        return "snoozed"
    return "acked" if alert.is_acknowledged else "open"
