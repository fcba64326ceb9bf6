"""pgbench runs the very statement that keeps an alert: what PostgreSQL can do at most."""

import re
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from alerts import intake
from alerts.keeping import KEEP

CLIENTS = 8
OWN_ID = "md5(:n || 'x' || :client_id)::uuid::text"


def write_script(new: Any, by: Actor, file: Path) -> None:
    """Write the statement, with the values of one alert that gets other ids each time."""
    values = intake.values_of(new, by=by, now=timezone.now(), request_id=uuid4())
    own = {"id": "@id@", "alias": "@id@", "request_id": "@request@", "at": "now"}
    text = msgspec.json.encode([values | own]).decode().replace("'", "''")
    text = re.sub(r":(?=\w)", ": ", text)  # pgbench would take ":1" for a variable of its own
    alerts = f"replace(replace('{text}', '@id@', {OWN_ID}), '@request@', gen_random_uuid()::text)"
    lines = " ".join(KEEP.replace("%(alerts)s", alerts).split())
    file.write_text(f"\\set n random(1, 1000000000000)\n{lines};\n", encoding="utf-8")


def run(file: Path, seconds: int) -> float:
    """Return the transactions a second."""
    settings = connection.settings_dict
    command = [
        *("pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds)),
        *("-f", str(file), "-h", settings["HOST"], "-p", settings["PORT"] or "5432"),
        *("-U", settings["USER"], settings["NAME"]),
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "number of failed transactions: 0" in said, said
    found = re.search(r"tps = ([\d.]+)", said)
    assert found, said
    return float(found[1])
