"""Alerts in channels: posted when their people are told, and kept as the alert is.

Posting goes by jobs (chat.md §0, decision 10): no alert waits for a chat system.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Q, QuerySet
from django.utils import timezone

from alerts.models import Alert, AlertLog
from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import NotPosted, Posted
from chatlink.cards import card_of
from chatlink.errors import note_error
from chatlink.models import ChatPost, Integration
from common.outgoing import NotAllowed

# What happens to an alert that its message shows.
SHOWN = {
    *("acknowledged", "unacknowledged", "closed", "snoozed", "woke", "owned", "assigned"),
    *("prioritised", "renamed", "described"),
}
UNDER_WAY = Q(posted_at__isnull=True, problem="")


def plan(alert: Alert) -> list[int]:
    """Note down where an alert is to be posted. Returns the new posts' ids; two queries."""
    reaching = Q(team__isnull=True) | Q(team__in=alert.team_ids)
    integrations = Integration.objects.filter(reaching).exclude(channels=[])
    wanted = [
        ChatPost(alert=alert, integration=one, channel_id=channel)
        for one in integrations
        for channel in one.channels
    ]
    ChatPost.objects.bulk_create(wanted, ignore_conflicts=True)
    if not wanted:
        return []
    new = ChatPost.objects.filter(UNDER_WAY, alert=alert)
    return list(new.values_list("pk", flat=True))


def shown_otherwise(entries: Iterable[AlertLog]) -> list[int]:
    """Of what happened, the messages that say otherwise now, by their ids. One query.

    One that is being posted counts, too: it may have been written before.
    """
    changed = {entry.alert_id for entry in entries if entry.verb in SHOWN}
    if not changed:
        return []
    there = ~Q(message_id="") | UNDER_WAY
    changing = [name for name, adapter in ADAPTERS.items() if adapter.can_update]
    posts = ChatPost.objects.filter(there, alert__in=changed, integration__adapter__in=changing)
    return list(posts.values_list("pk", flat=True))


def post(post_id: int, *, is_last_try: bool) -> None:
    """Post an alert to a channel. Raises OSError for what may go well another time."""
    row = _rows().filter(pk=post_id, posted_at__isnull=True).first()
    if row is None:
        return
    now = timezone.now()
    with _noting_problems(row, is_last_try):
        posted = ADAPTERS[row.integration.adapter].post(
            card_of(row.alert, now), row.channel_id, row.integration.credentials
        )
        row.message_id, row.posted_at, row.problem = posted.message_id, now, ""
        row.save(update_fields=["message_id", "posted_at", "problem"])


def follow(post_id: int, *, is_last_try: bool) -> None:
    """Bring a message about an alert up to date. Raises OSError as `post`."""
    row = _rows().filter(pk=post_id).exclude(message_id="").first()
    if row is None:
        return
    card, there = card_of(row.alert, timezone.now()), Posted(row.channel_id, row.message_id)
    with _noting_problems(row, is_last_try):
        ADAPTERS[row.integration.adapter].update(card, there, row.integration.credentials)


def _rows() -> QuerySet[ChatPost]:
    return ChatPost.objects.select_related("integration__chat_team", "alert__owner")


@contextmanager
def _noting_problems(row: ChatPost, is_last_try: bool) -> Iterator[None]:
    """Note down why a message isn't there: what was refused, or did not go well at last."""
    try:
        yield
    except (NotPosted, NotAllowed) as problem:
        _note_problem(row, str(problem))
    except OSError as problem:
        if not is_last_try:
            raise
        _note_problem(row, str(problem))


def _note_problem(row: ChatPost, words: str) -> None:
    row.problem = words[:500]
    row.save(update_fields=["problem"])
    note_error(row.integration_id, f"{row.channel_id}: {words}", now=timezone.now())
