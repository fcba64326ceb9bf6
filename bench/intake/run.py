"""Measures all who take alerts in turn, round by round, and prints them side by side."""

import contextlib
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import F

from accounts.actions.keys import create_key
from accounts.actors import Actor
from alerts.limits import NewAlert
from bench import house
from bench.intake import bare, load, others, pgbench
from bench.intake.load import Target
from bench.rules import workload
from config import database, preparation, static_files
from routing.models import RoutingRule, RuleBook
from teams.actions import create_team
from teams.models import Team

SIZES = (1, 100, 1_000)
SECONDS, ROUNDS = 3, 5
SYSTEM = Actor.system("Bench")
GOALS = (
    ("Muster, 100 rules", "Alerta", 10),
    ("Muster, 1,000 rules", "Alertmanager, 1,000 routes", 0.8),
    ("Muster, 100 rules", "pgbench, the same statement", 0.15),
)

type Measure = Callable[[int], float]


def run(data: Path, port: int) -> None:
    """Measure and print everything."""
    if not load.is_there():
        print("wrk is missing: apt-get install wrk. Alerts coming in are not measured.")
        return
    database.ensure_running()
    preparation.migrate()
    static_files.collect_when_changed()
    empty_tables()
    workloads = {size: workload.make(size) for size in SIZES}
    alerts = workloads[1][1][:100]
    with contextlib.ExitStack() as stack:
        web = stack.enter_context(house.server(port))
        targets: list[Target | None] = [
            muster(size, rules, port) for size, (rules, _) in workloads.items()
        ]
        stack.enter_context(house.server(port + 1, f"{bare.__name__}:application"))
        targets.append(Target("a bare INSERT", f"http://localhost:{port + 1}", "/", dict))
        targets.append(stack.enter_context(others.alerta(data, port + 2)))
        for place, size in enumerate((1, 1_000), start=3):
            peer = others.alertmanager(workloads[size][0], data, port + place)
            targets.append(stack.enter_context(peer))
        measures = {target.name: measure_of(target, alerts, data) for target in targets if target}
        if shutil.which("pgbench"):
            measures["pgbench, the same statement"] = measure_pgbench(alerts[0], data)
        show(measure(measures))
        for resident, proportional in house.memory_of(web):
            print(f"A web process has {resident:.0f} MB, {proportional:.0f} MB its share.")


def empty_tables() -> None:
    """Begin each run with empty tables and without the last one's teams: runs are alike."""
    Team.objects.filter(name__startswith="Bench ").delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE alerts_alert, alerts_alertrequest, procrastinate_jobs CASCADE")
        cursor.execute("DROP TABLE IF EXISTS bench_alerts")
        cursor.execute(
            "CREATE TABLE bench_alerts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), alias text"
            " UNIQUE, message text, source text, entity text, details jsonb)"
        )


def muster(size: int, rules: Any, port: int) -> Target:
    """Make a team with so many rules, none of which takes an alert of the workload."""
    team = create_team(f"Bench {uuid4()}", by=SYSTEM)
    RoutingRule.objects.bulk_create(
        RoutingRule(
            team=team,
            name=f"Rule {place}",
            position=place,
            conditions=rule,
            match_type=RoutingRule.MatchType.ALL_CONDITIONS,
        )
        for place, rule in enumerate(rules)
    )
    RuleBook.objects.filter(team=team).update(version=F("version") + 1)
    key = create_key(f"Bench {uuid4()}", team=team, by=SYSTEM)
    return Target(
        f"Muster, {size:,} rule{'s' if size > 1 else ''}",
        f"http://localhost:{port}",
        "/v2/alerts",
        dict,
        (("Authorization", f"GenieKey {key.secret}"),),
    )


def measure_of(target: Target, alerts: list[dict[str, Any]], data: Path) -> Measure:
    """A round of one who takes alerts."""
    return lambda seconds: load.send(target, alerts, seconds, data)


def measure_pgbench(alert: dict[str, Any], data: Path) -> Measure:
    """A round of pgbench, with an alert of the team with 100 rules."""
    team = Team.objects.filter(name__startswith="Bench ").order_by("created_at")[1]
    by = Actor.of_key(team.api_keys.get())
    new = NewAlert(
        message=alert["message"],
        source=alert["source"],
        entity=alert["entity"],
        tags=tuple(alert["tags"]),
        details=alert["details"],
    )
    pgbench.write_script(new, by, data / "intake.sql")
    return lambda seconds: pgbench.run(data / "intake.sql", seconds)


def measure(measures: dict[str, Measure]) -> dict[str, float]:
    """Return the median of all rounds of each, taken in turn after a warming up."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for name, once in measures.items():
        once(2)
        print(f"{name} answers.", flush=True)
    for number in range(ROUNDS):
        for name, once in measures.items():
            found[name].append(once(SECONDS))
        print(f"Round {number + 1} of {ROUNDS} is done.", flush=True)
    return {name: statistics.median(rates) for name, rates in found.items()}


def show(rates: dict[str, float]) -> None:
    """Print the rates and the goals."""
    ours = rates["Muster, 100 rules"]
    print("\n| | alerts a second | times Muster with 100 rules |\n|---|--:|--:|")
    for name, rate in rates.items():
        print(f"| {name} | {rate:,.0f} | {rate / ours:.2f} |")
    print()
    for name, other, least in GOALS:
        if other in rates:
            ratio = rates[name] / rates[other]
            mark = "" if ratio >= least else "  MISSED"
            print(f"{name} / {other}: {ratio:.2f} (goal: at least {least:g}){mark}")
