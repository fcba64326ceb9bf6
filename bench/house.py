"""The database with the large organisation, and the web server on top of it."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone

from config import database

django.setup()

from accounts.models import User  # noqa: E402  models need the set-up
from config import preparation, run, static_files  # noqa: E402
from config.children import Child, end_all  # noqa: E402
from config.demo.large import LARGE_DOMAIN  # noqa: E402


def prepare(people: int, teams: int) -> None:
    """Bring database, tables, Acme and the large organisation up; what is there stays."""
    database.ensure_running()
    preparation.migrate()
    call_command("demo", verbosity=0)
    if not User.objects.filter(username__endswith=f"@{LARGE_DOMAIN}").exists():
        call_command("demo", people=people, teams=teams)
    static_files.collect_when_changed()
    User.objects.filter(username="olive@acme.example").update(last_active_at=timezone.now())


def sign_in(username: str) -> str:
    """Return a session's cookie value for somebody, made without a password."""
    from django.contrib.sessions.backends.db import SessionStore

    person = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@contextlib.contextmanager
def server(port: int, application: str = "") -> Iterator[Child]:
    """Run the web server as `make run` does, with Muster or with another application."""
    command = run.web_server("127.0.0.1", port)
    if application:
        command = [application if part == "config.wsgi:application" else part for part in command]
    web = Child("web server", command)
    try:
        web.keep_running()
        deadline = time.monotonic() + 60
        while not run.web_answers("127.0.0.1", port):
            if time.monotonic() > deadline:
                raise SystemExit("The web server does not answer.")
            time.sleep(0.2)
        yield web
    finally:
        end_all([web])


def memory_of(web: Child) -> list[tuple[float, float]]:
    """Return resident and proportional size of each web process, in MB (smaps_rollup)."""
    assert web.process
    parent, sizes = web.process.pid, []
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"resource_tracker" in command:
            continue
        found = dict(
            line.split(":", 1)
            for line in Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()[1:]
        )
        sizes.append(tuple(int(found[name].split()[0]) / 1024 for name in ("Rss", "Pss")))
    return sizes
