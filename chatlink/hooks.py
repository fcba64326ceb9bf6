"""What a chat system sends: proved, taken once, not too often, then answered.

Contract: chat.md §0 (decisions 5 and 10), §3.2. Who asks is decided by the secret that proves the
request: its integration is pinned to one chat team, and what the body says of another is refused.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from chatlink import commands
from chatlink.adapters import ADAPTERS
from chatlink.adapters.base import Adapter
from chatlink.errors import note_error
from chatlink.jobs import deliver
from chatlink.messages import Forged, Incoming, NothingAsked, RawRequest, Reply
from chatlink.models import ChatAccount, ChatTeam, Delivery, Integration
from common.sealed import seal
from common.text import one_line

MINUTE = timedelta(minutes=1)
LONGEST_NAME = 200  # characters
FORGED = "A request came that this integration's credentials do not prove: {}"
FOREIGN = "A request came from another chat team: {}."
FIRST = "You act as {} here. Not you? Type /genie connect."
TEXTS = ("chat_team_name", "chat_user_id", "chat_user_name", "text", "channel_id", "channel_name")
TOO_MANY = "Too many commands in this minute. Wait a little, or use Muster itself."


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request is answered: an HTTP status, and JSON where there is something to say."""

    status: int
    body: dict[str, Any]


def take(integration: Integration, request: RawRequest, *, now: datetime) -> Outcome:
    """Answer a request to an integration. What is not proved does nothing and is told nothing."""
    adapter = ADAPTERS[integration.adapter]
    try:
        asked = _plain(adapter.read(request, integration.credentials, now=now))
    except NothingAsked:
        return Outcome(200, {})
    except Forged as problem:  # why, only those are told who set it up
        note_error(integration.pk, FORGED.format(problem), now=now, after=MINUTE)
        return Outcome(401, {})
    team = integration.chat_team
    if team is None or (team.kind, team.external_id) != (asked.kind, asked.chat_team_id):
        foreign = FOREIGN.format(asked.chat_team_id)
        note_error(integration.pk, foreign, now=now, after=MINUTE)
        return Outcome(403, {})
    if not _is_first(integration, asked, now):
        return Outcome(200 if adapter.repeats_itself else 409, {})
    _note_request(integration, team, asked, now)
    if _is_too_often(integration, asked, now):
        return _answer(adapter, integration, Reply((TOO_MANY,)), asked)
    account = ChatAccount.objects.select_related("user__custom_role", "chat_team").filter(
        chat_team=team, chat_user_id=asked.chat_user_id
    )
    reply = _reply_to(asked, integration, account.first(), now)
    return _answer(adapter, integration, reply, asked)


def _reply_to(
    asked: Incoming, integration: Integration, account: ChatAccount | None, now: datetime
) -> Reply:
    """Do what is asked. Who is connected since lately is told as whom they act (chat.md §3.2)."""
    reply = commands.answer(asked, integration, account, now=now)
    if account is None:
        return reply
    name = one_line(asked.chat_user_name, LONGEST_NAME) or account.chat_user_name
    used = ChatAccount.objects.filter(pk=account.pk)
    is_there = used.update(last_used_at=now, chat_user_name=name)
    if account.last_used_at or account.user.is_blocked or not is_there:
        return reply
    return replace(reply, lines=(*reply.lines, FIRST.format(account.user.username)))


def _plain(asked: Incoming) -> Incoming:
    """Return what came in without the one character that the database keeps in no text."""
    said = {name: getattr(asked, name).replace("\0", "") for name in TEXTS}
    return replace(asked, **said)


def _answer(adapter: Adapter, integration: Integration, reply: Reply, asked: Incoming) -> Outcome:
    if adapter.answers_at_once and not asked.reply_to:
        return Outcome(200, adapter.render(reply, asked))
    deliver.defer(integration_id=str(integration.pk), sealed=_sealed(reply, asked))
    return Outcome(200, {})


def _sealed(reply: Reply, asked: Incoming) -> str:
    """Seal a reply for the queue of jobs, where a one-time link must not be read."""
    link = [reply.link.label, reply.link.url] if reply.link else None
    said = {"lines": reply.lines, "link": link, "is_private": reply.is_private}
    return seal(json.dumps({**said, "reply_to": dict(asked.reply_to)}))


def _is_first(integration: Integration, asked: Incoming, now: datetime) -> bool:
    """Whether the request was never seen: the row that says so can be written but once."""
    once = sha256(asked.once.encode()).hexdigest()
    _, is_new = Delivery.objects.get_or_create(
        integration=integration,
        once=once,
        defaults={"seen_at": now, "chat_user_id": asked.chat_user_id},
    )
    return is_new


def _is_too_often(integration: Integration, asked: Incoming, now: datetime) -> bool:
    """Whether the minute's commands are made. Nobody alone makes more than half of them."""
    limit: int = settings.CHAT_COMMANDS_PER_MINUTE
    lately = Delivery.objects.filter(integration=integration, seen_at__gt=now - MINUTE)
    counts: dict[str, int] = dict(lately.values_list("chat_user_id").annotate(Count("pk")))
    share = -(-limit // 2)
    return counts[asked.chat_user_id] > share or sum(min(n, share) for n in counts.values()) > limit


def _note_request(integration: Integration, team: ChatTeam, asked: Incoming, now: datetime) -> None:
    """Remember that the integration works, at most once a minute, and what its team is called."""
    long_ago = Q(last_request_at__isnull=True) | Q(last_request_at__lte=now - MINUTE)
    Integration.objects.filter(long_ago, pk=integration.pk).update(last_request_at=now)
    name = one_line(asked.chat_team_name, LONGEST_NAME)
    if name and name != team.name:
        team.name = name
        team.save(update_fields=["name"])
