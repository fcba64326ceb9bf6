"""`kill -9` of the web server while alerts come in: what it answered for is there, whole."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import quote

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actions.keys import create_key
from alerts.models import Alert, AlertLog, AlertRequest, Route
from config import run
from tests.launch.running import ROOT, SECONDS_TO_START, environment, free_port, wait_until
from tests.make import SYSTEM, make_team

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS, ENOUGH = 8, 100
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def server(tmp_path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A web server on the tests' database, and its port."""
    of, port = connection.settings_dict, free_port()
    database = f"postgres://{of['USER']}@{quote(of['HOST'], safe='')}:{of['PORT']}/{of['NAME']}"
    settings = {"DATABASE_URL": database, "MUSTER_DATA": tmp_path, "PORT": port}
    process = subprocess.Popen(
        run.web_server("127.0.0.1", port),
        cwd=ROOT,
        env=environment(**settings, WEB_WORKERS=1),
        start_new_session=True,
    )
    wait_until(lambda: run.web_answers("127.0.0.1", port), SECONDS_TO_START)
    yield process, port
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def send_until_it_ends(port: int, key: str, answered: list[str]) -> None:
    """Send one alert after the other; note the request ids of those that were taken."""
    web = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"GenieKey {key}", "Content-Type": "application/json"}
    for number in count():
        try:
            web.request("POST", "/v2/alerts", json.dumps({"message": f"db {number}"}), headers)
            answer = web.getresponse()
            body = json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            return
        assert answer.status == 202, body
        answered.append(body["requestId"])


def test_what_was_answered_is_kept_and_nothing_is_kept_by_halves(server):
    process, port = server
    key = str(create_key("Payments", team=make_team("Payments"), by=SYSTEM).secret)
    answered: list[str] = []
    with ThreadPoolExecutor(SENDERS) as senders:
        sending = [senders.submit(send_until_it_ends, port, key, answered) for _ in range(SENDERS)]
        wait_until(lambda: len(answered) >= ENOUGH)
        os.killpg(process.pid, signal.SIGKILL)
        for one in sending:
            one.result(30)
    wait_until(no_other_connections)  # what was under way is done, or undone
    requests = {str(pk) for pk in AlertRequest.objects.values_list("pk", flat=True)}
    assert set(answered) <= requests
    alerts = Alert.objects.count()
    assert len(requests) == alerts == len(set(Alert.objects.values_list("tiny_id", flat=True)))
    for kept in (Route.objects, AlertLog.objects, ProcrastinateJob.objects):
        assert kept.count() == alerts


def no_other_connections() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        (others,) = cursor.fetchone()
    return others == 0
