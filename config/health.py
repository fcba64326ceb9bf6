"""Is the process up, and can it work? Answers for load balancers and monitors."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from accounts.self_check import WITHOUT_HEARTBEAT
from common.policy import open_to_all

SECONDS_WITHOUT_HEARTBEAT = round(WITHOUT_HEARTBEAT.total_seconds())


@open_to_all("a monitor asks whether the process is up; the answer holds nothing")
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process is up."""
    return JsonResponse({"status": "ok"})


@open_to_all("a load balancer asks whether to send requests here")
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether database, migrations and a worker are there; 503 names what is not."""
    found = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        if newest_migrations() - applied_migrations():
            found |= {
                "migrations": "not all applied: run manage.py migrate",
                "worker": "unknown",
            }
        elif not worker_reports():
            found["worker"] = f"none has reported for {SECONDS_WITHOUT_HEARTBEAT} seconds"
    except DatabaseError:
        found = {"database": "does not answer", "migrations": "unknown", "worker": "unknown"}
    ready = set(found.values()) == {"ok"}
    status = "ok" if ready else "not ready"
    return JsonResponse({"status": status, **found}, status=200 if ready else 503)


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migrations of all apps in the code; read once."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.graph.leaf_nodes())


def applied_migrations() -> set[tuple[str, str]]:
    """The migrations that the database has."""
    return set(MigrationRecorder(connection).applied_migrations())


def worker_reports() -> bool:
    """Whether a job worker has reported lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [SECONDS_WITHOUT_HEARTBEAT],
        )
        return bool(cursor.fetchone()[0])
