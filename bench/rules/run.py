"""Measures all engines in turn, round by round, and prints them side by side."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from bench.rules import workload

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = {
    "business_rules": "business-rules==1.1.1",
    "rule_engine": "rule-engine==5.1.0",
    "panzi_json_logic": "panzi-json-logic==1.0.1",
    "json_logic_qubit": "json-logic-qubit==0.9.1",
    "zen_engine": "zen-engine==2.1.3",
}
OURS = ("muster", "in_turn", "inlined")
SIZES = (1, 100, 1_000)
ROUNDS = 7
BATCH, MOST = 0.12, 20_000  # seconds and alerts of one engine in one round


class Engine:
    """An engine in a process of its own."""

    def __init__(self, name: str, python: Path) -> None:
        self.name, self.took = name, list[float]()
        self.process = subprocess.Popen(
            [python, HERE / "peer.py", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait()

    def ask(self, question: dict[str, Any]) -> Any:
        """Ask for something and wait for the answer."""
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def warm_up(self) -> None:
        """Find out how many alerts fill a round."""
        self.took = []
        self.number = 3
        for _ in range(3):  # the first ones find nothing in the processor's caches
            once = self.ask({"time": self.number})
            self.number = max(3, min(MOST, round(BATCH * 1e6 / once)))

    def measure(self) -> None:
        """Take one round."""
        self.took.append(self.ask({"time": self.number}))

    @property
    def best(self) -> float:
        """The microseconds of an alert in the round that was disturbed least."""
        return min(self.took)


def environment(name: str, package: str, data: Path) -> Path:
    """Return the Python of an engine's own environment, made when it is missing."""
    home = data / "engines" / re.sub(r"\W", "-", package)
    if not (home / "bin" / "python").exists():
        print(f"Installing {package} ...", flush=True)
        uv = ROOT / "bin" / "uv"
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, home], check=True)
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", home / "bin" / "python", package], check=True
        )
    return home / "bin" / "python"


def run(data: Path) -> None:
    """Measure and print everything."""
    engines = [Engine(name, Path(sys.executable)) for name in OURS]
    engines += [Engine(name, environment(name, package, data)) for name, package in PEERS.items()]
    side_by_side(engines)
    for engine in engines:
        engine.__exit__()
    growth()
    patterns()


def side_by_side(engines: list[Engine]) -> None:
    """Print what an alert costs in each engine, for each number of rules."""
    table: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for size in SIZES:
        rules, alerts = workload.make(size)
        matching = workload.that_match(rules, 60)
        for engine in engines:
            engine.ask({"rules": rules, "alerts": alerts})
        answers = [engine.ask({"answers": alerts[:60] + matching}) for engine in engines]
        for engine, answer in zip(engines, answers, strict=True):
            if answer != answers[0]:
                raise SystemExit(f"{engine.name} finds other rules than {engines[0].name}.")
        measure(engines)
        for engine in engines:
            table[engine.name].append(engine.best)
    show(table)


def measure(engines: list[Engine]) -> None:
    """Let each engine take its rounds, in turn."""
    for engine in engines:
        engine.warm_up()
    for _ in range(ROUNDS):
        for engine in engines:
            engine.measure()


def show(table: dict[str, list[float]]) -> None:
    """Print the engines with what they cost, and the goals."""
    print("\n| engine | " + " | ".join(f"rules: {size:,}" for size in SIZES), end="")
    print(" | rules a second at 1,000 | times Muster |\n|---|" + "--:|" * (len(SIZES) + 2))
    best = table["muster"][-1]
    for name, times in sorted(table.items(), key=lambda row: row[1][-1]):
        cells = " | ".join(f"{time:,.1f}" for time in times)
        speed = SIZES[-1] / times[-1] * 1e6
        print(f"| {name} | {cells} | {speed:,.0f} | {times[-1] / best:,.1f} |")
    print(
        f"\nProcessor time of an alert in microseconds, best of {ROUNDS} rounds. No rule matches."
    )
    fastest = min(table[name][-1] for name in PEERS)
    goal("hand-inlined function / Muster at 1,000 rules", table["inlined"][-1] / best, least=8)
    goal("fastest of the packages / Muster at 1,000 rules", fastest / best, least=200)


def growth() -> None:
    """Print how the cost, the time to compile and the memory grow with the rules."""
    print("\n| rules | Muster, us | hand-inlined, us | compiled in, ms | memory, MB |")
    print("|--:|--:|--:|--:|--:|")
    took = {}
    for size in (10, 100, 1_000, 10_000):
        rules, alerts = workload.make(size)
        with (
            Engine("muster", Path(sys.executable)) as ours,
            Engine("inlined", Path(sys.executable)) as plain,
        ):
            made = ours.ask({"rules": rules, "alerts": alerts})
            plain.ask({"rules": rules, "alerts": alerts})
            measure([ours, plain])
            took[size] = ours.best
            print(
                f"| {size:,} | {ours.best:,.1f} | {plain.best:,.1f} "
                f"| {made['seconds'] * 1000:,.0f} | {made['kilobytes'] / 1024:,.1f} |"
            )
    goal("10,000 rules / 1,000 rules", took[10_000] / took[1_000], most=7)


def patterns() -> None:
    """Print what a catastrophic pattern costs beside a benign one, on the same message."""
    alert = workload.make(0)[1][0] | {"message": "a" * 26 + "!"}
    costs = {}
    with (
        Engine("muster", Path(sys.executable)) as evil,
        Engine("muster", Path(sys.executable)) as benign,
    ):
        for engine, pattern in ((evil, "^(a+)+$"), (benign, "^a+$")):
            asked = {"field": "message", "operation": "matches", "expectedValue": pattern}
            engine.ask({"rules": [[asked | {"not": False}]], "alerts": [alert]})
        measure([evil, benign])
        costs = {"^(a+)+$": evil.best, "^a+$": benign.best}
    print(f"\nOn 26 times “a” and “!”: {', '.join(f'{p} {us:.1f} us' for p, us in costs.items())}.")
    started = time.perf_counter()
    re.search("^(a+)+$", "a" * 22 + "!")
    print(f"Python's re needs {(time.perf_counter() - started) * 1000:,.0f} ms for 22 of them.")
    goal("catastrophic pattern / benign one", costs["^(a+)+$"] / costs["^a+$"], most=10)


def goal(what: str, ratio: float, *, least: float = 0, most: float = float("inf")) -> None:
    """Print a ratio and whether it reaches its goal."""
    wanted = f"at least {least:g}" if least else f"at most {most:g}"
    mark = "" if least <= ratio <= most else "  MISSED"
    print(f"{what}: {ratio:,.1f} (goal: {wanted}){mark}")


if __name__ == "__main__":
    run(ROOT / "var" / "bench")
