"""Alerts in lists: those of a search, in an order, page by page, or only counted."""

from typing import Literal

from django.db.models import F, OrderBy, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Schema

from alerts.models import Alert
from alerts.reading import find
from api import wire
from api.auth import require_read
from api.errors import unprocessable
from api.v2 import alert_rows, alert_schemas
from api.v2.paging import FARTHEST, page_urls
from api.v2.router import router
from api.wire import ApiRequest

COLUMNS = {
    "createdAt": "created_at",
    "updatedAt": "updated_at",
    "tinyId": "tiny_id",
    "alias": "alias",
    "message": "message",
    "status": "status",
    "acknowledged": "is_acknowledged",
    "isSeen": "is_acknowledged",
    "snoozed": "snoozed_until",
    "snoozedUntil": "snoozed_until",
    "count": "count",
    "lastOccurredAt": "last_occurred_at",
    "source": "source",
    "owner": "owner__username",
    "integration.name": "api_key__name",
    "integration.type": "pk",
    "report.ackTime": "acknowledged_at",
    "report.closeTime": "closed_at",
    "report.acknowledgedBy": "acknowledged_by",
    "report.closedBy": "closed_by",
}


MAY_BE_EMPTY = {"snoozed_until", "owner__username", "api_key__name", "acknowledged_at", "closed_at"}


class Asked(Schema):
    """Which alerts: in the words of a search."""

    query: str = ""
    search_identifier: str = Field("", alias="searchIdentifier")


class Listing(Asked):
    """Which alerts, in which order, from where on."""

    offset: int = Field(0, ge=0, le=FARTHEST)
    limit: int = Field(20, ge=1, le=100)
    sort: str = "createdAt"
    order: Literal["asc", "desc"] = "desc"


@router.get("/alerts", response=alert_schemas.Alerts, url_name="alerts")
def alert_list(request: ApiRequest, asked: Query[Listing]) -> HttpResponse:
    """List alerts."""
    column = COLUMNS.get(asked.sort)
    if column is None:
        raise unprocessable(sort=f"should be one of [ {', '.join(COLUMNS)} ]")
    alerts = _asked(request, asked).order_by(*_order(column, asked.order))
    found = alerts[asked.offset : asked.offset + asked.limit + 1]
    rows = alert_rows.listed(found, timezone.now())
    more = len(rows) > asked.limit
    paging = page_urls(request, asked.offset, asked.limit, more=more)
    return wire.data(request, rows[: asked.limit], paging=paging)


def _order(column: str, direction: str) -> tuple[OrderBy | str, str]:
    """How a list is sorted: by the index of the column, both parts of it in one direction."""
    if direction == "asc":
        return F(column).asc(), "pk"
    return (F(column).desc(nulls_last=True) if column in MAY_BE_EMPTY else f"-{column}"), "-pk"


@router.get("/alerts/count", response=alert_schemas.Counted, url_name="alert_count")
def alert_count(request: ApiRequest, asked: Query[Asked]) -> HttpResponse:
    """Count alerts."""
    return wire.data(request, {"count": _asked(request, asked).count()})


def _asked(request: ApiRequest, asked: Asked) -> QuerySet[Alert]:
    """The alerts of a search. Raises Refused when it can't be understood."""
    require_read(request.actor)
    if asked.search_identifier:
        raise unprocessable(searchIdentifier="There are no saved searches here.")
    by = request.actor
    alerts, problems = find(Alert.objects.visible_to(by), asked.query, by=by)
    if problems:
        raise unprocessable(query=" ".join(problems))
    return alerts
