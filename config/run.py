"""Everything in one: the embedded database, the web server and one job worker until Ctrl-C."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import NoReturn

from django.conf import settings
from django.db import connections
from django.utils import timezone
from environs import Env

from accounts.demo import demo_passwords_exist
from config import database, first_look, preparation, static_files
from config.children import Child, end_all, end_with_parent, say
from config.postgres_server import CannotStart

SECONDS_BETWEEN_LOOKS = 0.5
# Of a web process. Each may wait for the database with its own connection, and only those that
# wait together have their alerts kept together (alerts/gathering.py).
THREADS = 8
SECONDS_FOR_WEB = 60.0
signals: list[int] = []  # that came
DEMO_PEOPLE = """\
Sign in as one of these; the password of all is muster-demo:
  olive@acme.example   owner
  ada@acme.example     admin
  tom@acme.example     admin of the team Payments
  ben@acme.example     member of the team Payments
  eve@acme.example     in no team
"""


def run(check: Callable[[], None], *, with_parent: bool) -> None:
    """Prepare everything and serve until a signal comes. Raises Refused, CannotStart."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    if with_parent:
        end_with_parent(os.getppid())
    host, port = os.environ.get("HOST") or "127.0.0.1", settings.PORT
    preparation.require_free_port(host, port)
    database.ensure_running()
    check()
    preparation.migrate()
    if preparation.is_only_here(host):
        preparation.load_demo()
    preparation.require_safe_host(host)
    static_files.collect_when_changed()
    demo = demo_passwords_exist()
    welcome = first_look.address(timezone.now()) if demo else settings.PUBLIC_URL
    connections.close_all()
    children = [Child("web server", web_server(host, port)), Child("job worker", job_worker())]
    with suppress(KeyboardInterrupt):
        serve(children, host, port, demo=demo, welcome=welcome)


def web_server(host: str, port: int) -> list[str]:
    """The command of the web server."""
    workers = Env().int("WEB_WORKERS", 2)
    return [
        *(sys.executable, "-m", "granian", "config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "8"),
        *("--log-level", "error"),  # its warning is of more threads than processors
    ]


def job_worker() -> list[str]:
    """The command of the job worker."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "procrastinate", "worker"]


def serve(children: Sequence[Child], host: str, port: int, *, demo: bool, welcome: str) -> NoReturn:
    """Keep the children and the database running; say once where to go."""
    announced, started = False, time.monotonic()
    try:
        while True:
            # The first is the web server; until it answers, the others would only make it wait.
            for child in children if announced else children[:1]:
                child.keep_running()
            if signals:  # one that comes while a child is forked raises nothing
                raise KeyboardInterrupt
            keep_database_running()
            if not announced:
                announced = announce(host, port, demo=demo, waited=time.monotonic() - started)
                if announced:
                    first_look.open_browser(welcome)
            time.sleep(0.1 if not announced else SECONDS_BETWEEN_LOOKS)
    finally:
        end_all(children)


def announce(host: str, port: int, *, demo: bool, waited: float) -> bool:
    """Say where Muster is once it answers; return whether anything was said."""
    if not web_answers(host, port):
        if waited > SECONDS_FOR_WEB:
            say("The web server does not answer yet; what it says is above.")
        return waited > SECONDS_FOR_WEB
    say(f"\nMuster runs at {settings.PUBLIC_URL}\n")
    if demo:
        say(DEMO_PEOPLE)
    say("Press Ctrl-C to stop it.")
    return True


def web_answers(host: str, port: int) -> bool:
    """Whether the web server answers HTTP."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  not bound here
    try:
        connection = HTTPConnection(target, port, timeout=5)
        connection.request("GET", "/healthz")
        return bool(connection.getresponse().status)
    except (OSError, HTTPException):
        return False


def keep_database_running() -> None:
    """Start the embedded database again if it died."""
    if settings.EMBEDDED and not database.embedded().answers():
        try:
            database.embedded().join()
        except CannotStart as problem:
            say(str(problem))
            time.sleep(5)


def _interrupt(number: int, frame: object) -> NoReturn:
    signals.append(number)
    raise KeyboardInterrupt
