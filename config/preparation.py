"""What has to be true before Muster serves: tables, a first content, a place that is safe."""

import ipaddress
import socket
import time
from contextlib import closing

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.demo import demo_passwords_exist
from config.children import say

MIGRATION_LOCK = 0x4D555354  # any number that is only ours
SECONDS_FOR_PORT = 3.0  # a Muster that just ended may hold it so long


class Refused(Exception):
    """Muster cannot be started like this; the text is one sentence for a person."""


def require_free_port(host: str, port: int) -> None:
    """Raise Refused when somebody else listens there already."""
    deadline = time.monotonic() + SECONDS_FOR_PORT
    while problem := _port_problem(host, port):
        if time.monotonic() > deadline:
            raise Refused(
                f"Port {port} of {host} cannot be used ({problem}): "
                f"stop what uses it, or choose another one, as in PORT={port + 1} make run."
            )
        time.sleep(0.2)


def _port_problem(host: str, port: int) -> str:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        return problem.strerror or str(problem)
    except OverflowError as problem:
        return str(problem)
    return ""


def migrate() -> None:
    """Bring the tables up to date; of several machines that start at once, one does it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                say("Preparing the tables of the database …")
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def load_demo() -> None:
    """Load the demo organisation into an embedded database that has nobody yet."""
    if settings.EMBEDDED and "demo" in get_commands() and not get_user_model().objects.exists():
        say("Loading the demo organisation …")
        call_command("demo", verbosity=0)


def is_only_here(host: str) -> bool:
    """Whether this address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_safe_host(host: str) -> None:
    """Raise Refused when others could reach Muster and sign in with the demo password."""
    if not is_only_here(host) and demo_passwords_exist():
        raise Refused(
            f"HOST={host} would let others sign in with the demo password: start with "
            "HOST=127.0.0.1, or first change the passwords of the demo people or delete them."
        )
