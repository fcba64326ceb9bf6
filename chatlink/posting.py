"""Alerts in channels: posted when their people are told, and kept as the alert is.

Posting goes by jobs (chat.md §0, decision 10): no alert waits for a chat system.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
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
    new = ChatPost.objects.filter(alert=alert, posted_at__isnull=True, problem="")
    return list(new.values_list("pk", flat=True))


def alerts_shown(entries: Iterable[AlertLog]) -> set[UUID]:
    """Of what happened, the alerts that stand in a channel and look otherwise now. One query."""
    changed = {entry.alert_id for entry in entries if entry.verb in SHOWN}
    if not changed:
        return set()
    posts = ChatPost.objects.filter(alert__in=changed).exclude(message_id="")
    return set(posts.values_list("alert_id", flat=True))


def post(post_id: int, *, is_last_try: bool) -> None:
    """Post an alert to a channel. Raises OSError for what may go well another time."""
    found = ChatPost.objects.select_related("integration__chat_team", "alert__owner")
    row = found.filter(pk=post_id, posted_at__isnull=True).first()
    if row is None:
        return
    now = timezone.now()
    try:
        posted = ADAPTERS[row.integration.adapter].post(
            card_of(row.alert, now), row.channel_id, row.integration.credentials
        )
    except (NotPosted, NotAllowed) as problem:
        _note_problem(row, str(problem))
    except OSError as problem:
        if not is_last_try:
            raise
        _note_problem(row, str(problem))
    else:
        row.message_id, row.posted_at, row.problem = posted.message_id, now, ""
        row.save(update_fields=["message_id", "posted_at", "problem"])


def follow(alert_id: UUID) -> None:
    """Bring the messages about an alert up to date. Raises OSError."""
    posts = ChatPost.objects.filter(alert=alert_id).exclude(message_id="")
    for row in posts.select_related("integration__chat_team", "alert__owner"):
        adapter = ADAPTERS[row.integration.adapter]
        if not adapter.can_update:
            continue
        card, there = card_of(row.alert, timezone.now()), Posted(row.channel_id, row.message_id)
        try:
            adapter.update(card, there, row.integration.credentials)
        except (NotPosted, NotAllowed) as problem:
            _note_problem(row, str(problem))


def _note_problem(row: ChatPost, words: str) -> None:
    row.problem = words[:500]
    row.save(update_fields=["problem"])
    note_error(row.integration_id, f"{row.channel_id}: {words}", now=timezone.now())
