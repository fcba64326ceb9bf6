"""/healthz and /readyz, as a monitor asks them."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def worker(seconds_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_the_process_is_up(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_it_is_ready_with_a_worker(client):
    worker(seconds_ago=5)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok", "database": "ok", "migrations": "ok", "worker": "ok"
    }  # fmt: skip


@pytest.mark.parametrize("seconds_ago", [None, 120])
def test_it_is_not_ready_without_a_worker_that_reports(client, seconds_ago):
    if seconds_ago:
        worker(seconds_ago)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "none has reported" in answer.json()["worker"]


def test_it_is_not_ready_with_a_migration_to_come(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'teams'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "not all applied: run manage.py migrate"


@pytest.mark.django_db(transaction=True)
def test_it_is_not_ready_without_a_database(client, monkeypatch):
    with monkeypatch.context() as change:
        change.setitem(connection.settings_dict, "HOST", "/nowhere")
        connection.close()
        answer = client.get("/readyz")
        connection.close()
    assert answer.status_code == 503
    assert answer.json()["database"] == "does not answer"
