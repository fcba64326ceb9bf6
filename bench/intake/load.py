"""wrk sends alerts as quickly as they are taken, each with an alias of its own."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

CONNECTIONS = 16
MARK = "@alias@"
SCRIPT = """
local bodies = {{{bodies}}}
local headers = {{{headers}}}
local n = 0
request = function()
  n = n + 1
  local body = bodies[n % #bodies + 1]:gsub("{mark}", "{run}-" .. n)
  return wrk.format("POST", "{path}", headers, body)
end
done = function(summary, latency)
  local e = summary.errors
  local bad = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("RESULT %d %d %d %d\\n",
    summary.requests, summary.duration, bad, latency:percentile(99)))
end
"""
_runs = count(1)

type Write = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Target:
    """Somebody who takes alerts: where, and how an alert of the workload is written for them."""

    name: str
    url: str
    path: str
    write: Write
    headers: tuple[tuple[str, str], ...] = ()


def is_there() -> bool:
    """Whether wrk is installed."""
    return bool(shutil.which("wrk"))


def send(target: Target, alerts: Sequence[dict[str, Any]], seconds: int, data: Path) -> float:
    """Return how many alerts a second were taken. Stops when one was refused."""
    script = data / "wrk.lua"
    script.write_text(_script(target, alerts), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s"]
    command += ["-s", str(script), target.url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", said)
    assert found, said
    requests, microseconds, bad, _p99 = map(int, found.groups())
    if bad:
        raise SystemExit(f"{target.name} refused {bad} of {requests} alerts.")
    return requests / microseconds * 1e6


def _script(target: Target, alerts: Sequence[dict[str, Any]]) -> str:
    bodies = [json.dumps(target.write(alert | {"alias": MARK})) for alert in alerts]
    headers = {"Content-Type": "application/json", **dict(target.headers)}
    return SCRIPT.format(
        bodies=",".join(f"[==[{body}]==]" for body in bodies),
        headers=",".join(f'["{name}"]="{value}"' for name, value in headers.items()),
        mark=MARK,
        run=f"{target.name.replace(' ', '')}-{next(_runs)}-{id(alerts)}",
        path=target.path,
    )
