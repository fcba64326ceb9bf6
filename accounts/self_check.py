"""What this installation runs on, and what it lacks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from accounts import providers
from accounts.models import Contact, User
from accounts.rule_words import method_in_words
from common.times import in_words

WITHOUT_HEARTBEAT = timedelta(minutes=1)  # a worker reports every 10 seconds
AT_HOME = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what is so, and how to mend it."""

    subject: str
    is_well: bool
    words: str
    mend: str = ""
    place: str = ""  # the name of a URL for owners, where it is mended or looked at
    place_words: str = ""


def findings(now: datetime) -> list[Finding]:
    """Look at everything that an operator may have forgotten. Five small queries."""
    return [worker(now), failed_jobs(), mail(), *texts(), address(), owners()]


def worker(now: datetime) -> Finding:
    """Whether somebody does the work that pages leave behind."""
    beats = ProcrastinateWorker.objects.order_by("-last_heartbeat")
    last = beats.values_list("last_heartbeat", flat=True).first()
    if last and last > now - WITHOUT_HEARTBEAT:
        return Finding("Job worker", True, f"Seen {in_words(last, now)}.")
    seen = f"The last one was seen {in_words(last, now)}." if last else "None has ever been seen."
    mend = "Start one: make run does, and so does uv run manage.py procrastinate worker."
    return Finding("Job worker", False, f"No worker runs, so nothing is sent. {seen}", mend)


def failed_jobs() -> Finding:
    """Whether jobs were given up."""
    count = ProcrastinateJob.objects.filter(status="failed").count()
    if not count:
        return Finding("Background jobs", True, "None has failed.")
    mend = "Superusers see why under /django-admin/, Procrastinate jobs, status failed."
    what = "1 job was given up" if count == 1 else f"{count:,} jobs were given up"
    return Finding("Background jobs", False, f"{what} after several attempts.", mend)


def mail() -> Finding:
    """Whether e-mail leaves the machine."""
    if not settings.MAIL_TO_FILES:
        mailer: dict[str, Any] = settings.MAILERS["default"]
        host = mailer["OPTIONS"]["host"]
        return Finding("E-mail", True, f"Sent through {host}.")
    mend = "Set EMAIL_URL to something like smtp://user:password@mail.example.com:587/?tls=True"
    here = ("accounts:mail", "Read the mail") if settings.EMBEDDED else ("", "")
    return Finding("E-mail", False, "Kept as files: no mail reaches anybody.", mend, *here)


def texts() -> list[Finding]:
    """Whether SMS and calls leave the machine, or whether nobody waits for any. One query."""
    waiting = Contact.objects.filter(method__in=providers.SETTINGS, is_enabled=True).order_by()
    counts = dict(waiting.values_list("method").annotate(Count("pk")))
    return [
        _texts(method, setting, counts.get(method, 0))
        for method, setting in providers.SETTINGS.items()
    ]


def _texts(method: Contact.Method, setting: str, count: int) -> Finding:
    subject = method.label
    if host := providers.host_of(method):
        return Finding(subject, True, f"Sent through {host}.")
    name = method_in_words(method)
    if not count:
        return Finding(subject, True, f"No {name} provider is set up, and nobody needs one.")
    numbers = "1 number" if count == 1 else f"{count:,} numbers"
    words = f"No {name} provider is set up: nothing will be sent to {numbers}."
    mend = f"Set {setting} and WEBHOOK_SECRET, as docs/sms-and-voice.md says."
    return Finding(subject, False, words, mend)


def address() -> Finding:
    """Whether passwords and sessions travel encrypted."""
    public = urlsplit(settings.PUBLIC_URL)
    if public.scheme == "https":
        return Finding("Address", True, f"{settings.PUBLIC_URL}, encrypted.")
    if public.hostname in AT_HOME:
        return Finding("Address", True, f"{settings.PUBLIC_URL}, on this machine only.")
    mend = f"Put a proxy with a certificate before it and set PUBLIC_URL=https://{public.netloc}."
    words = f"{settings.PUBLIC_URL} is not encrypted: passwords can be read on the way."
    return Finding("Address", False, words, mend)


def owners() -> Finding:
    """Whether the account survives the loss of one person."""
    count = User.objects.owners().count()
    if count > 1:
        return Finding("Owners", True, f"{count} people are owners and can sign in.")
    mend = "Give one more person the role Owner, so that you cannot lock yourselves out."
    words = "Only one owner can sign in." if count else "No owner can sign in."
    return Finding("Owners", False, words, mend, "accounts:people", "Open people")


def database() -> str:
    """Say which database this is: "Embedded PostgreSQL 18.1" or "PostgreSQL 17.2 at db.example"."""
    number = connection.pg_version  # type: ignore[attr-defined]
    version = f"PostgreSQL {number // 10000}.{number % 10000}"
    if settings.EMBEDDED:
        return f"Embedded {version}"
    return f"{version} at {settings.DATABASES['default']['HOST'] or 'localhost'}"
