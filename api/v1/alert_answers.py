"""Alerts as the v1 API gives them. Contract: opsgenie-v1.md §6 and its recorded traffic.

Every answer of an alert call has `took`, in milliseconds. An alert's own times are nanoseconds
since 1970, those of its log milliseconds.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from api import wire
from api.v1.answers import Answer, Done
from api.wire import ApiRequest

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LISTED = (
    *("id", "tiny_id", "alias", "message", "status", "is_acknowledged", "tags"),
    *("acknowledged_at", "closed_at", "created_at", "updated_at", "owner__username"),
)
WHOLE = (
    *(*LISTED, "count", "description", "source", "entity", "actions", "details", "responders"),
    *("acknowledged_by", "closed_by", "api_key_id", "api_key__name"),
)


class Acted(Done, kw_only=True):
    """It is done."""

    took: int


class Created(Acted, kw_only=True):
    """The alert was created, or the open one of its alias counted up."""

    alert_id: UUID
    message: str = "alert created"


class Ran(Answer):
    """The action was asked for."""

    took: int
    result: str = "successful"
    code: int = 200


class SystemData(Answer):
    """The key that sent the alert; by whom it was answered, and how many milliseconds it took."""

    integration_type: str | UnsetType = UNSET
    integration_name: str | UnsetType = UNSET
    integration_id: UUID | UnsetType = UNSET
    ack_time: int | UnsetType = UNSET
    acknowledged_by: str | UnsetType = UNSET
    close_time: int | UnsetType = UNSET
    closed_by: str | UnsetType = UNSET


class ListedAlert(Answer):
    """An alert in a list."""

    id: UUID
    tiny_id: str
    alias: str
    message: str
    status: str
    is_seen: bool
    acknowledged: bool
    created_at: int
    updated_at: int
    owner: str
    tags: list[str]


class WholeAlert(ListedAlert):
    """An alert."""

    took: int
    count: int
    description: str
    source: str
    entity: str
    actions: list[str]
    details: dict[str, str]
    teams: list[str]
    recipients: list[str]
    system_data: SystemData


class Alerts(Answer):
    """Alerts."""

    took: int
    alerts: list[ListedAlert]


class Counted(Answer):
    """How many alerts there are."""

    took: int
    count: int


def took(request: ApiRequest) -> int:
    """How long the answer has taken, in milliseconds."""
    return round(wire.took(request) * 1000)


def nanoseconds(at: datetime) -> int:
    """Write a time of an alert as the v1 API does: nanoseconds since 1970."""
    return (at - EPOCH) // timedelta(microseconds=1) * 1000


def listed(row: dict[str, Any]) -> ListedAlert:
    """Write a row with the columns LISTED."""
    return ListedAlert(**_common(row))


def whole(row: dict[str, Any], request: ApiRequest) -> WholeAlert:
    """Write a row with the columns WHOLE."""
    return WholeAlert(
        **_common(row),
        took=took(request),
        count=row["count"],
        description=row["description"],
        source=row["source"],
        entity=row["entity"],
        actions=row["actions"],
        details=row["details"],
        teams=_names(one for one in row["responders"] if one["type"] == "team"),
        recipients=_names(one for one in row["responders"] if one["type"] != "team"),
        system_data=_system_data(row),
    )


def _common(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "tiny_id": str(row["tiny_id"]),
        "alias": row["alias"],
        "message": row["message"],
        "status": row["status"],
        "is_seen": bool(row["acknowledged_at"] or row["closed_at"]),
        "acknowledged": row["is_acknowledged"],
        "created_at": nanoseconds(row["created_at"]),
        "updated_at": nanoseconds(row["updated_at"]),
        "owner": row["owner__username"] or "",
        "tags": row["tags"],
    }


def _names(responders: Iterable[dict[str, str]]) -> list[str]:
    """What they are called: people by their user names."""
    return [one.get("username") or one["name"] for one in responders]


def _system_data(row: dict[str, Any]) -> SystemData:
    data = SystemData()
    if row["api_key_id"]:
        data.integration_type = "API"
        data.integration_id = row["api_key_id"]
        data.integration_name = row["api_key__name"] or ""
    if row["acknowledged_at"]:
        data.ack_time = _since_created(row, row["acknowledged_at"])
        data.acknowledged_by = row["acknowledged_by"]
    if row["closed_at"]:
        data.close_time = _since_created(row, row["closed_at"])
        data.closed_by = row["closed_by"]
    return data


def _since_created(row: dict[str, Any], at: datetime) -> int:
    created: datetime = row["created_at"]
    return (at - created) // timedelta(milliseconds=1)
