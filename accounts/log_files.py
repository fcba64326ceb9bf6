"""The log as a file: CSV for people, JSON for programs, written while it is read."""

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts import audit
from accounts.log_reading import LogRow
from accounts.models import AuditEntry
from accounts.models.audit import AuditEntryQuerySet
from common.sheets import MARK, csv_lines

CHUNK = 2000  # entries in memory at a time
COLUMNS = (
    "Time", "Who", "Door", "Event", "What happened", "Changes", "Details",
    "Target", "Target id", "Team id", "Person id", "API key id", "Entry id",
)  # fmt: skip
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def lines(entries: AuditEntryQuerySet, kind: str) -> Iterator[str]:
    """The text of a file of the entries, newest first, piece by piece."""
    return csv_file(entries) if kind == "csv" else json_file(entries)


def csv_file(entries: AuditEntryQuerySet) -> Iterator[str]:
    """A CSV file: a line of heads, then one line an entry. Times are UTC."""
    yield MARK
    yield from csv_lines([COLUMNS])
    yield from csv_lines(map(_cells, newest_first(entries)))


def json_file(entries: AuditEntryQuerySet) -> Iterator[str]:
    """A JSON array, one entry a line."""
    start = "[\n"
    for entry in newest_first(entries):
        yield start + json.dumps(_plain(entry), ensure_ascii=False)
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"


def newest_first[Entry: Model](entries: QuerySet[Entry]) -> Iterator[Entry]:
    """All entries, read in chunks by key: no transaction stays open while a browser is slow.

    For any rows that have a time `at` and are only added.
    """
    rows = entries.order_by("-at", "-pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last: Any = chunk[-1]
        before = Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk)
        chunk = list(rows.filter(before, at__lte=last.at)[:CHUNK])


def _cells(entry: AuditEntry) -> tuple[object, ...]:
    row = LogRow.of(entry)
    changes = "; ".join(f"{one.label}: {one.before} → {one.after}" for one in row.changes)
    details = "; ".join(f"{label}: {value}" for label, value in row.details)
    return (
        entry.at.astimezone(UTC).isoformat(timespec="seconds"), entry.actor_name, row.door,
        entry.verb, row.sentence, changes, details, entry.target_name, entry.target_id,
        entry.team_id, entry.user_id, entry.api_key_id, entry.pk,
    )  # fmt: skip


def _plain(entry: AuditEntry) -> dict[str, object]:
    ids = ("pk", "user_id", "api_key_id", "team_id")
    found = {name: str(value) if (value := getattr(entry, name)) else None for name in ids}
    return {
        "id": found["pk"],
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": {
            "name": entry.actor_name,
            "userId": found["user_id"],
            "apiKeyId": found["api_key_id"],
        },
        "via": entry.via,
        "event": entry.verb,
        "sentence": audit.sentence(entry),
        "target": {
            "kind": entry.target_kind,
            "id": entry.target_id,
            "name": entry.target_name,
        },
        "teamId": found["team_id"],
        "changes": entry.changes,
        "details": entry.details,
    }
