"""Sending messages: claimed, sent, marked as sent; at most what was under way goes out twice.

Messages are claimed by a guarded UPDATE. Each one counts as sent as soon as the UPDATE is committed
that follows the mail server's answer. When a worker dies in between, its job is given to another
one (`accounts.retry_stalled`), which sends the message again, with the same Message-ID.
"""

import logging
import random
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPConnectError, SMTPServerDisconnected
from socket import gaierror
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import providers
from accounts.actors import Actor
from accounts.models import Contact
from accounts.reach import why_unreachable
from accounts.rule_words import method_in_words
from alerts import log, mails, messages
from alerts.models import Alert, Notification
from alerts.notify import AWAITED

State = Notification.State
# Nobody is there, or hangs up: the other messages would wait just as long.
UNREACHABLE = (TimeoutError, ConnectionError, gaierror, SMTPServerDisconnected, SMTPConnectError)
_errors = logging.getLogger("muster.sending")
UNDONE = Q(state__in=[State.WAITING, State.SENDING])  # sending: its worker died, and this is again


def send_all(notification_ids: Iterable[UUID], *, is_last_try: bool = False) -> None:
    """Send messages, but for those that were sent, and those that nobody needs any more.

    One that fails keeps no other from going out. Raises its error at the end if any is to be tried
    again; at once if nobody is there to take them. After the last try they are given up.
    """
    waiting = _claim(list(notification_ids))
    failed: Exception | None = None
    random.shuffle(waiting)  # one that makes the server hang up is not always the first
    for message in waiting:
        try:
            _send(message, is_last_try=is_last_try)
        except UNREACHABLE:
            raise
        except Exception as problem:  # whatever is wrong with it, the others can go out
            failed = problem
    if failed:
        raise failed


def _claim(ids: list[UUID]) -> list[Notification]:
    """Claim the messages that nobody has finished, and read them. Two statements."""
    if not Notification.objects.filter(UNDONE, pk__in=ids).update(state=State.SENDING):
        return []
    rows = Notification.objects.select_related("alert", "user", "contact")
    rows = rows.defer("alert__search_words", "user__search_words", "user__password")
    return list(rows.filter(pk__in=ids, state=State.SENDING))


def _send(message: Notification, *, is_last_try: bool) -> None:
    if reason := _why_not(message, timezone.now()):
        _end(message, State.SKIPPED, reason)
        return
    try:
        _carry(message)
    except (mails.Refused, providers.Refused) as problem:
        _end(message, State.FAILED, str(problem))
    except Exception as problem:
        if not is_last_try:
            raise
        _errors.warning("Giving up a message.", exc_info=True)
        _end(message, State.FAILED, f"given up: {problem}")
    else:
        _end(message, State.SENT)


def _why_not(message: Notification, now: datetime) -> str:
    """Why a message is not to be sent, or nothing."""
    if message.user.is_blocked:
        return f"{message.user.full_name} is blocked"
    if message.contact is None:
        return "the contact was removed"
    if reason := why_unreachable(message.contact)[0]:
        return _within_a_sentence(reason)
    if message.alert and message.action in AWAITED:
        return _answered(message.alert, message, now)
    return ""


def _answered(alert: Alert, message: Notification, now: datetime) -> str:
    """What has made a message superfluous since it was planned."""
    if not alert.is_open:
        return f"{alert.closed_by} has closed the alert"
    if alert.acknowledged_at and alert.acknowledged_at > message.created_at:
        return f"{alert.acknowledged_by} has acknowledged the alert"
    return "the alert is snoozed" if alert.snoozed_until and alert.snoozed_until > now else ""


def _carry(message: Notification) -> None:
    """Hand a message to whoever carries it."""
    if message.method == Contact.Method.EMAIL:
        mails.send(messages.email_of(message))
    else:
        providers.send(message.method, messages.text_of(message))


@transaction.atomic
def _end(message: Notification, state: State, reason: str = "") -> None:
    """Mark a message and write the alert's log, unless somebody else was quicker."""
    sent_at = timezone.now() if state == State.SENT else None
    sending = Notification.objects.filter(pk=message.pk, state=State.SENDING)
    marked = sending.update(state=state, reason=reason[:1000], sent_at=sent_at)
    if not marked or message.alert is None or _is_silent(message, state):
        return
    who = {"person": message.user.full_name, "person_id": str(message.user_id)}
    words = {**who, "method": method_in_words(message.method)}
    if state == State.SENT:
        log.record(message.alert, "notified", by=SYSTEM, because=message.because, **words)
    else:
        log.record(message.alert, "not_notified", by=SYSTEM, reason=reason, **words)


SYSTEM = Actor.system()


def _is_silent(message: Notification, state: State) -> bool:
    """Whether the log says nothing: somebody has answered, which it says already."""
    alert = message.alert
    is_answered = bool(alert and _answered(alert, message, timezone.now()))
    return state == State.SKIPPED and message.action in AWAITED and is_answered


def _within_a_sentence(reason: str) -> str:
    """A reason without what follows from it: "no SMS provider is set up"."""
    cause = reason.partition(": nothing ")[0].rstrip(".")
    return cause[:1].lower() + cause[1:]
