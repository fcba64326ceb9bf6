"""All open alerts at once: ackall, closeall. The right to do so is one of its own."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from alerts.actions import bulk
from alerts.models import Alert
from chatlink.commands.talk import Talk
from chatlink.messages import Reply

MOST = 1000  # alerts at once


def ack_all(talk: Talk) -> Reply:
    """Acknowledge all open alerts that nobody has acknowledged."""
    waiting = talk.alerts().open().filter(is_acknowledged=False)
    return _all(talk, "acknowledged", _oldest(waiting), bulk.acknowledge_many)


def close_all(talk: Talk) -> Reply:
    """Close all open alerts."""
    return _all(talk, "closed", _oldest(talk.alerts().open()), bulk.close_many)


def _oldest(alerts: QuerySet[Alert]) -> list[UUID]:
    return list(alerts.order_by("created_at", "pk").values_list("pk", flat=True)[: MOST + 1])


def _all(talk: Talk, done: str, ids: list[UUID], act: Callable[..., int]) -> Reply:
    count = act(ids[:MOST], by=talk.by, all_at_once=True)
    number = "1 alert" if count == 1 else f"{count:,} alerts"
    lines = [f"{talk.by.name} {done} {number}"]
    if len(ids) > MOST:
        lines.append(f"There are more: type /genie {talk.command.verb} again.")
    return Reply(tuple(lines))
