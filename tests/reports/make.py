"""Actions for tests, written as the actions of alerts write them; and reports, as they are read."""

import csv
import io
from datetime import datetime
from typing import Any

from django.test import Client

from accounts.actors import Actor, Via
from alerts.log import record
from alerts.models import Alert, AlertLog
from tests import make

URL = "/reports/actions/"


def make_alert(message: str = "", **values: Any) -> Alert:
    """An alert that a script sent in, which is nobody's act."""
    alert = make.make_alert(message, **values)
    AlertLog.objects.filter(alert=alert, verb="created").update(via=Via.API, door="v2")
    return alert


def make_action(
    alert: Alert, verb: str = "acknowledged", *, by: Actor, at: datetime | None = None, **more: Any
) -> AlertLog:
    """An entry of an alert's log, of another time if one is given."""
    entry = record(alert, verb, by=by, **more)
    if at:
        entry.at = at
        entry.save(update_fields=["at"])
    return entry


def actions(client: Client, **terms: Any) -> list[tuple[str, str]]:
    """Who did what, as the report lists it: newest first."""
    response = client.get(URL, terms)
    assert response.status_code == 200, response.content
    rows = response.context["page"].rows
    assert response.context["summary"].total == len(rows)
    return [(row.actor_name, row.verb) for row in rows]


def lines(client: Client, name: str, **terms: Any) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    response = client.get(f"{URL}{name}.csv", terms)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
