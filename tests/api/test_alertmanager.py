"""Debian's real Alertmanager, configured as README says, fires an alert and resolves it."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings

from accounts.actions.keys import create_key
from alerts.models import Alert, AlertLog, Route
from tests.launch.running import SECONDS_TO_START, free_port, wait_until
from tests.make import SYSTEM, make_rule, make_team

PROGRAM = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager") or ""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not PROGRAM, reason="no Alertmanager: apt-get install prometheus-alertmanager"
    ),
]


def configuration(url: str, key: str) -> str:
    """The lines in README, with this address and key, and without patience."""
    readme = (Path(settings.BASE_DIR) / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?opsgenie_api_url.*?)```", readme, re.DOTALL)
    block = re.sub(r"(opsgenie_api_url: )\S+", rf"\g<1>{url}/", block)
    block = re.sub(r"(opsgenie_api_key: )\S+", rf"\g<1>{key}", block)
    return block.replace("route: {", "route: {group_wait: 100ms, group_interval: 100ms, ")


@pytest.fixture
def alertmanager(live_server, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """A function that makes Alertmanager know of an alert; its team is Payments."""
    team = make_team("Payments")
    make_rule(team, "Databases", "message contains database")
    key = create_key("Prometheus", team=team, by=SYSTEM)
    file = tmp_path / "alertmanager.yml"
    file.write_text(configuration(live_server.url, str(key.secret)), encoding="utf-8")
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [
            PROGRAM,
            f"--config.file={file}",
            f"--storage.path={tmp_path / 'data'}",
            f"--web.listen-address={address}",
            "--cluster.listen-address=",
        ],
        stderr=(tmp_path / "log").open("wb"),
    )

    def send(*, ends: timedelta) -> None:
        now = datetime.now(UTC)
        alert = {
            "labels": {"alertname": "database slow", "severity": "critical", "host": "ledger-1"},
            "annotations": {"summary": "9 s a query"},
            "startsAt": (now - timedelta(minutes=1)).isoformat(),
            "endsAt": (now + ends).isoformat(),
        }
        body = json.dumps([alert]).encode()
        request = Request(
            f"http://{address}/api/v2/alerts", body, {"Content-Type": "application/json"}
        )
        urlopen(request, timeout=5).close()

    try:
        wait_until(lambda: answers(f"http://{address}/-/ready"))
        yield send
    finally:
        process.terminate()
        process.wait(SECONDS_TO_START)


def answers(url: str) -> bool:
    """Whether something answers there."""
    try:
        urlopen(url, timeout=1).close()
    except (URLError, OSError):
        return False
    return True


def test_a_firing_alert_appears_routed_and_goes_when_it_is_resolved(alertmanager):
    alertmanager(ends=timedelta(hours=1))
    wait_until(Alert.objects.exists)
    alert = Alert.objects.get()
    assert alert.message == "database slow: 9 s a query"
    assert (alert.priority, alert.source, alert.status) == (1, "prometheus", "open")
    assert alert.details["host"] == "ledger-1"
    route = Route.objects.get(alert=alert)
    assert (route.team_name, route.rule_name) == ("Payments", "Databases")
    (said,) = route.verdicts
    assert (said["result"], said["reasons"][0]["expectedValue"]) == ("won", "database")

    alertmanager(ends=timedelta(seconds=-1))
    wait_until(lambda: Alert.objects.filter(status="closed").exists())
    verbs = AlertLog.objects.filter(alert=alert).values_list("verb", "actor_name", "via")
    assert list(verbs)[-1] == ("closed", "Prometheus", "api")
