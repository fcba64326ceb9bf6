"""Measures the calls of all who answer in turn, round by round, and prints them side by side."""

import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection
from django.db.models import Count
from django.test import Client

from accounts.actions.keys import create_key
from accounts.actors import Actor
from bench import house
from bench.intake import load, others, pgbench
from teams.models import Team

SECONDS, ROUNDS = 3, 5
MEMBERS = 20  # of the team
DRF = ("django>=6.1,<6.2", "djangorestframework==3.18.3", "psycopg[binary]>=3.3", "granian>=2.8.7")
GOALS = (("Django REST framework", 3), ("a bare Django view", 0.7), ("pgbench, the same SQL", 0.1))
RESULT = """
done = function(summary, latency)
  local e = summary.errors
  local bad = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("RESULT %d %d %d\\n", summary.requests, summary.duration, bad))
end
"""

BARE = "bench.v1.bare:application"

type Measure = Callable[[int], float]


def run(data: Path, port: int) -> None:
    """Measure and print everything; the organisation is there."""
    if not load.is_there():
        print("wrk is missing: apt-get install wrk. The v1 API is not measured.")
        return
    os.environ["API_CALLS_PER_MINUTE"] = "1000000000"  # calls are counted, but never too many
    teams = Team.objects.annotate(size=Count("memberships")).filter(size__gte=MEMBERS)
    team = teams.order_by("size", "pk").first()
    assert team, "There is no team of that size: give more people."
    key = create_key(f"Bench {uuid4()}", by=Actor.system("Bench")).secret
    calls = {
        "100 users": f"/v1.2/json/user?apiKey={key}&limit=100",
        f"a team of {team.size}": f"/v1/json/team?apiKey={key}&id={team.pk}",
    }
    with contextlib.ExitStack() as stack:
        web = stack.enter_context(house.server(port))
        servers = {"Muster": port, "a bare Django view": port + 1}
        stack.enter_context(house.server(port + 1, BARE))
        if stack.enter_context(drf(data, port + 2)):
            servers["Django REST framework"] = port + 2
        for number, (call, path) in enumerate(calls.items()):
            compare(servers, path)
            measures: dict[str, Measure] = {
                name: asked(f"http://127.0.0.1:{at}{path}", data) for name, at in servers.items()
            }
            if shutil.which("pgbench"):
                measures["pgbench, the same SQL"] = repeated(path, data / f"v1-{number}.sql")
            show(call, measure(measures))
        for resident, proportional in house.memory_of(web):
            print(f"A web process has {resident:.0f} MB, {proportional:.0f} MB its share.")


def compare(servers: dict[str, int], path: str) -> None:
    """Stop unless all give the same answer."""
    answers = []
    for port in servers.values():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            answers.append(json.load(answer))
    for name, answer in zip(servers, answers, strict=True):
        if answer != answers[0]:
            pairs = zip(
                answer.get("users", [answer]), answers[0].get("users", answers), strict=False
            )
            other = next((pair for pair in pairs if pair[0] != pair[1]), None)
            raise SystemExit(f"{name} answers something else: {other}")


def asked(url: str, data: Path) -> Measure:
    """A round of wrk: answers a second."""
    script = data / "v1.lua"
    script.write_text(RESULT, encoding="utf-8")

    def once(seconds: int) -> float:
        command = ["wrk", "-t1", f"-c{load.CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s"]
        command += ["-s", str(script), url]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.search(r"RESULT (\d+) (\d+) (\d+)", said)
        assert found, said
        requests, microseconds, bad = map(int, found.groups())
        if bad:
            raise SystemExit(f"{url} refused {bad} of {requests} requests.")
        return requests / microseconds * 1e6

    return once


def repeated(path: str, file: Path) -> Measure:
    """A round of pgbench with all statements of a call, as they are."""
    statements: list[str] = []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        with psycopg.ClientCursor(connection.connection.cursor().connection) as cursor:
            statements.append(" ".join(cursor.mogrify(sql, params).split()))
        return execute(sql, params, *rest)

    Client().get(path)  # which writes down that the key was used
    with connection.execute_wrapper(note):
        Client().get(path)
    file.write_text("".join(f"{one};\n" for one in statements), encoding="utf-8")
    return lambda seconds: pgbench.run(file, seconds)


@contextlib.contextmanager
def drf(data: Path, port: int) -> Iterator[bool]:
    """Serve Django REST framework, in its own environment, as Muster is served."""
    python = others.environment(data / "engines" / "djangorestframework-3-18-3", DRF)
    if python is None:
        yield False
        return
    place = connection.settings_dict
    names = ("HOST", "PORT", "USER", "PASSWORD", "NAME")
    environment = os.environ | {f"BENCH_{name}": str(place[name] or "") for name in names}
    environment["PYTHONPATH"] = str(others.ROOT)
    command = [python, "-m", "granian", "bench.v1.drf:application", *others.served(port)]
    with others.running(command, port, "/", environment):
        yield True


def measure(measures: dict[str, Measure]) -> dict[str, float]:
    """Return the median of all rounds of each, taken in turn after a warming up."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for once in measures.values():
        once(1)
    for _ in range(ROUNDS):
        for name, once in measures.items():
            found[name].append(once(SECONDS))
    return {name: statistics.median(rates) for name, rates in found.items()}


def show(call: str, rates: dict[str, float]) -> None:
    """Print the rates of a call and the goals."""
    ours = rates["Muster"]
    print(f"\n| {call} | answers a second | times Muster |\n|---|--:|--:|")
    for name, rate in rates.items():
        print(f"| {name} | {rate:,.0f} | {rate / ours:.2f} |")
    print()
    for other, least in GOALS:
        if other in rates:
            ratio = ours / rates[other]
            mark = "" if ratio >= least else "  MISSED"
            print(f"Muster / {other}: {ratio:.2f} (goal: at least {least:g}){mark}", flush=True)
