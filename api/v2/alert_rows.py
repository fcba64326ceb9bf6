"""Alerts from the database as the v2 API writes them, without making models of the rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from alerts.models import Alert
from api.wire import moment

LISTED = (
    *("id", "tiny_id", "alias", "message", "status", "is_acknowledged", "tags", "snoozed_until"),
    *("count", "last_occurred_at", "created_at", "updated_at", "source", "priority"),
    *("responders", "team_ids", "acknowledged_by", "acknowledged_at", "closed_by", "closed_at"),
    *("owner__username", "api_key_id", "api_key__name"),
)
WHOLE = (*LISTED, "actions", "entity", "description", "details")


def listed(alerts: QuerySet[Alert], now: datetime) -> list[dict[str, Any]]:
    """Write alerts for a list. One query."""
    return [_listed(row, now) for row in alerts.values(*LISTED)]


def whole(alert_id: UUID, now: datetime) -> dict[str, Any]:
    """Write one alert with everything. One query."""
    row = Alert.objects.values(*WHOLE).get(pk=alert_id)
    return _listed(row, now) | {
        "actions": row["actions"],
        "entity": row["entity"],
        "description": row["description"],
        "details": row["details"],
    }


def _listed(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    until = row["snoozed_until"]
    is_snoozed = bool(until and until > now)
    return {
        "id": row["id"],
        "tinyId": str(row["tiny_id"]),
        "alias": row["alias"],
        "message": row["message"],
        "status": row["status"],
        "acknowledged": row["is_acknowledged"],
        "isSeen": bool(row["acknowledged_at"] or row["closed_at"]),
        "tags": row["tags"],
        "snoozed": is_snoozed,
        **({"snoozedUntil": moment(until)} if is_snoozed else {}),
        "count": row["count"],
        "lastOccurredAt": moment(row["last_occurred_at"]),
        "createdAt": moment(row["created_at"]),
        "updatedAt": moment(row["updated_at"]),
        "source": row["source"],
        "owner": row["owner__username"] or "",
        "priority": f"P{row['priority']}",
        "responders": [{"type": one["type"], "id": one["id"]} for one in row["responders"]],
        **_integration(row),
        **_report(row),
        "ownerTeamId": _owner_team(row["responders"]),
    }


def _integration(row: dict[str, Any]) -> dict[str, Any]:
    if not row["api_key_id"]:
        return {}
    return {"integration": {"id": row["api_key_id"], "name": row["api_key__name"], "type": "API"}}


def _report(row: dict[str, Any]) -> dict[str, Any]:
    """How long it took from its creation, in milliseconds; nothing while nothing was done."""
    report: dict[str, Any] = {}
    for name, who, at in (
        ("ack", "acknowledged", row["acknowledged_at"]),
        ("close", "closed", row["closed_at"]),
    ):
        if at:
            took = at - row["created_at"]
            report[f"{name}Time"] = round(took.total_seconds() * 1000)
            report[f"{who}By"] = row[f"{who}_by"]
    return {"report": report} if report else {}


def _owner_team(responders: Iterable[dict[str, str]]) -> str:
    return next((one["id"] for one in responders if one["type"] == "team"), "")
