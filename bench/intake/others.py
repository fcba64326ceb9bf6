"""Others that take alerts: Alerta from the package index, Alertmanager from the distribution."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from django.db import connection

from bench.intake.load import Target
from config.run import THREADS

ROOT = Path(__file__).resolve().parent.parent.parent
ALERTA = ("alerta-server==9.1.0", "psycopg2-binary==2.9.11", "granian>=2.8.7", "setuptools<81")
ALERTMANAGER = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager") or ""
DATABASE = "bench_alerta"
type Rules = Sequence[Sequence[dict[str, Any]]]


@contextlib.contextmanager
def alerta(data: Path, port: int) -> Iterator[Target | None]:
    """Run Alerta in its own environment, on the same PostgreSQL and the same web server."""
    python = environment(data / "engines" / "alerta-server-9-1-0", ALERTA)
    if python is None:
        yield None
        return
    settings = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    place = f"host={settings['HOST']}&port={settings['PORT'] or 5432}&user={settings['USER']}"
    variables = os.environ | {
        "DATABASE_URL": f"postgresql:///{DATABASE}?{place}",
        "DATABASE_NAME": DATABASE,
        "SECRET_KEY": "bench",
        "AUTH_REQUIRED": "False",
    }
    command = [python, "-m", "granian", "alerta:create_app", "--factory", *served(port)]
    with running(command, port, "/", variables):
        yield Target("Alerta", f"http://127.0.0.1:{port}", "/alert", _for_alerta)


@contextlib.contextmanager
def alertmanager(rules: Rules, data: Path, port: int) -> Iterator[Target | None]:
    """Run Alertmanager with a route for each rule. It keeps alerts in memory only."""
    if not ALERTMANAGER:
        print("There is no Alertmanager: apt-get install prometheus-alertmanager.")
        yield None
        return
    routes = [{"matchers": [_matcher(one) for one in rule], "receiver": "none"} for rule in rules]
    whole = {"route": {"receiver": "none", "routes": routes}, "receivers": [{"name": "none"}]}
    file = data / f"alertmanager-{len(rules)}.yml"
    file.write_text(json.dumps(whole), encoding="utf-8")  # JSON is YAML
    storage = data / f"alertmanager-{len(rules)}"
    shutil.rmtree(storage, ignore_errors=True)
    command = [
        ALERTMANAGER,
        f"--config.file={file}",
        f"--storage.path={storage}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ]
    name = f"Alertmanager, {len(rules):,} route{'s' if len(rules) > 1 else ''}"
    with running(command, port, "/-/ready", dict(os.environ)):
        yield Target(name, f"http://127.0.0.1:{port}", "/api/v2/alerts", _for_alertmanager)


@contextlib.contextmanager
def running(
    command: Sequence[Any], port: int, path: str, variables: dict[str, str]
) -> Iterator[None]:
    """Run a server until the end, once it answers."""
    if _answers(port, path):
        raise SystemExit(f"Something answers on port {port} already.")
    log = subprocess.DEVNULL
    process = subprocess.Popen(
        command, env=variables, stdout=log, stderr=log, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 60
        while not _answers(port, path):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit(f"{command[0]} does not answer.")
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its children too


def served(port: int) -> list[str]:
    """How `make run` serves Muster, for another one."""
    return [
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"),
        *("--workers", "2", "--blocking-threads", str(THREADS), "--log-level", "error"),
    ]


def _answers(port: int, path: str) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except OSError:
        return False


def environment(home: Path, packages: Sequence[str]) -> Path | None:
    """Return the Python of an environment with these packages, made when it is missing."""
    python = home / "bin" / "python"
    if not (home / "done").exists():
        print(f"Installing {packages[0]} ...", flush=True)
        uv = ROOT / "bin" / "uv"
        try:
            subprocess.run(
                [uv, "venv", "-q", "--clear", "--python", sys.executable, home], check=True
            )
            subprocess.run([uv, "pip", "install", "-q", "--python", python, *packages], check=True)
        except subprocess.CalledProcessError:
            print(f"{home.name} could not be installed; it is left out.")
            return None
        (home / "done").touch()
    return python


def _for_alerta(alert: dict[str, Any]) -> dict[str, Any]:
    return {
        "environment": "Production",
        "resource": alert["alias"],
        "event": alert["entity"],
        "service": [alert["source"]],
        "severity": "major",
        "text": alert["message"],
        "tags": alert["tags"],
        "attributes": alert["details"],
    }


def _for_alertmanager(alert: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {name: alert[name] for name in ("alias", "message", "source", "entity", "priority")}
    tags = {"alertname": "bench", "tags": f",{','.join(alert['tags'])},"}
    return [{"labels": labels | tags | alert["details"]}]


def _matcher(condition: dict[str, Any]) -> str:
    """A condition as a matcher of labels: all it has is equality and anchored patterns."""
    field, wanted = condition["field"], condition["expectedValue"]
    field = condition.get("key", wanted) if field == "extra-properties" else field
    pattern = wanted.replace(".", "[.]")
    is_equal, value = {
        "equals": (True, wanted),
        "contains-key": (False, ""),
        "contains": (None, f".*{pattern}.*"),
        "starts-with": (None, f"{pattern}.*"),
        "ends-with": (None, f".*{pattern}"),
        "matches": (None, f".*{wanted.removesuffix('$')}"),
    }[condition["operation"]]
    if field == "tags":
        value = f".*,{pattern},.*"
    if is_equal is None:
        return f'{field}{"!~" if condition["not"] else "=~"}"{value}"'
    return f'{field}{"=" if is_equal != condition["not"] else "!="}"{value}"'
