"""pgbench runs the very statement that keeps an alert: what PostgreSQL can do at most."""

import re
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from alerts import intake
from alerts.keeping import KEEP

CLIENTS = 8
OWN_ID = "md5(:n || 'x' || :client_id)::uuid"
EACH_TIME = {
    "id": OWN_ID,
    "alias": f"{OWN_ID}::text",
    "request_id": "gen_random_uuid()",
    "now": "now()",
}


def write_script(new: Any, by: Actor, file: Path) -> None:
    """Write the statement, with the values of an alert, and others each time where they must be."""
    values = intake.values_of(new, by=by, now=timezone.now(), request_id=uuid4())
    written = {name: EACH_TIME.get(name) or _literal(value) for name, value in values.items()}
    statement = re.sub(r"%\((\w+)\)s", lambda found: written[found[1]], KEEP)
    lines = " ".join(statement.split())
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


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case list():
            return f"ARRAY[{', '.join(map(_literal, value))}]" if value else "'{}'"
        case int():
            return str(value)
        case UUID() | datetime():
            return f"'{value}'"
    # pgbench would take ":1" for a variable of its own.
    return "'" + re.sub(r":(?=\w)", ": ", str(value)).replace("'", "''") + "'"
