"""Handing an e-mail to the mail server. Each thread keeps its connection open for a while.

A greeting, TLS and a password for every message would cost more than the message.
"""

import smtplib
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers

KEPT_FOR = 5.0  # seconds after its last use; mail servers wait minutes
PERMANENT = 500  # SMTP answers from here on stay as they are, however often one asks (RFC 5321)


class Refused(Exception):
    """The mail server will never take this message."""


@dataclass(slots=True)
class Kept:
    """An open way to the mail server, the settings it was made from, when it was used last."""

    mailer: Any
    made_from: Any
    used_at: float


_mine = threading.local()


def send(mail: EmailMessage) -> None:
    """Hand over an e-mail. Raises Refused, or OSError for what may go well another time."""
    mailer = _open()
    try:
        mailer.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as problem:
        _drop()
        code, words = next(iter(problem.recipients.values()))
        _raise_if_permanent(code, words)
        raise
    except smtplib.SMTPResponseException as problem:
        _drop()
        _raise_if_permanent(problem.smtp_code, problem.smtp_error)
        raise
    except BaseException:
        _drop()
        raise
    _mine.kept.used_at = time.monotonic()


def _open() -> Any:
    """The thread's open mailer, or a new one."""
    kept: Kept | None = getattr(_mine, "kept", None)
    made_from = settings.MAILERS["default"]
    if kept and (kept.made_from != made_from or time.monotonic() - kept.used_at > KEPT_FOR):
        _drop()
        kept = None
    if kept is None:
        mailer = mailers.default
        mailer.open()
        kept = _mine.kept = Kept(mailer, made_from, time.monotonic())
    return kept.mailer


def _drop() -> None:
    kept: Kept | None = getattr(_mine, "kept", None)
    _mine.kept = None
    if kept:
        try:
            kept.mailer.close()
        except OSError:
            return  # it was closed from the other side


def _raise_if_permanent(code: int, words: bytes | str) -> None:
    if code >= PERMANENT:
        said = words.decode(errors="replace") if isinstance(words, bytes) else words
        raise Refused(f"the mail server refused it: {code} {said}")
